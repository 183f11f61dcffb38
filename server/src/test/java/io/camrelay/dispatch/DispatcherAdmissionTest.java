package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.device.ProfileKey;
import io.camrelay.protocol.Urgency;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Who is asked next, and how many at a time. */
class DispatcherAdmissionTest {

  private final DispatchFixture fixture = new DispatchFixture();

  @Test
  void asksAsManyAtATimeAsItMayAndTheNextWhenOneEnds() {
    fixture.settings = DispatchFixture.settings(3, 10);
    fixture.start();
    for (int device = 1; device <= 4; device++) {
      fixture.pressed("cam" + device, 1);
    }

    assertThat(fixture.provider.asked()).isEqualTo(3);
    assertThat(fixture.heard.lines()).endsWith("QUEUED");

    fixture.provider.attempts().get(0).says("Yes.").ends();
    fixture.time.runAll();
    assertThat(fixture.provider.asked()).isEqualTo(4);
  }

  @Test
  void aProviderIsAskedAsMuchAtATimeAsItMayAndNoMore() {
    fixture.settings = DispatchFixture.settings(10, 2);
    fixture.start();
    for (int device = 1; device <= 4; device++) {
      fixture.pressed("cam" + device, 1);
    }
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.provider.asked()).isEqualTo(2);

    fixture.provider.attempts().get(0).says("Yes.").ends();
    fixture.time.runAll();
    assertThat(fixture.provider.asked()).isEqualTo(3);
    fixture.provider.attempts().get(1).fails(Failure.REFUSED, Billing.YES);
    fixture.time.runAll();
    assertThat(fixture.provider.asked()).isEqualTo(4);
  }

  @Test
  void aFullProviderDoesNotKeepAnotherFromBeingAsked() {
    ScriptedProvider other = new ScriptedProvider("ollama");
    ScriptedProvider full = fixture.provider;
    fixture.settings = DispatchFixture.settings(10, 1);
    fixture.providers = name -> name.equals("ollama") ? other : full;
    fixture.profiles =
        capture ->
            DispatchFixture.profile(
                fixture.settings,
                capture.key().device().equals("local")
                    ? Map.of(ProfileKey.CHAIN, "ollama")
                    : Map.of());
    fixture.start();
    fixture.pressed("cam1", 1);
    fixture.pressed("cam2", 1);
    fixture.pressed("local", 1);

    assertThat(full.asked()).isEqualTo(1);
    assertThat(other.asked()).isEqualTo(1);
  }

  @Test
  void aProviderThatDoesNotReturnKeepsItsPlaceAfterTheCaptureHasEnded() {
    Queue<Runnable> calls = new ArrayDeque<>();
    fixture.starters = calls::add;
    fixture.settings = DispatchFixture.settings(1, 1);
    fixture.start();
    CaptureKey stuck = fixture.pressed("cam", 1);
    fixture.cancel(stuck);
    CaptureKey next = fixture.pressed("cam", 2);

    assertThat(fixture.store.get(stuck).attempts()).allMatch(attempt -> attempt.end() != null);
    assertThat(fixture.state(next)).isEqualTo(CaptureState.QUEUED);

    calls.remove().run();
    fixture.time.runAll();
    assertThat(fixture.state(next)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aGreedyDeviceDoesNotStarveAnotherThatCameAfterIt() {
    fixture.settings = DispatchFixture.settings(1, 1);
    for (int number = 1; number <= 2_000; number++) {
      fixture.keep("greedy", number);
    }
    CaptureKey modest = fixture.keep("modest", 1);
    fixture.start();
    fixture.pass(Duration.ofMillis(100));

    assertThat(fixture.state(DispatchFixture.key("greedy", 1))).isEqualTo(CaptureState.ASKING);
    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();

    assertThat(fixture.state(modest)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aBacklogIsWorkedOffWithoutWaitingForHintsOrPolls() {
    fixture.settings = DispatchFixture.settings(4, 4);
    for (int number = 1; number <= 5 * Waiting.PER_DEVICE; number++) {
      fixture.keep("cam", number);
    }
    fixture.start();
    int answered = 0;
    while (answered < fixture.provider.asked()) {
      fixture.provider.attempts().get(answered++).says("Yes.").ends();
      fixture.pass(PollTimer.MIN_GAP);
    }

    assertThat(answered).isEqualTo(5 * Waiting.PER_DEVICE);
    assertThat(fixture.heard.ended()).hasSize(answered);
  }

  @Test
  void urgentCapturesOfADeviceGoFirst() {
    fixture.settings = DispatchFixture.settings(1, 1);
    fixture.keep("cam", 1);
    fixture.pass(Duration.ofMillis(1));
    CaptureKey urgent = fixture.keep("cam", 2, "", Urgency.HIGH, null);
    fixture.start();
    fixture.pass(Duration.ofMillis(100));

    assertThat(fixture.state(urgent)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aLostHintCostsOnePoll() {
    fixture.start();
    fixture.pass(Duration.ofSeconds(3));
    CaptureKey key = fixture.keep("cam", 1);
    fixture.pass(PollTimer.INTERVAL);

    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aHintThatComesTwiceAsksOnce() {
    fixture.start();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.dispatcher.stored(key);
    fixture.provider.last().says("Yes.").ends();
    fixture.dispatcher.stored(key);
    fixture.pass(Duration.ofSeconds(5));

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.heard.ended()).containsExactly(key);
  }

  @Test
  void aHintForACaptureThatWaitsForItsTimeDoesNotAskItEarly() {
    fixture.start();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO, Duration.ofSeconds(20));
    fixture.time.runAll();
    fixture.dispatcher.stored(key);
    fixture.pass(Duration.ofSeconds(19));

    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void aHintForAnUnknownCaptureDoesNothing() {
    fixture.start();
    fixture.dispatcher.stored(DispatchFixture.key("cam", 99));
    fixture.dispatcher.cancelled(DispatchFixture.key("cam", 98));
    fixture.pass(Duration.ofSeconds(5));
    fixture.pressed("cam", 1);

    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackPutsNoRetryOff() {
    fixture.start();
    fixture.pressed("cam", 1);
    fixture.time.setClock(fixture.time.now().minus(Duration.ofHours(1)));
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(2));

    assertThat(fixture.provider.asked()).isEqualTo(2);
  }
}
