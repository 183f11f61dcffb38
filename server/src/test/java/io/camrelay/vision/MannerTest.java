package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.json.Json;
import io.camrelay.json.JsonView;
import io.camrelay.picture.Detail;
import io.camrelay.vision.Ask.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a question is asked when its asker has wishes. What each preset then sends, byte for byte, is
 * in {@code requests/manner/PRESET.json}; two and four bytes stand for its two pictures.
 */
class MannerTest {

  private static final byte[] FIRST = {(byte) 0xFF, (byte) 0xD8};
  private static final byte[] SECOND = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};

  private static final AnswerSchema SCHEMA =
      new AnswerSchema(
          "gate",
          "{\"type\":\"object\",\"properties\":{\"open\":{\"type\":\"boolean\"},"
              + "\"why\":{\"type\":\"string\"}},\"required\":[\"open\",\"why\"],"
              + "\"additionalProperties\":false}");

  private static final Manner FULL = new Manner("Be brief.", 200, 0.5, "low", Detail.LOW, SCHEMA);

  @ParameterizedTest
  @EnumSource
  void saysEverythingThatThePresetsProviderKnows(Preset preset) throws Exception {
    Ask ask =
        new Ask(
            List.of(Scenes.frame(FIRST), Scenes.frame(SECOND)),
            List.of(new Turn("What has changed?", "A gate is open.")),
            "Which one?",
            FULL,
            Duration.ofSeconds(30));

    assertThat(body(settings(preset.dialect()), ask)).isEqualTo(golden(preset));
  }

  @Test
  void saysNothingOfItsOwnWhereTheAskerHasNoWishes() throws Exception {
    Dialect dialect = extra(Dialect.OPENAI, "{\"temperature\":0.3,\"reasoning_effort\":\"high\"}");

    JsonView sent = sent(dialect, Manner.PROVIDERS_OWN);

    assertThat(sent.text("temperature")).isEqualTo("0.3");
    assertThat(sent.text("reasoning_effort")).isEqualTo("high");
    assertThat(sent.text("messages", 0, "content")).isEqualTo("Answer in one sentence.");
    assertThat(sent.kind("response_format")).isEqualTo(JsonView.Kind.NOTHING);
  }

  @Test
  void goesOverWhatTheProvidersTableHas() throws Exception {
    Dialect dialect =
        extra(
            Dialect.OPENAI,
            "{\"temperature\":0.3,\"reasoning_effort\":\"high\",\"response_format\":{},\"seed\":1}");

    JsonView sent = sent(dialect, FULL);

    assertThat(sent.text("temperature")).isEqualTo("0.5");
    assertThat(sent.text("reasoning_effort")).isEqualTo("low");
    assertThat(sent.text("response_format", "type")).isEqualTo("json_schema");
    assertThat(sent.number("max_completion_tokens")).hasValue(200);
    assertThat(sent.text("messages", 0, "content")).isEqualTo("Be brief.");
    assertThat(sent.number("seed")).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void sendsNoTemperatureWhereNoneIsWanted(Api api) throws Exception {
    Dialect own = api == Api.MESSAGES ? Dialect.ANTHROPIC : Dialect.OPENAI;
    Manner none = new Manner(null, null, Manner.NO_TEMPERATURE, null, null, null);

    assertThat(sent(extra(own, "{\"temperature\":0.3}"), none).kind("temperature"))
        .isEqualTo(JsonView.Kind.NOTHING);
  }

  @Test
  void canTakeTheSystemPromptAway() throws Exception {
    Manner quiet = new Manner("", null, null, null, null, null);

    assertThat(sent(Dialect.OPENAI, quiet).text("messages", 0, "role")).isEqualTo("user");
    assertThat(sent(Dialect.ANTHROPIC, quiet).kind("system")).isEqualTo(JsonView.Kind.NOTHING);
  }

  @Test
  void sendsNoDetailToWhoKnowsNone() throws Exception {
    Dialect ollama = Preset.OLLAMA.dialect();

    assertThat(sent(ollama, FULL).kind("messages", 1, "content", 1, "image_url", "detail"))
        .isEqualTo(JsonView.Kind.NOTHING);
    assertThat(Wording.of(settings(ollama), FULL).terms()).isEqualTo(new Terms(null, 200));
    assertThat(Wording.of(settings(Dialect.OPENAI), FULL).terms())
        .isEqualTo(new Terms(Detail.LOW, 200));
    assertThat(Wording.of(settings(Dialect.OPENAI), Manner.PROVIDERS_OWN).terms())
        .isEqualTo(new Terms(Detail.HIGH, ProviderSettings.DEFAULT_ANSWER_TOKENS));
  }

  @ParameterizedTest
  @CsvSource({"none, ", "minimal, low", "low, low", "xhigh, xhigh"})
  void translatesEffortForAnthropicWhoseScaleBeginsAtLow(String effort, @Nullable String sent)
      throws Exception {
    Manner manner = new Manner(null, null, null, effort, null, null);

    assertThat(sent(Dialect.ANTHROPIC, manner).text("output_config", "effort")).isEqualTo(sent);
    assertThat(sent(Dialect.OPENAI, manner).text("reasoning_effort")).isEqualTo(effort);
  }

  @Test
  void endsAnthropicsTemperatureWhereItsScaleEnds() throws Exception {
    Manner hot = new Manner(null, null, Manner.MAX_TEMPERATURE, null, null, null);

    assertThat(sent(Dialect.ANTHROPIC, hot).text("temperature")).isEqualTo("1.0");
    assertThat(sent(Dialect.OPENAI, hot).text("temperature")).isEqualTo("2.0");
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheSchemaInThePromptWhereNobodyEnforcesIt(Api api) throws Exception {
    Dialect own = api == Api.MESSAGES ? Dialect.ANTHROPIC : Dialect.OPENAI;
    Dialect dialect =
        new Dialect(own.api(), own.tokenLimitField(), own.detail(), own.usageInStream(), true, "");

    JsonView sent = sent(dialect, FULL);

    assertThat(sent.kind("response_format")).isEqualTo(JsonView.Kind.NOTHING);
    assertThat(sent.kind("output_config", "format")).isEqualTo(JsonView.Kind.NOTHING);
    String prompt = api == Api.MESSAGES ? sent.text("system") : sent.text("messages", 0, "content");
    assertThat(prompt)
        .startsWith("Be brief.\n\nAnswer with one JSON value")
        .endsWith(SCHEMA.json());
    Manner schemaAlone = new Manner("", null, null, null, null, SCHEMA);
    assertThat(Wording.of(settings(dialect), schemaAlone).systemPrompt()).startsWith("Answer with");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"boolean\"}}} | true | true",
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"boolean\"}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"enum\":[\"x\",1,null]}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"enum\":[{}]}}} | false | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/$defs/b\"}},\"$defs\":{\"b\":{\"type\":\"string\"}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}} | true | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/$defs/b\"}},\"$defs\":{\"b\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/b\"}}}} | true | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}}} | false | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"array\",\"minItems\":1}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"array\",\"minItems\":2}}} | true | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1}}} | true | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"date\"}}} | true | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"regex\"}}} | true | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":9}}} | false | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"allOf\":[{\"type\":\"string\"}]}}} | false | true",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"not\":{\"type\":\"string\"}}}} | false | false",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":true}} | false | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]} | false | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false} | false | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":true} | false | false",
        "{\"type\":\"object\"} | false | false",
        "{\"anyOf\":[{\"type\":\"string\"}]} | false | false",
        "{\"type\":\"string\"} | false | false",
      })
  void knowsWhatASchemaCanBeHeldTo(String schema, boolean openAi, boolean anthropic) {
    AnswerSchema answer = new AnswerSchema("s", schema);

    assertThat(answer.strict()).isEqualTo(openAi);
    assertThat(answer.fits(Api.MESSAGES)).isEqualTo(anthropic);
  }

  /**
   * What is beyond a provider's subset is a wish, or told in the prompt: never a request refused.
   */
  @ParameterizedTest
  @EnumSource
  void asksEveryPresetForASchemaThatNobodyCanBeHeldTo(Preset preset) throws Exception {
    String loose =
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\"}";

    JsonView sent = sent(preset.dialect(), formed(loose));

    if (preset.dialect().api() == Api.MESSAGES) {
      assertThat(sent.kind("output_config")).isEqualTo(JsonView.Kind.NOTHING);
      assertThat(sent.text("system"))
          .startsWith("Answer in one sentence.\n\nAnswer with one JSON value")
          .endsWith(loose);
    } else {
      assertThat(sent.flag("response_format", "json_schema", "strict")).hasValue(false);
      assertThat(sent.at("response_format", "json_schema", "schema").toString())
          .isEqualTo("{\"type\":\"object\"}");
      assertThat(sent.text("messages", 0, "content")).isEqualTo("Answer in one sentence.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsEveryPresetInThePromptOfAnAnswerThatIsNoObject(Preset preset) throws Exception {
    String list = "{\"type\":\"array\"}";

    JsonView sent = sent(preset.dialect(), formed(list));

    assertThat(sent.kind("response_format")).isEqualTo(JsonView.Kind.NOTHING);
    assertThat(sent.kind("output_config")).isEqualTo(JsonView.Kind.NOTHING);
    assertThat(
            preset.dialect().api() == Api.MESSAGES
                ? sent.text("system")
                : sent.text("messages", 0, "content"))
        .endsWith("follows this JSON Schema, and with nothing else: " + list);
  }

  private static Manner formed(String schema) {
    return new Manner(null, null, null, null, null, new AnswerSchema("answer", schema));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ü", "a.b"})
  void refusesASchemasNameThatProvidersDo(String name) {
    assertThatThrownBy(() -> new AnswerSchema(name, "{}")).hasMessageContaining("a schema's name");
  }

  @Test
  void takesSchemasUpToTheirBounds() {
    String longest = "{\"a\":\"" + "x".repeat(AnswerSchema.MAX_JSON - 8) + "\"}";
    assertThatCode(() -> new AnswerSchema("a".repeat(AnswerSchema.MAX_NAME), longest))
        .doesNotThrowAnyException();

    assertThatThrownBy(() -> new AnswerSchema("a".repeat(AnswerSchema.MAX_NAME + 1), "{}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AnswerSchema("a", longest + " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AnswerSchema("a", "[]")).hasMessageContaining("JSON object");
    assertThatThrownBy(() -> new AnswerSchema("a", "{")).hasMessageContaining("must be JSON");
  }

  @Test
  void takesWishesUpToTheirBounds() {
    String longest = "x".repeat(ProviderSettings.MAX_PROMPT);
    assertThatCode(
            () ->
                new Manner(
                    longest,
                    ProviderSettings.MAX_ANSWER_TOKENS,
                    Manner.MAX_TEMPERATURE,
                    "x".repeat(16),
                    null,
                    null))
        .doesNotThrowAnyException();

    assertRefused(longest + "x", null, null, null, "system prompt");
    assertRefused(null, ProviderSettings.MAX_ANSWER_TOKENS + 1, null, null, "answerTokens");
    assertRefused(null, 0, null, null, "answerTokens");
    assertRefused(null, null, Manner.MAX_TEMPERATURE + 0.01, null, "temperature");
    assertRefused(null, null, -0.01, null, "temperature");
    assertRefused(null, null, null, "x".repeat(17), "effort");
    assertRefused(null, null, null, "", "effort");
    assertRefused(null, null, null, "Low", "effort");
  }

  @Test
  void asksAboutAtLeastOneFrameAndAtMostAHundred() {
    assertThatThrownBy(() -> ask(0)).hasMessageContaining("frames");
    assertThat(ask(Ask.MAX_FRAMES).frames()).hasSize(Ask.MAX_FRAMES);
    assertThatThrownBy(() -> ask(Ask.MAX_FRAMES + 1)).hasMessageContaining("frames");
  }

  private static Ask ask(int frames) {
    return new Ask(
        Collections.nCopies(frames, Scenes.frame(FIRST)),
        List.of(),
        "?",
        Manner.PROVIDERS_OWN,
        Duration.ofSeconds(1));
  }

  private static void assertRefused(
      @Nullable String prompt,
      @Nullable Integer tokens,
      @Nullable Double temperature,
      @Nullable String effort,
      String complaint) {
    assertThatThrownBy(() -> new Manner(prompt, tokens, temperature, effort, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  private static Dialect extra(Dialect dialect, String members) {
    return new Dialect(
        dialect.api(),
        dialect.tokenLimitField(),
        dialect.detail(),
        dialect.usageInStream(),
        dialect.schemaInPrompt(),
        members);
  }

  private static ProviderSettings settings(Dialect dialect) {
    return Scenes.speaking(
        Scenes.settings("https://example.org/v1"), dialect, "Answer in one sentence.");
  }

  private static JsonView sent(Dialect dialect, Manner manner) throws Exception {
    Ask ask = new Ask(List.of(Scenes.frame(FIRST)), List.of(), "?", manner, Duration.ofSeconds(30));
    return Json.parse(body(settings(dialect), ask));
  }

  private static String body(ProviderSettings settings, Ask ask) throws IOException {
    Buffer sink = new Buffer();
    PictureBody body = new PictureBody(RequestText.of(settings, ask), ask.frames());
    body.writeTo(sink);
    assertThat(body.contentLength()).isEqualTo(sink.size());
    return sink.readUtf8();
  }

  private static String golden(Preset preset) throws IOException {
    String name = "requests/manner/" + preset.name().toLowerCase(Locale.ROOT) + ".json";
    try (InputStream file =
        Objects.requireNonNull(MannerTest.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
