package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.Json;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<OpenAiProvider> providers = new ArrayList<>();
  private final HeardAnswer heard = new HeardAnswer();

  @AfterEach
  void closeProviders() {
    providers.forEach(OpenAiProvider::close);
  }

  @Test
  void answersPieceByPieceWithAReceipt() throws Exception {
    server.enqueue(
        stream(ChatStreams.answer("Yes, ", "the gate ", "is open."))
            .addHeader("x-request-id", "req_42")
            .build());

    provider(settings()).ask(Scenes.ask("Is the gate open?"), heard);

    assertThat(heard.answered())
        .isEqualTo(new Answered(false, new Receipt(1117, 9, "some-model-2026", "req_42")));
    assertThat(heard.pieces()).containsExactly("Yes, ", "the gate ", "is open.");
  }

  @Test
  void sendsKeyPictureAndQuestionToThePathOfTheBaseUrl() throws Exception {
    server.enqueue(stream(ChatStreams.answer("Yes")).build());

    provider(settings()).ask(Scenes.ask("Is the gate open?"), heard);
    heard.answered();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + Scenes.KEY);
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("text/event-stream");
    assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    assertThat(request.getHeaders().get("Content-Length"))
        .isEqualTo(Long.toString(request.getBodySize()));
    assertThat(body(request)).contains("Is the gate open?").contains("data:image/jpeg;base64,");
  }

  @Test
  void findsAzureByItsPathQueryAndHeader() throws Exception {
    server.enqueue(stream(ChatStreams.answer("Yes")).build());
    OpenAiSettings azure =
        Scenes.patient(
            OpenAiSettings.defaults("azure", "eye", Scenes.azure(server.url("/").toString())),
            Scenes.SHORT);

    provider(azure).ask(Scenes.ask("Is the gate open?"), heard);
    heard.answered();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget())
        .isEqualTo("/openai/deployments/eye/chat/completions?api-version=2024-10-21");
    assertThat(request.getHeaders().get("api-key")).isEqualTo(Scenes.KEY);
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThat(request.getHeaders().get("X-Title")).isEqualTo("CamRelay");
  }

  @Test
  void sendsNoKeyWhereThereIsNone() throws Exception {
    server.enqueue(stream(ChatStreams.answer("Yes")).build());
    Endpoint local = Endpoint.at(server.url("/v1").toString(), ApiKey.NONE);

    provider(OpenAiSettings.defaults("local", "llava", local)).ask(Scenes.ask("?"), heard);
    heard.answered();

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void answersManyPhotosOverOneConnection() throws Exception {
    OpenAiProvider provider = provider(settings());
    for (int i = 0; i < 50; i++) {
      server.enqueue(stream(ChatStreams.answer("Photo " + i)).build());
      HeardAnswer one = new HeardAnswer();
      provider.ask(Scenes.ask("What is it?"), one);
      one.answered();

      assertThat(one.text()).isEqualTo("Photo " + i);
      RecordedRequest request = server.takeRequest();
      assertThat(request.getConnectionIndex()).isZero();
      assertThat(request.getExchangeIndex()).isEqualTo(i);
    }
  }

  @Test
  void understandsAProviderThatDoesNotStream() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(
                "{\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"message\":"
                    + "{\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}")
            .build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.answered())
        .isEqualTo(new Answered(false, new Receipt(5, 2, "m", "chatcmpl-1")));
    assertThat(heard.pieces()).containsExactly("Yes.");
  }

  @ParameterizedTest
  @CsvSource({"text/html, <html>Log in to the hotel</html>", "text/plain, ''", ", hello"})
  void isNoAnswerWhatIsNeitherStreamNorJson(@Nullable String type, String body) throws Exception {
    MockResponse.Builder response = new MockResponse.Builder().body(body);
    if (type != null) {
      response.addHeader("Content-Type", type);
    }
    server.enqueue(response.build());

    provider(settings()).ask(Scenes.ask("?"), heard);

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

    provider(settings()).ask(Scenes.ask("?"), heard);

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

    provider(settings()).ask(Scenes.ask("?"), heard);

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

    provider(settings()).ask(Scenes.ask("?"), heard);
    heard.failed();

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void followsNoRedirect() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(307).addHeader("Location", server.url("/other")).build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.REJECTED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
    assertThat(heard.failed().detail()).contains("/other").contains("not followed");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void readsAnEndlessErrorOnlySoFar() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(400).body("no! ".repeat(AnswerReading.MAX_ERROR)).build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.REJECTED);
    assertThat(heard.failed().detail()).hasSizeLessThanOrEqualTo(Redaction.MAX_DETAIL);
  }

  @Test
  void cutsAnAnswerAtItsBoundAndHangsUp() throws Exception {
    String many = ChatStreams.words("0123456789").repeat(1_000);
    server.enqueue(stream(many).throttleBody(4_096, 20, TimeUnit.MILLISECONDS).build());

    provider(Scenes.bounded(settings(), 25, 4)).ask(Scenes.ask("?"), heard);

    assertThat(heard.answered().cut()).isTrue();
    assertThat(heard.text()).isEqualTo("0123456789012345678901234".substring(0, 25));
  }

  @Test
  void givesUpOnAStreamThatMakesNoEvent() throws Exception {
    server.enqueue(
        stream("data: " + "x".repeat((int) BoundedBody.MAX_EVENT) + "\n\n" + ChatStreams.DONE)
            .build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(heard.failed().detail()).contains("without an event");
  }

  @Test
  void takesAnyAmountOfEventsThatAreEachWithinTheBound() throws Exception {
    String padding = "{\"choices\":[],\"obfuscation\":\"" + "x".repeat(4_000) + "\"}";
    String stream = ChatStreams.event(padding).repeat(600) + ChatStreams.answer("Yes");
    assertThat((long) stream.length()).isGreaterThan(2 * BoundedBody.MAX_EVENT);
    server.enqueue(stream(stream).build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
  }

  @Test
  void asksMoreThanFiveAtATimeUpToItsPlacesAndRefusesTheRest() throws Exception {
    int places = 12;
    CountDownLatch arrived = new CountDownLatch(places);
    CountDownLatch answer = new CountDownLatch(1);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            arrived.countDown();
            answer.await();
            return stream(ChatStreams.answer("Yes")).build();
          }
        });
    OpenAiProvider provider = provider(Scenes.bounded(settings(), 1_000, places));

    List<HeardAnswer> answers = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      HeardAnswer one = new HeardAnswer();
      answers.add(one);
      provider.ask(Scenes.ask("?"), one);
    }
    assertThat(arrived.await(10, TimeUnit.SECONDS)).as("all ask at the same time").isTrue();
    provider.ask(Scenes.ask("?"), heard);

    Failed refused = heard.failed();
    assertThat(refused.failure()).isEqualTo(Failure.OVERLOADED);
    assertThat(refused.billing()).isEqualTo(Billing.NO);
    assertThat(refused.retryAfter()).isEqualTo(Refusals.WAIT);
    answer.countDown();
    for (HeardAnswer one : answers) {
      one.answered();
    }
    HeardAnswer afterwards = new HeardAnswer();
    provider.ask(Scenes.ask("?"), afterwards);
    afterwards.answered();
  }

  @Test
  void hasAPlaceAgainWhenAListenerHearsOfTheEnd() throws Exception {
    OpenAiProvider provider = provider(Scenes.bounded(settings(), 1_000, 1));
    server.enqueue(stream(ChatStreams.answer("One")).build());
    server.enqueue(stream(ChatStreams.answer("Two")).build());

    provider.ask(
        Scenes.ask("?"),
        new HeardAnswer() {
          @Override
          public void ended(AttemptResult ending) {
            provider.ask(Scenes.ask("?"), heard);
          }
        });

    heard.answered();
    assertThat(heard.text()).isEqualTo("Two");
  }

  @Test
  void endsInOrderWhateverItsListenerThrows() throws Exception {
    server.enqueue(stream(ChatStreams.answer("One", "Two")).build());
    HeardAnswer thrower =
        new HeardAnswer() {
          @Override
          public void text(String piece) {
            super.text(piece);
            throw new IllegalStateException("listener");
          }

          @Override
          public void ended(AttemptResult ending) {
            super.ended(ending);
            throw new IllegalStateException("listener");
          }
        };

    OpenAiProvider provider = provider(settings());
    provider.ask(Scenes.ask("?"), thrower);

    thrower.answered();
    assertThat(thrower.pieces()).containsExactly("One", "Two");
    server.enqueue(stream(ChatStreams.answer("Three")).build());
    provider.ask(Scenes.ask("?"), heard);
    heard.answered();
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
    OpenAiProvider provider = provider(settings());

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

  @Test
  void passesOnEveryCharacterHoweverTheStreamIsTornIntoSegments() throws Exception {
    String words = "é€\uD83D\uDE00\u0000\u2028\"";
    Buffer body = new Buffer().writeUtf8(ChatStreams.answer(words));
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .chunkedBody(body, 1)
            .build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void understandsEveryLineEnd(String lineEnd) throws Exception {
    server.enqueue(
        stream((": life\n\n" + ChatStreams.answer("Yes")).replace("\n", lineEnd)).build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
  }

  @Test
  void understandsDataInSeveralLines() throws Exception {
    String event = "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Yes\"}}]}\n\n";
    server.enqueue(stream(event + ChatStreams.answer("!")).build());

    provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes!");
  }

  @Test
  void sendsAnEscapedQuestionThatReadsBackAsItWas() throws Exception {
    String question = "Is \"this\" a\\b?\n\tTür\u0000 \uD83D\uDE00";
    server.enqueue(stream(ChatStreams.answer("Yes")).build());

    provider(settings()).ask(Scenes.ask(question), heard);
    heard.answered();

    assertThat(Json.parse(body(server.takeRequest())).text("messages", 1, "content", 0, "text"))
        .isEqualTo(question);
  }

  private static String body(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private OpenAiSettings settings() {
    return Scenes.settings(server.url("/v1").toString());
  }

  private OpenAiProvider provider(OpenAiSettings settings) {
    OpenAiProvider provider = new OpenAiProvider(settings, Clock.fixed(NOW, ZoneOffset.UTC));
    providers.add(provider);
    return provider;
  }

  private static MockResponse.Builder stream(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream; charset=utf-8")
        .body(events);
  }
}
