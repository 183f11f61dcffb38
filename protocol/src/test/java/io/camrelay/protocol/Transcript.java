package io.camrelay.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation of a device and the relay, as {@code vectors/README.md} describes it: what is said
 * in which order on which connection, and what happens beside it.
 *
 * @param name what it is about, in a few words
 * @param shows the rules of the specification that it shows
 * @param steps what happens, in order
 */
public record Transcript(String name, List<String> shows, List<Step> steps) {

  private static final String BYTES = "hex ";

  /** What a step is. */
  public enum Kind {
    /** A connection is made. */
    CONNECT,
    /** The device says something. */
    DEVICE,
    /** The device says something that the rules forbid. */
    DEVICE_WRONG,
    /** The relay says something. */
    RELAY,
    /** The relay closes the connection, after what it has said. */
    CLOSE,
    /** The connection is gone without a word. */
    CUT,
    /** Something happens elsewhere that the protocol does not show. */
    EVENT
  }

  /**
   * One line.
   *
   * @param kind what it is
   * @param connection which connection it is on, from 1; 0 for an event
   * @param text the message or the event as written
   */
  public record Step(Kind kind, int connection, String text) {

    /**
     * The message of a line of the device or the relay; fields that it does not name have defaults.
     */
    public Message message(MessageText text) {
      return Transcript.message(this.text, text);
    }

    /** True where the line gives bytes that are no message of this version. */
    public boolean isBytes() {
      return text.startsWith(BYTES);
    }

    /** The bytes of such a line. */
    public byte[] bytes() {
      return VectorText.hex(text.substring(BYTES.length()));
    }

    /** The fields that the line names: what a replay compares. */
    public Map<String, String> fields() {
      return Transcript.fields(text);
    }
  }

  /** Reads a file of {@link VectorFiles#transcripts}. */
  public static Transcript parse(List<String> lines) {
    String name = "";
    List<String> shows = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("name: ")) {
        name = line.substring("name: ".length());
      } else if (line.startsWith("shows: ")) {
        shows.addAll(List.of(line.substring("shows: ".length()).split(" ", -1)));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(step(line));
      }
    }
    return new Transcript(name, shows, steps);
  }

  /** {@code TYPE field=value …} as a message. */
  static Message message(String line, MessageText text) {
    int space = line.indexOf(' ');
    String type = space < 0 ? line : line.substring(0, space);
    return text.message(MessageType.valueOf(type), fields(line));
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> words = words(line);
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (fields.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("a field twice: " + line);
      }
    }
    return fields;
  }

  private static Step step(String line) {
    int space = line.indexOf(' ');
    String mark = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1);
    if (mark.equals("!")) {
      return new Step(Kind.EVENT, 0, rest);
    }
    if (mark.endsWith(">")) {
      String who = mark.substring(0, mark.length() - 1);
      boolean wrong = who.endsWith("!");
      String side = wrong ? who.substring(0, who.length() - 1) : who;
      int connection = side.length() == 1 ? 1 : Integer.parseInt(side.substring(1));
      Kind kind =
          switch (side.charAt(0)) {
            case 'D' -> wrong ? Kind.DEVICE_WRONG : Kind.DEVICE;
            case 'R' -> Kind.RELAY;
            default -> throw new IllegalArgumentException(line);
          };
      return new Step(kind, connection, rest);
    }
    Kind kind =
        switch (mark) {
          case "connect" -> Kind.CONNECT;
          case "close" -> Kind.CLOSE;
          case "cut" -> Kind.CUT;
          default -> throw new IllegalArgumentException(line);
        };
    return new Step(kind, rest.isEmpty() ? 1 : Integer.parseInt(rest), "");
  }

  /** Splits at spaces that are not in quotes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
        continue;
      }
      word.append(c);
      if (c == '\\' && quoted) {
        word.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    words.add(word.toString());
    return words;
  }
}
