package io.camrelay.camera;

import io.camrelay.camera.Mischief.CutBeforeHearing;
import io.camrelay.camera.Mischief.Garbage;
import io.camrelay.camera.Mischief.InWords;
import io.camrelay.camera.Mischief.InsteadOfTheProtocol;
import io.camrelay.camera.Mischief.OnTheWire;
import io.camrelay.camera.Mischief.PlainText;
import io.camrelay.camera.Mischief.SayNothing;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** How a camera behaves on one connection: properly, unless a plan says otherwise. */
final class Conduct {

  private final List<InWords> inWords;
  private final List<OnTheWire> onTheWire;
  private final List<InsteadOfTheProtocol> instead;
  private final Tongue tongue;

  /** Messages of the relay that have come, by type. */
  private final Map<MessageType, Integer> heard = new EnumMap<>(MessageType.class);

  Conduct(List<Mischief> mischief) {
    this.inWords = only(mischief, InWords.class).toList();
    this.onTheWire = only(mischief, OnTheWire.class).toList();
    this.instead = only(mischief, InsteadOfTheProtocol.class).toList();
    this.tongue = new Tongue(inWords);
  }

  private static <T extends Mischief> Stream<T> only(List<Mischief> mischief, Class<T> family) {
    return mischief.stream().filter(family::isInstance).map(family::cast);
  }

  boolean speaksTls() {
    return instead.stream()
        .noneMatch(
            way ->
                way.kind() == Mischief.Kind.PLAIN_TEXT
                    || (way instanceof SayNothing silence && !silence.tls()));
  }

  boolean speaksTheProtocol() {
    return instead.isEmpty();
  }

  /** What is sent by one who does not speak the protocol. */
  byte[] wordsInstead() {
    for (InsteadOfTheProtocol way : instead) {
      if (way instanceof PlainText plain) {
        return plain.text().getBytes(StandardCharsets.UTF_8);
      }
      if (way instanceof Garbage garbage) {
        byte[] bytes = new byte[garbage.bytes()];
        new Random(garbage.seed()).nextBytes(bytes);
        return bytes;
      }
    }
    return new byte[0];
  }

  boolean speaksProperly() {
    return inWords.isEmpty();
  }

  /** What leaves instead of this message. */
  List<byte[]> say(DeviceMessage message) {
    return tongue.say(message);
  }

  /** False where the connection is cut before this message of the relay's is acted on. */
  boolean hears(MessageType type) {
    if (onTheWire.isEmpty()) {
      return true;
    }
    int occurrence = heard.merge(type, 1, Integer::sum);
    return only(List.copyOf(onTheWire), CutBeforeHearing.class)
        .noneMatch(cut -> cut.type() == type && cut.occurrence() == occurrence);
  }

  /** What breaks the connection's wire, if anything does. */
  Optional<WireFaults> wireFaults() {
    return onTheWire.isEmpty() ? Optional.empty() : Optional.of(new WireFaults(onTheWire));
  }
}
