package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.VectorFiles.Vector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each single message of the vectors is read, or refused, as it says. */
class MessageVectorsTest {

  private static final MessageText TEXT = new MessageText(Map.of());

  static Stream<Vector> valid() {
    return Stream.of("messages-from-device.txt", "messages-from-relay.txt", "codes.txt")
        .flatMap(file -> VectorFiles.vectors(file).stream());
  }

  static Stream<Vector> refused() {
    return VectorFiles.vectors("refusals.txt").stream();
  }

  @Covers({"R-HDR-2", "R-HDR-8", "R-FLD-3"})
  @ParameterizedTest
  @MethodSource("valid")
  void readsWhatTheVectorSays(Vector vector) {
    assertThat(vector.one("verdict")).isEqualTo("valid");
    WireBytes.Outcome outcome = WireBytes.read(from(vector), vector.hex());
    assertThat(outcome.violation()).isNull();
    assertThat(outcome.messages()).containsExactly(message(vector));
    assertThat(outcome.messages().get(0).handle())
        .isEqualTo((int) VectorText.number(vector.one("handle")));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void writesWhatTheVectorSays(Vector vector) {
    if (vector.has("canonical")) {
      assertThat(vector.one("canonical")).isEqualTo("no");
      return;
    }
    Message message = message(vector);
    ByteBuffer expected = ByteBuffer.wrap(vector.hex());
    assertThat(MessageWriter.size(message)).isEqualTo(expected.remaining());
    assertThat(WireBytes.written(message)).isEqualTo(expected);
    Message read = WireBytes.read(from(vector), vector.hex()).messages().get(0);
    assertThat(WireBytes.written(read)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void namesEachFieldOfTheMessage(Vector vector) {
    assertThat(fields(vector).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(MessageText.fields(type(vector)).stream(), Stream.of("handle")).toList());
  }

  @Covers({"R-HDR-1", "R-HDR-4", "R-HDR-5", "R-HDR-6", "R-HDR-7", "R-FLD-1", "R-FLD-2"})
  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheCodeAndTheClassThatTheVectorSays(Vector vector) {
    WireBytes.Outcome outcome = WireBytes.read(from(vector), vector.hex());
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.violation()).isNotNull();
    assertThat(outcome.violation().code()).isEqualTo(Code.valueOf(vector.one("verdict")));
    assertThat(outcome.violation().detail()).startsWith(vector.one("detail") + ": ");
  }

  /** A refusal is due with the byte that shows it, and not before. */
  @ParameterizedTest
  @MethodSource("refused")
  void refusesNoSoonerThanItCanTell(Vector vector) {
    byte[] bytes = vector.hex();
    int[] cuts = IntStream.range(1, bytes.length).toArray();
    assertThat(WireBytes.read(from(vector), bytes, cuts))
        .isEqualTo(WireBytes.read(from(vector), bytes));
    byte[] allButOne = Arrays.copyOf(bytes, bytes.length - 1);
    assertThat(WireBytes.read(from(vector), allButOne).violation()).isNull();
  }

  @Test
  void everyTypeHasAnOrdinaryAndAnExtremeVector() {
    Map<MessageType, Long> count =
        valid().collect(Collectors.groupingBy(MessageVectorsTest::type, Collectors.counting()));
    assertThat(count).containsOnlyKeys(MessageType.values());
    assertThat(count.values()).allMatch(vectors -> vectors >= 2);
  }

  @Test
  void everyNumberOfEveryEnumerationHasAVector() {
    Set<Object> seen = new HashSet<>();
    Map<String, Class<?>> enums = new HashMap<>();
    for (MessageType type : MessageType.values()) {
      enumComponents(MessageText.record(type), enums);
    }
    valid()
        .forEach(vector -> fields(vector).forEach((field, value) -> seen.add(last(field) + value)));
    enums.forEach(
        (field, type) -> {
          for (Object constant : type.getEnumConstants()) {
            assertThat(seen).contains(field + constant);
          }
        });
  }

  @Covers("R-FLD-5")
  @Test
  void everyCodeHasAVectorOnEveryMessageThatMayCarryIt() {
    Set<String> expected = new HashSet<>();
    for (Code code : Code.values()) {
      for (MessageType type : MessageType.values()) {
        if (code.mayRideOn(type)) {
          expected.add(type + " " + code + " \"" + code.hint() + "\"");
        }
      }
    }
    assertThat(
            VectorFiles.vectors("codes.txt").stream()
                .map(v -> v.one("type") + " " + v.one("code") + " " + v.one("hint")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyTypeIsRefusedForItsLengthAndItsHandle() {
    Set<String> seen =
        refused()
            .map(v -> MessageType.of(v.hex()[0]) + " " + v.one("detail"))
            .collect(Collectors.toSet());
    for (MessageType type : MessageType.values()) {
      assertThat(seen).contains(type + " handle");
      if (type.minimum() > 0) {
        assertThat(seen).contains(type + " short");
      }
      if (type.sender() != Sender.EITHER) {
        assertThat(seen).contains(type + " sender");
      }
    }
  }

  @Test
  void namesAreUnique() {
    List<String> names =
        Stream.concat(valid(), refused()).map(v -> from(v) + v.one("name")).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  private static void enumComponents(Class<?> record, Map<String, Class<?>> enums) {
    for (var component : record.getRecordComponents()) {
      if (component.getType().isRecord()) {
        enumComponents(component.getType(), enums);
      } else if (component.getType().isEnum() && component.getType() != Code.class) {
        enums.put(component.getName(), component.getType());
      }
    }
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Sender from(Vector vector) {
    return Sender.valueOf(vector.one("from").toUpperCase(Locale.ROOT));
  }

  private static MessageType type(Vector vector) {
    return MessageType.valueOf(vector.one("type"));
  }

  private static Message message(Vector vector) {
    return TEXT.message(type(vector), fields(vector));
  }

  private static Map<String, String> fields(Vector vector) {
    Set<String> others = Set.of("name", "from", "hex", "type", "canonical", "verdict");
    Map<String, String> fields = new HashMap<>();
    for (String key : vector.values().keySet()) {
      if (!others.contains(key)) {
        fields.put(key, Objects.requireNonNull(vector.one(key)));
      }
    }
    return fields;
  }
}
