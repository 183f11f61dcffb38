package io.camrelay.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches what both sides say, in the order in which it is said, and names the rules of SPEC.md
 * that are broken, as {@code R-UPL-5: why}. It knows only what can be told from the messages; time
 * and durability are for others. Captures are known across connections.
 *
 * <p>Pure: it decides and does nothing. One instance watches one conversation.
 */
public final class TranscriptRules {

  private final Map<Integer, ConnectionRules> connections = new HashMap<>();
  private final Map<String, CaptureFacts> captures = new HashMap<>();

  /** Of the call that is being answered. */
  private final List<String> broken = new ArrayList<>();

  /** A connection was made; numbers may be used again. */
  public void connected(int connection) {
    connections.put(connection, new ConnectionRules(this::capture, this::broken));
  }

  /** The device said this. Returns what rules it broke by that. */
  public List<String> device(int connection, DeviceMessage message) {
    connection(connection).device(message);
    return taken();
  }

  /** The relay said this. Returns what rules it broke by that. */
  public List<String> relay(int connection, RelayMessage message) {
    connection(connection).relay(message);
    return taken();
  }

  /** The connection is gone, however. */
  public void ended(int connection) {
    connections.remove(connection);
  }

  /** Nothing more is said. Returns the rules that are broken by that. */
  public List<String> finish() {
    captures.values().stream()
        .filter(capture -> capture.stored && capture.end.isEmpty())
        .forEach(capture -> broken("R-END-1", capture.id + " was stored and has no end"));
    return taken();
  }

  private ConnectionRules connection(int number) {
    ConnectionRules connection = connections.get(number);
    if (connection == null) {
      throw new IllegalStateException("There is no connection " + number + ".");
    }
    return connection;
  }

  private CaptureFacts capture(String device, CaptureId id) {
    return captures.computeIfAbsent(device + " " + id, key -> new CaptureFacts(id));
  }

  private void broken(String rule, String why) {
    broken.add(rule + ": " + why);
  }

  private List<String> taken() {
    List<String> taken = List.copyOf(broken);
    broken.clear();
    return taken;
  }

  /** Hears of broken rules. */
  interface Judge {
    void broken(String rule, String why);

    default void check(boolean kept, String rule, String why) {
      if (!kept) {
        broken(rule, why);
      }
    }
  }

  /** Finds a device's capture, or begins to know it. */
  interface Known {
    CaptureFacts capture(String device, CaptureId id);
  }
}
