package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.vision.ApiKey;
import io.camrelay.vision.Endpoint;
import io.camrelay.vision.HttpProvider;
import io.camrelay.vision.ProviderSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dispatcher with the real adapter over real sockets. */
class DispatcherWithProviderTest {

  private static final String KEY = "sk-not-a-real-key";

  private static final String END =
      """
      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":1117,"completion_tokens":9}}

      data: [DONE]

      """;

  @StartStop private final MockWebServer server = new MockWebServer();

  private final MemoryStore store = new MemoryStore();
  private final CaptureFeed feed = new CaptureFeed();
  private final Heard heard = new Heard();
  private HttpProvider provider;
  private Dispatcher dispatcher;

  @BeforeEach
  void start() {
    provider = provider(server.url("/v1").toString());
    dispatcher = dispatcher();
    feed.watch(heard);
    dispatcher.start();
  }

  @AfterEach
  void stop() {
    dispatcher.close();
    provider.close();
  }

  @Test
  void anAnswerComesPieceByPieceAndIsKept() throws Exception {
    server.enqueue(stream(words("A cat ") + words("sleeps.") + END));
    CaptureKey key = pressed("Is there a cat?");
    awaitEnd(key);

    assertThat(heard.lines())
        .filteredOn(line -> !line.equals("QUEUED")) // as long as the start is not over
        .containsExactly(
            "ASKING some-model", "text 1@0 A cat ", "text 1@6 sleeps.", "answer 1 A cat sleeps.");
    RecordedRequest request = server.takeRequest();
    assertThat(Objects.requireNonNull(request.getBody()).utf8())
        .contains("Is there a cat?")
        .contains("data:image/jpeg;base64,/9j/2Q==");
    assertThat(end(key, 1).bill().tokens().prompt()).isEqualTo(1117);
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.YES);
  }

  @Test
  void aRateLimitIsWaitedOutAndCostsNothing() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(429)
            .addHeader("Retry-After", "1")
            .body("{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}")
            .build());
    server.enqueue(stream(words("Yes.") + END));
    CaptureKey key = pressed("");
    awaitEnd(key);

    assertThat(answer(key).text()).isEqualTo("Yes.");
    assertThat(heard.lines())
        .anyMatch(line -> line.startsWith("RETRYING in 1000 ms some-model at openai"));
    assertThat(end(key, 1).outcome()).isEqualTo("rate_limited");
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.NO);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void anEmptyAccountEndsTheCaptureAtOnce() {
    server.enqueue(
        new MockResponse.Builder()
            .code(429)
            .body("{\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}")
            .build());
    CaptureKey key = pressed("");
    awaitEnd(key);

    assertThat(failure(key).code()).isEqualTo(Code.PROVIDER_MONEY);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aStreamThatBreaksOffStartsOverOnceAsANewGeneration() {
    server.enqueue(stream(words("A c")));
    server.enqueue(stream(words("A dog.") + END));
    CaptureKey key = pressed("");
    awaitEnd(key);

    assertThat(heard.lines())
        .containsSubsequence("text 1@0 A c", "text 2@0 A dog.", "answer 2 A dog.");
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.YES);
  }

  @Test
  void aStreamThatBreaksOffTwiceIsNotPaidForAThirdTime() {
    server.enqueue(stream(words("A c")));
    server.enqueue(stream(words("A d")));
    CaptureKey key = pressed("");
    awaitEnd(key);

    assertThat(failure(key).hint()).contains("asked 2 times, and each may have cost money");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aStalledProviderIsHungUpWhenTheRelayStops() throws Exception {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    CaptureKey key = pressed("");
    assertThat(server.takeRequest(10, TimeUnit.SECONDS)).isNotNull();
    dispatcher.close();

    assertThat(store.get(key).state()).isEqualTo(CaptureState.ASKING);
    assertThat(heard.ended()).isEmpty();
  }

  private CaptureKey pressed(String question) {
    CaptureKey key = DispatchFixture.key("cam", 1);
    Instant now = Instant.now();
    store.store(DispatchFixture.press(key, question, Urgency.NORMAL, now), null, now);
    dispatcher.stored(key);
    return key;
  }

  /** Until it was told, which is after it was stored. */
  private void awaitEnd(CaptureKey key) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> heard.ended().equals(List.of(key)));
  }

  private Ending.Answer answer(CaptureKey key) {
    return (Ending.Answer) Objects.requireNonNull(store.get(key).ending());
  }

  private Ending.Failure failure(CaptureKey key) {
    return (Ending.Failure) Objects.requireNonNull(store.get(key).ending());
  }

  private Attempt.End end(CaptureKey key, int ordinal) {
    return Objects.requireNonNull(store.get(key).attempts().get(ordinal - 1).end());
  }

  private Dispatcher dispatcher() {
    DispatchSettings settings =
        new DispatchSettings(
            "What is this?",
            Duration.ofSeconds(30),
            4,
            4,
            DispatchSettings.MIN_ANSWER,
            Duration.ZERO);
    return new Dispatcher(
        store,
        store,
        feed,
        AttemptListener.NONE,
        capture -> DispatchFixture.profile(settings),
        model -> Optional.empty(),
        name -> provider,
        (device, profile, now) -> CompletableFuture.completedStage(List.of()),
        settings,
        Clock.systemUTC());
  }

  private static HttpProvider provider(String url) {
    return new HttpProvider(
        ProviderSettings.defaults("openai", "some-model", Endpoint.at(url, new ApiKey(KEY))),
        Clock.systemUTC());
  }

  private static String words(String content) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
  }

  private static MockResponse stream(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .body(events)
        .build();
  }
}
