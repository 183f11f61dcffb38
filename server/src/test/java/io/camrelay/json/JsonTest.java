package io.camrelay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void findsWhatLiesAtAPathOfNamesAndIndexes() throws JsonException {
    JsonView chunk =
        Json.parse("{\"choices\": [{\"delta\": {\"content\": \"Yes\"}}], \"model\": \"m\"}");

    assertThat(chunk.text("choices", 0, "delta", "content")).isEqualTo("Yes");
    assertThat(chunk.at("choices", 0).text("delta", "content")).isEqualTo("Yes");
    assertThat(chunk.members().keySet()).containsExactly("choices", "model");
    assertThat(chunk.elements("choices")).hasSize(1);
  }

  @Test
  void findsNothingWhereAPathLeadsNowhere() throws JsonException {
    JsonView view = Json.parse("{\"a\": [], \"b\": null, \"c\": 7}");

    assertThat(view.text("a", 0, "x")).isNull();
    assertThat(view.text("b")).isNull();
    assertThat(view.text("c", "deeper")).isNull();
    assertThat(view.text("a")).isNull();
    assertThat(view.number("a", -1)).isEmpty();
    assertThat(view.flag("c")).isEmpty();
    assertThat(view.elements("c")).isEmpty();
    assertThat(view.members("c")).isEmpty();
    assertThat(view.kind("nowhere")).isEqualTo(Kind.NOTHING);
    assertThat(view.kind("b")).isEqualTo(Kind.NOTHING);
  }

  @Test
  void tellsKindsApart() throws JsonException {
    JsonView view = Json.parse("[{}, [], \"t\", 1.5, true, null]");

    assertThat(view.elements())
        .extracting(JsonView::kind)
        .containsExactly(Kind.OBJECT, Kind.ARRAY, Kind.TEXT, Kind.NUMBER, Kind.FLAG, Kind.NOTHING);
    assertThat(view.flag(4)).contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "-3, -3",
    "'\"46\"', 46",
    "12.9, 12",
    "1e3, 1000",
    "'\" 5 \"', 5",
    "9223372036854775807, 9223372036854775807",
    "1e-999999999, 0"
  })
  void readsWholeNumbersAlsoFromTextAndFractions(String json, long number) throws JsonException {
    assertThat(Json.parse(json).number()).isEqualTo(OptionalLong.of(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"many\"", "true", "null", "{}", "1e999999999", "9223372036854775808", "\"\""})
  void readsNoNumberWhereThereIsNone(String json) throws JsonException {
    assertThat(Json.parse(json).number()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{", "{\"a\":}", "nonsense", "{} {}", "{\"a\": \"\u0001\"}"})
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("no JSON");
    assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("no JSON");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void readsUpToTheLongestDocumentAndNoFurther() throws JsonException {
    String longest = "\"" + "x".repeat(Json.MAX_LENGTH - 2) + "\"";

    assertThat(Json.parse(longest).text()).hasSize(Json.MAX_LENGTH - 2);
    assertThatThrownBy(() -> Json.parse(longest + " ")).isInstanceOf(JsonException.class);
  }

  @Test
  void readsDownToTheDeepestAndNoFurther() throws JsonException {
    String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

    assertThat(Json.parse(deepest).kind()).isEqualTo(Kind.ARRAY);
    assertThatThrownBy(() -> Json.parse("[" + deepest + "]")).isInstanceOf(JsonException.class);
  }

  @Test
  void readsNumbersUpToTheLongestAndNoFurther() throws JsonException {
    String longest = "1".repeat(Json.MAX_NUMBER);

    assertThat(Json.parse(longest).text()).isEqualTo(longest);
    assertThatThrownBy(() -> Json.parse(longest + "1")).isInstanceOf(JsonException.class);
  }

  @Test
  void keepsComplaintsShort() {
    assertThatThrownBy(() -> Json.parse("n" + "o".repeat(5_000)))
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .satisfies(length -> assertThat(length).isLessThan(300));
  }
}
