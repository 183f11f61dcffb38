package io.camrelay.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages by the names of their fields, as vectors write them: the components of the records, with
 * a dot where one is inside another ({@code id.epoch}, {@code flight.rssi}).
 */
public final class MessageText {

  private static final Map<MessageType, Class<? extends Record>> RECORDS =
      new EnumMap<>(MessageType.class);

  static {
    Stream.of(DeviceMessage.class, RelayMessage.class)
        .flatMap(side -> Arrays.stream(side.getPermittedSubclasses()))
        .map(type -> type.asSubclass(Record.class))
        .forEach(type -> RECORDS.put(typeOf(type), type));
  }

  /** What a field is where a vector does not name it; all others are 0, empty or the first. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("version", "1"),
          Map.entry("heartbeat", "30"),
          Map.entry("answerBuffer", "1024"),
          Map.entry("charset", "UTF_8"),
          Map.entry("device", "\"cam-1\""),
          Map.entry("token", "\"secret\""),
          Map.entry("frameCount", "1"),
          Map.entry("generation", "1"),
          Map.entry("maxFrame", "400000"),
          Map.entry("maxFrames", "1"),
          Map.entry("maxInFlight", "4"),
          Map.entry("profile.quality", "255"),
          Map.entry("flight.rssi", "0"));

  private final Map<String, byte[]> frames;

  /** Reads values that may name parts of these frames, see {@link VectorFiles#frames}. */
  public MessageText(Map<String, byte[]> frames) {
    this.frames = frames;
  }

  /** The message of this type with these fields; the others have their defaults. */
  public Message message(MessageType type, Map<String, String> fields) {
    for (String field : fields.keySet()) {
      if (!field.equals("handle") && !fields(type).contains(field)) {
        throw new IllegalArgumentException(type + " has no field " + field);
      }
    }
    Class<? extends Record> record = Objects.requireNonNull(RECORDS.get(type));
    return (Message) build(record, "", fields);
  }

  /** Which of these fields the message has otherwise; empty where it is as they say. */
  public List<String> differences(Map<String, String> fields, Message message) {
    Map<String, Object> expected = values(message(message.type(), fields));
    Map<String, Object> actual = values(message);
    List<String> differences = new ArrayList<>();
    for (String field : fields.keySet()) {
      if (!Objects.equals(expected.get(field), actual.get(field))) {
        differences.add(
            field + " is " + actual.get(field) + ", not " + expected.get(field) + " in " + message);
      }
    }
    return differences;
  }

  /** The names of a type's fields; the handle is the header's and not among them. */
  static List<String> fields(MessageType type) {
    List<String> fields = new ArrayList<>();
    collect(Objects.requireNonNull(RECORDS.get(type)), "", fields);
    fields.remove("handle");
    return fields;
  }

  /** The components of a message's record, or of a group of fields inside it, in their order. */
  static List<String> components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !name.equals("handle"))
        .toList();
  }

  static Class<? extends Record> record(MessageType type) {
    return Objects.requireNonNull(RECORDS.get(type));
  }

  private static MessageType typeOf(Class<?> record) {
    String name = record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return MessageType.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static void collect(Class<?> record, String prefix, List<String> fields) {
    for (RecordComponent component : record.getRecordComponents()) {
      String path = prefix + component.getName();
      if (component.getType().isRecord()) {
        collect(component.getType(), path + ".", fields);
      } else {
        fields.add(path);
      }
    }
  }

  private Object build(Class<?> record, String prefix, Map<String, String> fields) {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String path = prefix + components[i].getName();
      types[i] = components[i].getType();
      values[i] =
          types[i].isRecord()
              ? build(types[i], path + ".", fields)
              : value(types[i], path, fields.get(path));
    }
    return construct(record, types, values);
  }

  private static Object construct(Class<?> record, Class<?>[] types, @Nullable Object[] values) {
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object value(Class<?> type, String path, @Nullable String given) {
    String written = given == null ? DEFAULTS.get(path) : given;
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return written == null ? constants[0] : named(constants, written);
    }
    if (type == String.class) {
      return written == null ? "" : VectorText.text(written);
    }
    if (type == ByteBuffer.class) {
      return ByteBuffer.wrap(written == null ? new byte[0] : bytes(written));
    }
    long number = number(path, written);
    if (type == long.class) {
      return number;
    }
    if (type == boolean.class) {
      return number != 0;
    }
    return (int) number;
  }

  private static long number(String path, @Nullable String written) {
    if (written != null) {
      return VectorText.number(written);
    }
    return path.startsWith("flight.") ? Limits.UNKNOWN : 0;
  }

  /** A literal, or a part of a frame: {@code gray:0+100}. */
  private byte[] bytes(String written) {
    if (written.startsWith("\"")) {
      return VectorText.bytes(written);
    }
    int colon = written.indexOf(':');
    int plus = written.indexOf('+');
    byte[] frame = frames.get(written.substring(0, colon));
    if (frame == null) {
      throw new IllegalArgumentException("no such frame: " + written);
    }
    int offset = Integer.parseInt(written.substring(colon + 1, plus));
    int length = Integer.parseInt(written.substring(plus + 1));
    if (offset + length > frame.length) {
      throw new IllegalArgumentException("the frame has no such part: " + written);
    }
    return Arrays.copyOfRange(frame, offset, offset + length);
  }

  private static Object named(Object[] constants, String name) {
    return Arrays.stream(constants)
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no such word: " + name));
  }

  private static Map<String, Object> values(Message message) {
    Map<String, Object> values = new LinkedHashMap<>();
    values("", message, values);
    values.put("handle", message.handle());
    return values;
  }

  private static void values(String prefix, Object record, Map<String, Object> values) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String path = prefix + component.getName();
      Object value = get(component, record);
      if (value instanceof Record inner) {
        values(path + ".", inner, values);
      } else {
        values.put(path, value);
      }
    }
  }

  private static Object get(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
