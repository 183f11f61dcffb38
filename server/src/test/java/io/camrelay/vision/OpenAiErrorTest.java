package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Billing;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider can say instead of an answer. */
class OpenAiErrorTest {

  @StartStop private final MockWebServer server = new MockWebServer();

  @RegisterExtension private final Workbench bench = new Workbench();

  private final HeardAnswer heard = new HeardAnswer();

  @ParameterizedTest
  @CsvSource({"text/html, <html>Log in to the hotel</html>", "text/plain, ''", ", hello"})
  void isNoAnswerWhatIsNeitherStreamNorJson(@Nullable String type, String body) throws Exception {
    MockResponse.Builder response = new MockResponse.Builder().body(body);
    if (type != null) {
      response.addHeader("Content-Type", type);
    }
    server.enqueue(response.build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(heard.failed().detail()).contains("is the base URL right?");
  }

  @Test
  void failsByAnErrorInsideAStreamOf200() throws Exception {
    server.enqueue(
        stream(
                ": OPENROUTER PROCESSING\n\n"
                    + ChatStreams.words("The ")
                    + ChatStreams.event("{\"error\":{\"code\":502,\"message\":\"gone\"}}")
                    + ChatStreams.DONE)
            .build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(heard.failed().billing()).isEqualTo(Billing.YES);
    assertThat(heard.text()).isEqualTo("The ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After: 7 | PT7S",
        "Retry-After: 0.5 | PT0.5S",
        "retry-after-ms: 250 | PT0.25S",
        "Retry-After: Mon, 23 Nov 2026 12:01:30 GMT | PT1M30S",
        "Retry-After: soon | ",
        "X-Nothing: 1 | "
      })
  void handsOnHowLongARateLimitLasts(String header, @Nullable Duration wait) throws Exception {
    server.enqueue(new MockResponse.Builder().code(429).addHeader(header).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.RATE_LIMITED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
    assertThat(heard.failed().retryAfter()).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 503})
  void neverAsksAgainByItself(int status) throws Exception {
    for (int i = 0; i < 2; i++) {
      server.enqueue(new MockResponse.Builder().code(status).addHeader("Retry-After", "0").build());
    }

    bench.provider(settings()).ask(Scenes.ask("?"), heard);
    heard.failed();

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void followsNoRedirect() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(307).addHeader("Location", server.url("/other")).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.REJECTED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
    assertThat(heard.failed().detail()).contains("/other").contains("not followed");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void readsAnEndlessErrorOnlySoFar() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(400).body("no! ".repeat(AnswerReading.MAX_ERROR)).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.REJECTED);
    assertThat(heard.failed().detail()).hasSizeLessThanOrEqualTo(Redaction.MAX_DETAIL);
  }

  @Test
  void givesUpOnAStreamThatMakesNoEvent() throws Exception {
    server.enqueue(
        stream("data: " + "x".repeat((int) BoundedBody.MAX_EVENT) + "\n\n" + ChatStreams.DONE)
            .build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(heard.failed().detail()).contains("without an event");
  }

  @Test
  void showsItsKeyNowhereEvenIfTheProviderEchoesIt() throws Exception {
    String key = Scenes.KEY;
    List<MockResponse> echoes =
        List.of(
            new MockResponse.Builder()
                .code(401)
                .addHeader("x-request-id", key)
                .body(
                    "{\"error\":{\"message\":\"bad key %s\",\"code\":\"%s\"}}".formatted(key, key))
                .build(),
            new MockResponse.Builder().code(500).body("<html>" + key + "</html>").build(),
            new MockResponse.Builder().code(302).addHeader("Location", "/?k=" + key).build(),
            stream(ChatStreams.event("not json: " + key)).build(),
            stream(ChatStreams.event("{\"error\":\"" + key + "\"}")).build(),
            stream(
                    ChatStreams.event(
                        "{\"id\":\"%s\",\"model\":\"%s\",\"choices\":[{\"delta\":"
                                .formatted(key, key)
                            + "{\"content\":\"Yes\"},\"finish_reason\":\"stop\"}]}"))
                .build());
    HttpProvider provider = bench.provider(settings());

    try (LogWatch logs = new LogWatch()) {
      for (MockResponse echo : echoes) {
        server.enqueue(echo);
        HeardAnswer one = new HeardAnswer();
        provider.ask(Scenes.ask("?"), one);

        assertThat(one.result().toString()).doesNotContain(key);
      }
      assertThat(logs.text()).contains("attempt ended").contains("***").doesNotContain(key);
    }
    assertThat(settings().toString()).contains("***").doesNotContain(key);
  }

  private ProviderSettings settings() {
    return Scenes.settings(server.url("/v1").toString());
  }

  private static MockResponse.Builder stream(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream; charset=utf-8")
        .body(events);
  }
}
