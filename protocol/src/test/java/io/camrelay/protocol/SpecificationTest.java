package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC.md says what the code says: types, fields, enumerations, codes and limits. */
class SpecificationTest {

  /** What a field takes in a payload that is as short as it can be. */
  private static final Map<String, Integer> SIZES =
      Map.ofEntries(
          Map.entry("u8", 1),
          Map.entry("i8", 1),
          Map.entry("flag", 1),
          Map.entry("u16", 2),
          Map.entry("code", 2),
          Map.entry("text", 2),
          Map.entry("u32", 4),
          Map.entry("u64", 8),
          Map.entry("rest", 0),
          Map.entry("CaptureId", 12),
          Map.entry("FlightRecord", 30),
          Map.entry("ProfileData", 14));

  private final List<String> lines;

  SpecificationTest() throws IOException {
    lines = Files.readAllLines(VectorFiles.protocol().resolve("SPEC.md"), UTF_8);
  }

  @Test
  void listsTheTypes() {
    List<List<String>> expected =
        Arrays.stream(MessageType.values())
            .map(
                type ->
                    List.of(
                        type.name(),
                        "0x%02X".formatted(type.number()),
                        lower(type.sender()),
                        lower(type.handles()),
                        String.valueOf(type.minimum())))
            .toList();
    assertThat(table("| type | number | from |")).isEqualTo(expected);
  }

  @Test
  void listsTheCodes() {
    List<List<String>> expected =
        Arrays.stream(Code.values())
            .map(
                code ->
                    List.of(
                        String.valueOf(code.number()), code.name(), carriers(code), code.hint()))
            .toList();
    assertThat(table("| number | code | rides on |")).isEqualTo(expected);
  }

  @Test
  void listsTheLimits() throws IllegalAccessException {
    List<List<String>> expected = new ArrayList<>();
    for (Field limit : Limits.class.getDeclaredFields()) {
      if (Modifier.isPublic(limit.getModifiers())) {
        Object value = limit.get(null);
        boolean handle = limit.getName().equals("RELAY_HANDLES");
        expected.add(
            List.of(
                limit.getName(),
                handle ? "0x%08X".formatted(Limits.RELAY_HANDLES) : String.valueOf(value)));
      }
    }
    assertThat(table("| limit | value |").stream().map(row -> row.subList(0, 2)))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void listsTheEnumerations() {
    List<List<String>> expected =
        List.of(
            enumeration(Charset.values(), Charset::number, Charset.of(99)),
            enumeration(Trigger.values(), Trigger::number, Trigger.of(99)),
            enumeration(Urgency.values(), Urgency::number, Urgency.of(99)),
            enumeration(ResetReason.values(), ResetReason::number, ResetReason.of(99)),
            enumeration(LogLevel.values(), LogLevel::number, LogLevel.of(99)),
            enumeration(Promise.values(), Promise::number, Promise.of(99)),
            enumeration(StageKind.values(), StageKind::number, StageKind.of(99)),
            enumeration(AnswerStatus.values(), AnswerStatus::number, AnswerStatus.of(99)));
    assertThat(table("| enumeration | numbers |")).isEqualTo(expected);
    assertThat(Code.of(0xFFFF)).isEqualTo(Code.UNKNOWN);
  }

  @Test
  void listsTheAbilities() {
    String expected =
        Arrays.stream(Ability.values())
            .map(ability -> Integer.numberOfTrailingZeros(Ability.set(ability)) + " " + ability)
            .collect(Collectors.joining(", "));
    assertThat(lines).anyMatch(line -> line.contains(expected));
  }

  @ParameterizedTest
  @EnumSource
  void describesTheFieldsOfEachType(MessageType type) {
    List<List<String>> rows = fieldTable(type.name());
    assertThat(names(rows))
        .containsExactlyInAnyOrderElementsOf(MessageText.components(MessageText.record(type)));
    int size = checkedOffsets(rows);
    if (type != MessageType.HELLO) { // of another version, two bytes are enough
      assertThat(type.minimum()).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {CaptureId.class, FlightRecord.class, ProfileData.class})
  void describesTheGroupsOfFields(Class<?> group) {
    List<List<String>> rows = fieldTable(group.getSimpleName());
    assertThat(names(rows)).containsExactlyInAnyOrderElementsOf(MessageText.components(group));
    assertThat(checkedOffsets(rows)).isEqualTo(SIZES.get(group.getSimpleName()));
  }

  /** The size of the shortest payload. */
  private static int checkedOffsets(List<List<String>> rows) {
    int size = 0;
    boolean variable = false;
    for (List<String> row : rows) {
      assertThat(row.get(1)).isEqualTo(variable ? "-" : String.valueOf(size));
      variable |= row.get(2).equals("text") || row.get(2).equals("ProfileData");
      size += SIZES.getOrDefault(row.get(2), 1);
    }
    return size;
  }

  private static List<String> names(List<List<String>> rows) {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  private List<List<String>> fieldTable(String heading) {
    int start = lines.indexOf("#### " + heading);
    assertThat(start).as(heading).isPositive();
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(start + 1, lines.size())) {
      if (line.startsWith("#")) {
        break;
      }
      if (line.startsWith("|") && !line.startsWith("| field |") && !line.startsWith("|---")) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  private List<List<String>> table(String head) {
    int start = 0;
    while (!lines.get(start).startsWith(head)) {
      start++;
    }
    return lines.subList(start + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .map(SpecificationTest::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String carriers(Code code) {
    String carriers =
        Stream.of(
                MessageType.REFUSED, MessageType.GOODBYE, MessageType.DEFERRED, MessageType.FAILED)
            .filter(code::mayRideOn)
            .map(Enum::name)
            .collect(Collectors.joining(", "));
    return carriers.isEmpty() ? "-" : carriers;
  }

  private static <E extends Enum<E>> List<String> enumeration(
      E[] values, Function<E, Integer> number, E otherwise) {
    String numbers =
        Arrays.stream(values)
            .map(v -> number.apply(v) + " " + v.name() + (v == otherwise ? " (else)" : ""))
            .collect(Collectors.joining(", "));
    return List.of(otherwise.getDeclaringClass().getSimpleName(), numbers);
  }
}
