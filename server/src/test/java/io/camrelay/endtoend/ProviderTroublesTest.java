package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Attempt.Billed;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.fixtures.Script;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Code;
import io.camrelay.relay.Relay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 4 and 6: whatever a provider does, the camera hears one answer or one reason, and the
 * store says how often the provider was asked and what that may have cost.
 */
class ProviderTroublesTest {

  private static final String TEXT = "Ein Schlüssel – 鍵 🔑 – auf dem Tisch.";
  private static final Script GOOD = Script.answer(TEXT);

  /** One attempt as the store has it: how it ended, and whether it can have cost money. */
  private record Tried(String outcome, Billed billed) {}

  private static final Tried ANSWERED = new Tried("answered", Billed.YES);

  @TempDir private Path folder;

  private FakeProvider provider;
  private Relay relay;
  private CameraFleet fleet;
  private VirtualCamera camera;
  private int presses;

  @BeforeEach
  void start() throws Exception {
    provider = new FakeProvider().always(asked -> GOOD);
    String patience = "[asking]\ndeadline = \"10 s\"\n";
    Path file = TestRelay.configure(folder, provider, 0);
    String toml = Files.readString(file).replace("[asking]\n", patience);
    relay = Relay.start(TestRelay.load(Files.writeString(file, toml)));
    fleet = CameraFleet.start(1);
    CameraSettings settings =
        TestRelay.camera(relay.devices(), "cam", relay.port(), relay.identity().authorityPem())
            .charset(Charset.UTF_8)
            .build();
    camera = fleet.camera(settings, CameraListener.none());
    camera.connect().toCompletableFuture().get(30, SECONDS);
  }

  @AfterEach
  void stop() {
    fleet.close();
    relay.close();
    provider.close();
  }

  @Test
  void givesTheAnswerOfTheSecondAttemptWhereverTheFirstStreamWasCut() throws Exception {
    long whole = wireLength(GOOD);
    for (long at : List.of(0L, 20L, whole / 4, whole / 2, whole * 3 / 4)) {
      provider.next(GOOD.cutAfter(at, false));
      Capture capture = answered(press());
      List<Tried> tried = tried(capture);
      assertThat(tried).as("cut after %d bytes of %d", at, whole).hasSize(2).endsWith(ANSWERED);
      assertThat(tried.get(0).billed()).isIn(Billed.MAYBE, Billed.YES);
    }
  }

  @Test
  void neverPaysForACaptureMoreThanTwice() throws Exception {
    Script cut = GOOD.cutAfter(wireLength(GOOD) / 2, false);
    provider.next(cut, cut);
    Pressed press = press();
    assertThat(failure(press)).isEqualTo(Code.ANSWER_BROKEN);
    Capture capture = stored(press);
    assertThat(tried(capture)).hasSize(2).allMatch(attempt -> attempt.billed() != Billed.NO);
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void bringsEveryCharacterWhereverTheStreamIsTorn() throws Exception {
    for (int bytes : List.of(1, 2, 3, 7)) {
      provider.next(GOOD.torn(bytes));
      assertThat(tried(answered(press()))).containsExactly(ANSWERED);
    }
  }

  @Test
  void doesNotMindEventsWithoutChoices() throws Exception {
    provider.next(Script.emptyChoices(TEXT));
    assertThat(tried(answered(press()))).containsExactly(ANSWERED);
  }

  @Test
  void asksAgainAfterAnErrorInsideAStreamThatBeganWell() throws Exception {
    provider.next(Script.errorInStream(List.of("Ein ", "Schl"), "the model fell over"));
    List<Tried> tried = tried(answered(press()));
    assertThat(tried).hasSize(2).endsWith(ANSWERED);
    assertThat(tried.get(0).billed()).isNotEqualTo(Billed.NO);
  }

  @Test
  void comesBackWhenARateLimitSaysSoAndNoSooner() throws Exception {
    provider.next(Script.rateLimited(Duration.ofSeconds(2)));
    Capture capture = answered(press());
    assertThat(tried(capture)).containsExactly(new Tried("rate_limited", Billed.NO), ANSWERED);
    Instant refused = Objects.requireNonNull(capture.attempts().get(0).end()).at();
    assertThat(capture.attempts().get(1).startedAt()).isAfterOrEqualTo(refused.plusSeconds(2));
  }

  @Test
  void saysAtOnceThatARateLimitLastsLongerThanTheCapturesDeadline() throws Exception {
    provider.next(Script.rateLimited(Duration.ofHours(1)));
    Pressed press = press();
    assertThat(failure(press)).isEqualTo(Code.PROVIDER_BUSY);
    assertThat(tried(stored(press))).containsExactly(new Tried("rate_limited", Billed.NO));
  }

  @Test
  void asksOnceOnAFreshConnectionWhereThePooledOneHasDied() throws Exception {
    provider.next(GOOD.closingIdleAfter(Duration.ZERO));
    answered(press());
    assertThat(tried(answered(press()))).containsExactly(ANSWERED);
    assertThat(provider.asked()).hasSize(2);
    assertThat(provider.connections()).isEqualTo(2);
  }

  @Test
  void endsAtTheDeadlineWhereTheProviderNeverAnswers() throws Exception {
    provider.always(asked -> Script.hang());
    Pressed press = press();
    assertThat(failure(press)).isEqualTo(Code.DEADLINE);
    assertThat(tried(stored(press))).containsExactly(new Tried("timeout", Billed.MAYBE));
  }

  @Test
  void cutsAnAnswerThatHasNoEnd() throws Exception {
    provider.next(Script.answer("word ".repeat(200_000)).neverEnding());
    Pressed press = press();
    Reply.Answered answered = (Reply.Answered) reply(press);
    assertThat(answered.status()).isEqualTo(AnswerStatus.CUT);
    assertThat(answered.text()).startsWith("word word ").hasSizeLessThan(200_000);
    assertThat(tried(stored(press))).containsExactly(ANSWERED);
  }

  @Test
  void givesAReasonWhereNoAnswerIsAnAnswer() throws Exception {
    provider.next(Script.silence());
    assertThat(failure(press())).isEqualTo(Code.ANSWER_EMPTY);
    provider.next(Script.outOfMoney());
    assertThat(failure(press())).isEqualTo(Code.PROVIDER_MONEY);
    provider.next(Script.status(401, "Incorrect API key provided", "invalid_api_key"));
    assertThat(failure(press())).isEqualTo(Code.PROVIDER_KEY);
    assertThat(provider.asked()).as("none is asked again").hasSize(3);
  }

  @Test
  void followsNoRedirectToAnotherHost() throws Exception {
    try (FakeProvider other = new FakeProvider()) {
      provider.always(
          asked ->
              Script.status(307, "over there", null)
                  .header("Location", other.baseUrl() + "/chat/completions"));
      assertThat(reply(press()).answered()).isFalse();
      assertThat(other.connections()).isZero();
    }
  }

  private Pressed press() {
    return camera.press(Jpegs.of(6_000, ++presses), "Was ist das?");
  }

  private static Reply reply(Pressed press) throws Exception {
    return press.reply().toCompletableFuture().get(30, SECONDS);
  }

  private Capture answered(Pressed press) throws Exception {
    Reply reply = reply(press);
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    assertThat(((Reply.Answered) reply).text()).isEqualTo(TEXT);
    return stored(press);
  }

  private static Code failure(Pressed press) throws Exception {
    Reply reply = reply(press);
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    return ((Reply.Failed) reply).code();
  }

  private Capture stored(Pressed press) throws Exception {
    CaptureId id = reply(press).capture();
    return relay
        .captures()
        .find(new CaptureKey("cam", id))
        .toCompletableFuture()
        .get(30, SECONDS)
        .orElseThrow();
  }

  private static List<Tried> tried(Capture capture) {
    return capture.attempts().stream()
        .map(Attempt::end)
        .map(Objects::requireNonNull)
        .map(end -> new Tried(end.outcome(), end.billed()))
        .toList();
  }

  /** About what a script is on the wire: its events, and the frame of HTTP around them. */
  private static long wireLength(Script script) {
    return script.portions().stream()
        .mapToLong(portion -> portion.getBytes(StandardCharsets.UTF_8).length + 6)
        .sum();
  }
}
