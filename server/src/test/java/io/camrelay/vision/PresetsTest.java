package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.relay.RelayConfig;
import io.camrelay.vision.Ask.Turn;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each preset against a server that answers as its provider's documents say, errors included. What
 * was sent is compared with golden files, {@code requests/PRESET.http}.
 */
class PresetsTest {

  private static final String KEY = "sk-canary-7f3a9c51e2";

  /** Ten bytes of a JPEG stand for a picture, so that golden files can be read. */
  private static final byte[] FRAME = {
    (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFE, 0, 2, (byte) 0xFF, (byte) 0xD9
  };

  @TempDir private Path folder;

  @StartStop private final MockWebServer server = new MockWebServer();

  @ParameterizedTest
  @EnumSource
  void sendsWhatItsProviderWants(Preset preset) throws Exception {
    server.enqueue(stream(preset));
    ask(preset, List.of(new Turn("Is the gate open?", "Yes, wide.")), "And the door?");

    assertThat(sent(server.takeRequest())).isEqualTo(resource("requests", preset, "http"));
  }

  @ParameterizedTest
  @EnumSource
  void understandsItsProvidersStream(Preset preset) throws Exception {
    server.enqueue(stream(preset));
    HeardAnswer heard = ask(preset, List.of(), "Is the gate open?");

    assertThat(heard.result()).isInstanceOf(Answered.class);
    assertThat(heard.text()).isEqualTo("The gate is open.");
    Receipt receipt = heard.result().receipt();
    assertThat(receipt.promptTokens()).isEqualTo(1117);
    assertThat(receipt.answerTokens()).isEqualTo(6);
    assertThat(receipt.model()).isEqualTo("the-snapshot-that-answered");
    assertThat(receipt.requestId()).isEqualTo("req-1");
  }

  /** Wherever a stream breaks off, what came is no whole answer, and may have been billed. */
  @ParameterizedTest
  @EnumSource
  void takesNoBrokenStreamForAnAnswer(Preset preset) throws Exception {
    String whole = resource("streams", preset, "txt");
    String cut = whole.substring(0, whole.indexOf("is open"));
    server.enqueue(answer(200, "text/event-stream", cut));

    Failed failed = (Failed) ask(preset, List.of(), "Is the gate open?").result();
    assertThat(failed.failure()).isEqualTo(Failure.BROKEN);
    assertThat(failed.billing()).isEqualTo(Billing.YES);
  }

  @ParameterizedTest(name = "{0} {1} {4}")
  @CsvFileSource(
      resources = "provider-errors.csv",
      numLinesToSkip = 1,
      delimiter = '|',
      quoteCharacter = '`')
  void understandsItsProvidersErrors(
      Preset preset,
      int status,
      Failure failure,
      Billing billing,
      String body,
      @Nullable Long retryMillis,
      @Nullable String header)
      throws Exception {
    MockResponse.Builder response =
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", status == 200 ? "text/event-stream" : "application/json")
            .body(body.replace("\\n", "\n"));
    if (header != null) {
      response.setHeader(
          header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1));
    }
    server.enqueue(response.build());

    Failed failed = (Failed) ask(preset, List.of(), "Is the gate open?").result();

    assertThat(failed.failure()).as("%s", failed).isEqualTo(failure);
    assertThat(failed.billing()).as("%s", failed).isEqualTo(billing);
    assertThat(failed.retryAfter())
        .isEqualTo(retryMillis == null ? null : Duration.ofMillis(retryMillis));
    assertThat(failed.detail()).doesNotContain(KEY);
  }

  @Test
  void aPresetsValuesCanBeOverridden() throws Exception {
    Path file =
        write(
            """
            [provider.mine]
            preset = "anthropic"
            model = "m"
            key_env = "THE_KEY"
            base_url = "http://localhost:1/v2"
            path = "/talk"
            key_header = "x-other"
            key_prefix = "Key "
            token_limit_field = "limit"
            extra_body = '{"temperature": 0}'
            silence_timeout = "7s"
            [provider.mine.headers]
            anthropic-version = "2030-01-01"
            x-more = "1"
            """);
    ProviderSettings settings =
        Objects.requireNonNull(
            RelayConfig.load(file, Map.of("THE_KEY", KEY)).providers().get("mine"));

    assertThat(settings.endpoint().url()).hasToString("http://localhost:1/v2/talk");
    assertThat(settings.endpoint().credentials().toMultimap())
        .containsEntry("x-other", List.of("Key " + KEY))
        .containsEntry("anthropic-version", List.of("2030-01-01"))
        .containsEntry("x-more", List.of("1"));
    assertThat(settings.dialect().api()).isEqualTo(Api.MESSAGES);
    assertThat(settings.dialect().tokenLimitField()).isEqualTo("limit");
    assertThat(settings.patience().silence()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.patience().headers()).isEqualTo(Patience.defaults().headers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azure | key_env = \"THE_KEY\" | provider.mine.base_url: it is missing: with this preset it"
            + " looks like https://NAME.openai.azure.com/openai/v1",
        "azure-legacy | key_env = \"THE_KEY\" | looks like"
            + " https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT",
        "openai | | provider.mine.preset: nobody is answered there without a key: set key_env or"
            + " key_file",
        "anthropic | detail = \"low\" | Anthropic's Messages know no detail; leave it out",
        "frob | | provider.mine.preset must be one of anthropic, azure, azure-legacy, gemini,"
            + " llama-cpp, ollama, openai, openrouter, vllm, not \"frob\"",
      })
  void whatIsMissingIsTold(String preset, @Nullable String line, String said) throws Exception {
    Path file =
        write(
            "[provider.mine]\nmodel = \"m\"\npreset = \"%s\"\n%s\n"
                .formatted(preset, line == null ? "" : line));

    assertThatThrownBy(() -> RelayConfig.load(file, Map.of("THE_KEY", KEY)))
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @EnumSource(names = {"OLLAMA", "LLAMA_CPP", "VLLM"})
  void aLocalModelNeedsNoKeyAndHasTimeToLoad(Preset preset) throws Exception {
    Path file =
        write(
            "[provider.mine]\nmodel = \"m\"\npreset = \"%s\"\n"
                .formatted(preset.name().toLowerCase(Locale.ROOT)));
    ProviderSettings settings =
        Objects.requireNonNull(RelayConfig.load(file, Map.of()).providers().get("mine"));

    assertThat(settings.endpoint().key().isEmpty()).isTrue();
    assertThat(settings.patience().headers()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.endpoint().url().host()).isEqualTo("127.0.0.1");
  }

  private HeardAnswer ask(Preset preset, List<Turn> earlier, String question) throws Exception {
    String azure = preset == Preset.AZURE_LEGACY ? "/openai/deployments/eye" : "/v1";
    String key = preset.wantsKey() ? "key_env = \"THE_KEY\"" : "";
    Path file =
        write(
            """
            [provider.mine]
            preset = "%s"
            model = "the-model"
            base_url = "%s"
            system_prompt = "Answer in one sentence."
            %s
            """
                .formatted(
                    preset.name().toLowerCase(Locale.ROOT), server.url(azure).toString(), key));
    ProviderSettings settings =
        Objects.requireNonNull(
            RelayConfig.load(file, Map.of("THE_KEY", KEY)).providers().get("mine"));
    HeardAnswer heard = new HeardAnswer();
    try (HttpProvider provider =
        new HttpProvider(settings, Clock.fixed(Workbench.NOW, ZoneOffset.UTC))) {
      provider.ask(
          new Ask(
              List.of(Scenes.frame(FRAME)),
              earlier,
              question,
              Manner.PROVIDERS_OWN,
              Duration.ofSeconds(20)),
          heard);
      heard.result();
    }
    return heard;
  }

  private Path write(String toml) throws IOException {
    return Files.writeString(folder.resolve("camrelay.toml"), toml);
  }

  private static MockResponse stream(Preset preset) throws IOException {
    return answer(200, "text/event-stream; charset=utf-8", resource("streams", preset, "txt"));
  }

  private static MockResponse answer(int status, String type, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", type)
        .setHeader("x-request-id", "req-1")
        .body(body)
        .build();
  }

  /** The request as a golden file has it: without what says where and how long. */
  private static String sent(RecordedRequest request) {
    Map<String, String> headers = new TreeMap<>();
    request
        .getHeaders()
        .forEach(
            header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
    headers.keySet().removeAll(List.of("host", "content-length", "connection", "user-agent"));
    StringBuilder text = new StringBuilder();
    text.append(request.getMethod()).append(' ').append(request.getTarget()).append('\n');
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    text.append('\n').append(Objects.requireNonNull(request.getBody()).utf8()).append('\n');
    return text.toString();
  }

  private static String resource(String kind, Preset preset, String ending) throws IOException {
    String name = kind + "/" + preset.name().toLowerCase(Locale.ROOT) + "." + ending;
    try (InputStream file =
        Objects.requireNonNull(PresetsTest.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
