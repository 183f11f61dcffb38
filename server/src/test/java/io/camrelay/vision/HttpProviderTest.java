package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.Json;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProviderTest {

  @StartStop private final MockWebServer server = new MockWebServer();

  @RegisterExtension private final Workbench bench = new Workbench();

  private final HeardAnswer heard = new HeardAnswer();

  @Test
  void answersPieceByPieceWithAReceipt() throws Exception {
    server.enqueue(
        stream(ChatStreams.answer("Yes, ", "the gate ", "is open."))
            .addHeader("x-request-id", "req_42")
            .build());

    bench.provider(settings()).ask(Scenes.ask("Is the gate open?"), heard);

    assertThat(heard.answered())
        .isEqualTo(new Answered(false, Receipt.of(1117, 9, "some-model-2026", "req_42")));
    assertThat(heard.pieces()).containsExactly("Yes, ", "the gate ", "is open.");
  }

  @Test
  void tellsTheProvidersLimitsBeforeItsAnswer() throws Exception {
    server.enqueue(
        stream(ChatStreams.answer("Yes"))
            .addHeader("x-ratelimit-limit-requests", "500")
            .addHeader("x-ratelimit-remaining-requests", "7")
            .addHeader("x-ratelimit-reset-requests", "12s")
            .build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.limits())
        .isEqualTo(
            new RateLimits(
                new RateLimits.Room(500, 7, Duration.ofSeconds(12)), RateLimits.Room.UNKNOWN));
  }

  @Test
  void tellsTheProvidersLimitsWithItsRefusalToo() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(429)
            .addHeader("anthropic-ratelimit-tokens-limit", "40000")
            .addHeader("anthropic-ratelimit-tokens-remaining", "0")
            .addHeader("anthropic-ratelimit-tokens-reset", "2026-11-23T12:00:46Z")
            .build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.RATE_LIMITED, Billing.NO, "429");
    assertThat(heard.limits())
        .isEqualTo(
            new RateLimits(
                RateLimits.Room.UNKNOWN, new RateLimits.Room(40_000, 0, Duration.ofSeconds(46))));
  }

  @Test
  void sendsKeyPictureAndQuestionToThePathOfTheBaseUrl() throws Exception {
    server.enqueue(stream(ChatStreams.answer("Yes")).build());

    bench.provider(settings()).ask(Scenes.ask("Is the gate open?"), heard);
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
    ProviderSettings azure =
        Scenes.patient(
            ProviderSettings.defaults("azure", "eye", Scenes.azure(server.url("/").toString())),
            Scenes.SHORT);

    bench.provider(azure).ask(Scenes.ask("Is the gate open?"), heard);
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

    bench.provider(ProviderSettings.defaults("local", "llava", local)).ask(Scenes.ask("?"), heard);
    heard.answered();

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void answersManyPhotosOverOneConnection() throws Exception {
    HttpProvider provider = bench.provider(settings());
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

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    assertThat(heard.answered())
        .isEqualTo(new Answered(false, Receipt.of(5, 2, "m", "chatcmpl-1")));
    assertThat(heard.pieces()).containsExactly("Yes.");
  }

  @Test
  void cutsAnAnswerAtItsBoundAndHangsUp() throws Exception {
    String many = ChatStreams.words("0123456789").repeat(1_000);
    server.enqueue(stream(many).throttleBody(4_096, 20, TimeUnit.MILLISECONDS).build());

    bench.provider(Scenes.bounded(settings(), 25, 4)).ask(Scenes.ask("?"), heard);

    assertThat(heard.answered().cut()).isTrue();
    assertThat(heard.text()).isEqualTo("0123456789012345678901234".substring(0, 25));
  }

  @Test
  void takesAnyAmountOfEventsThatAreEachWithinTheBound() throws Exception {
    String padding = "{\"choices\":[],\"obfuscation\":\"" + "x".repeat(4_000) + "\"}";
    String stream = ChatStreams.event(padding).repeat(600) + ChatStreams.answer("Yes");
    assertThat((long) stream.length()).isGreaterThan(2 * BoundedBody.MAX_EVENT);
    server.enqueue(stream(stream).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

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
    HttpProvider provider = bench.provider(Scenes.bounded(settings(), 1_000, places));

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
    HttpProvider provider = bench.provider(Scenes.bounded(settings(), 1_000, 1));
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

    HttpProvider provider = bench.provider(settings());
    provider.ask(Scenes.ask("?"), thrower);

    thrower.answered();
    assertThat(thrower.pieces()).containsExactly("One", "Two");
    server.enqueue(stream(ChatStreams.answer("Three")).build());
    provider.ask(Scenes.ask("?"), heard);
    heard.answered();
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

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void understandsEveryLineEnd(String lineEnd) throws Exception {
    server.enqueue(
        stream((": life\n\n" + ChatStreams.answer("Yes")).replace("\n", lineEnd)).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
  }

  @Test
  void understandsDataInSeveralLines() throws Exception {
    String event = "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Yes\"}}]}\n\n";
    server.enqueue(stream(event + ChatStreams.answer("!")).build());

    bench.provider(settings()).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes!");
  }

  @Test
  void sendsAnEscapedQuestionThatReadsBackAsItWas() throws Exception {
    String question = "Is \"this\" a\\b?\n\tTür\u0000 \uD83D\uDE00";
    server.enqueue(stream(ChatStreams.answer("Yes")).build());

    bench.provider(settings()).ask(Scenes.ask(question), heard);
    heard.answered();

    assertThat(Json.parse(body(server.takeRequest())).text("messages", 1, "content", 0, "text"))
        .isEqualTo(question);
  }

  private static String body(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
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
