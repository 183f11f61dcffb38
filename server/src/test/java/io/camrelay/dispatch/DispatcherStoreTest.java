package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.protocol.Code;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a full disk, a broken one, a crash and a stop do to what is under way. */
class DispatcherStoreTest {

  private final DispatchFixture fixture = new DispatchFixture().start();

  @Test
  void aPaidAnswerIsKeptUntilTheDiskHasSpaceAndIsNotAskedForAgain() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.store.becomeFull();
    fixture.provider.last().says("Yes.").ends();
    fixture.pass(DispatchFixture.DEADLINE.multipliedBy(5));
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);

    fixture.store.haveSpace();
    fixture.pass(Dispatcher.MAX_STORE_PAUSE);

    assertThat(fixture.answer(key).text()).isEqualTo("Yes.");
    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.heard.ended()).containsExactly(key);
  }

  @Test
  void answersThatWaitForTheDiskHoldTheirPlaces() {
    fixture.settings = DispatchFixture.settings(2, 2);
    fixture.start();
    fixture.pressed("cam", 1);
    fixture.pressed("cam", 2);
    fixture.pressed("cam", 3);
    fixture.store.becomeFull();
    fixture.provider.attempts().forEach(attempt -> attempt.says("Yes.").ends());
    fixture.pass(Duration.ofSeconds(20));
    assertThat(fixture.provider.asked()).isEqualTo(2);

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.provider.asked()).isEqualTo(3);
  }

  @Test
  void aRetryThatCannotBeRecordedIsNotMadeUntilItCan() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.store.becomeFull();
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(10));
    assertThat(fixture.provider.asked()).isEqualTo(1);

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.store.get(key).attempts()).hasSize(2);
  }

  @Test
  void theEndOfEachAttemptIsToldOnceAndWhenItIsDurable() {
    fixture.pressed("cam", 1);
    fixture.store.becomeFull();
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(10));
    assertThat(fixture.ends).isEmpty();

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.ends).extracting(Attempt.End::outcome).containsExactly("overloaded");

    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();
    assertThat(fixture.ends)
        .extracting(Attempt.End::outcome)
        .containsExactly("overloaded", Attempt.End.ANSWERED);
  }

  @Test
  void nothingIsAskedThatCannotBeRecordedFirst() {
    fixture.store.becomeFull();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.pass(Duration.ofSeconds(10));
    assertThat(fixture.provider.asked()).isZero();

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aFullDiskIsLeftAloneForAsLongAsItAsks() {
    fixture.store.becomeFull();
    for (int device = 1; device <= 100; device++) {
      fixture.pressed("cam" + device, 1);
    }
    fixture.pass(Duration.ofSeconds(10));

    int tries = 11;
    assertThat(fixture.store.refusals())
        .isBetween(tries - 1, tries * fixture.settings.concurrency());
  }

  @Test
  void aDiskThatIsFullAtTheStartOnlyDelaysIt() {
    CaptureKey key = fixture.keep("cam", 1);
    fixture.store.becomeFull();
    fixture.crashAndStart();
    fixture.pass(Duration.ofSeconds(10));
    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));

    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aBrokenStoreStopsAllAskingAndHangsUp() {
    fixture.pressed("cam", 1);
    fixture.store.die();
    fixture.pass(Duration.ofSeconds(2));
    fixture.pressedBlindly("cam", 2);
    fixture.pass(Duration.ofMinutes(2));

    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.heard.ended()).isEmpty();
  }

  @Test
  void afterACrashTheCaptureIsAskedOnceMoreAndTheFirstAttemptIsMarked() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("A c");
    fixture.time.runAll();
    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(100));

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(firstEnd(key).outcome()).isEqualTo("interrupted");
    assertThat(firstEnd(key).billed()).isEqualTo(Attempt.Billed.MAYBE);

    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();
    assertThat(fixture.heard.lines()).endsWith("text 2@0 A cat.", "answer 2 A cat.");
    assertThat(fixture.store.endings()).isEqualTo(1);
  }

  @Test
  void afterASecondCrashTheCaptureEndsInsteadOfBeingPaidForAThirdTime() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(100));
    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(100));

    assertThat(fixture.provider.asked()).isZero();
    assertThat(fixture.failure(key).code()).isEqualTo(Code.INTERNAL);
    assertThat(fixture.heard.ended()).containsExactly(key);
  }

  @Test
  void aCrashBetweenAttemptsCostsNothing() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO, Duration.ofSeconds(10));
    fixture.time.runAll();
    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(9_999));
    assertThat(fixture.provider.asked()).isZero();
    fixture.pass(Duration.ofMillis(1));

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.store.get(key).attempts()).hasSize(2);
  }

  @Test
  void aCaptureThatWasStoredBeforeALongOutageEndsInAReason() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.pass(Duration.ofSeconds(1));
    fixture.time.setClock(fixture.time.now().plus(Duration.ofHours(3)));
    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(100));

    assertThat(fixture.failure(key).code()).isEqualTo(Code.DEADLINE);
    assertThat(fixture.provider.asked()).isZero();
  }

  @Test
  void aStopLetsWhatIsUnderWayComeToItsEndAndBeginsNothingNew() {
    CaptureKey underWay = fixture.pressed("cam", 1);
    var stopped = fixture.dispatcher.stop().toCompletableFuture();
    fixture.time.runAll();
    CaptureKey late = fixture.pressed("cam", 2);
    assertThat(stopped).isNotDone();

    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();

    assertThat(stopped).isCompleted();
    assertThat(fixture.state(underWay)).isEqualTo(CaptureState.ANSWERED);
    assertThat(fixture.heard.ended()).containsExactly(underWay);
    assertThat(fixture.state(late)).isEqualTo(CaptureState.QUEUED);
  }

  @Test
  void aStopHangsUpAfterItsPatienceAndLeavesTheRestToTheNextStart() {
    CaptureKey key = fixture.pressed("cam", 1);
    var stopped = fixture.dispatcher.stop().toCompletableFuture();
    fixture.pass(DispatchFixture.PATIENCE.minusMillis(1));
    assertThat(stopped).isNotDone();
    fixture.pass(Duration.ofMillis(1));

    assertThat(stopped).isCompleted();
    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
    assertThat(fixture.heard.ended()).isEmpty();

    fixture.crashAndStart();
    fixture.pass(Duration.ofMillis(100));
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void aFailureWhileStoppingWaitsForTheNextStart() {
    CaptureKey key = fixture.pressed("cam", 1);
    var stopped = fixture.dispatcher.stop().toCompletableFuture();
    fixture.time.runAll();
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(5));

    assertThat(stopped).isCompleted();
    assertThat(fixture.state(key)).isEqualTo(CaptureState.QUEUED);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void anAttemptThatIsRecordedTooLateIsNotMadeAndNotMarkedAsBilled() {
    fixture.store.becomeSlow();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.pass(DispatchFixture.DEADLINE.minusSeconds(1));
    fixture.store.becomeFast();
    fixture.pass(Duration.ofSeconds(2));

    assertThat(fixture.provider.asked()).isZero();
    assertThat(fixture.failure(key).code()).isEqualTo(Code.DEADLINE);
    assertThat(firstEnd(key).billed()).isEqualTo(Attempt.Billed.NO);
  }

  @Test
  void anAttemptThatIsRecordedWhileStoppingIsLeftToTheNextStartAndNotMarkedAsBilled() {
    fixture.store.becomeSlow();
    CaptureKey key = fixture.pressed("cam", 1);
    var stopped = fixture.dispatcher.stop().toCompletableFuture();
    fixture.time.runAll();
    fixture.store.becomeFast();
    fixture.time.runAll();

    assertThat(stopped).isCompleted();
    assertThat(fixture.provider.asked()).isZero();
    assertThat(fixture.state(key)).isEqualTo(CaptureState.QUEUED);
    assertThat(firstEnd(key).billed()).isEqualTo(Attempt.Billed.NO);
  }

  @Test
  void anAttemptThatIsRecordedAfterTheDeviceGaveUpIsNotMade() {
    fixture.store.becomeSlow();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.dispatcher.cancelled(key);
    fixture.store.becomeFast();
    assertThat(fixture.store.fail(key, fixture.time.now())).isTrue();
    fixture.time.runAll();

    assertThat(fixture.provider.asked()).isZero();
    assertThat(fixture.failure(key).code()).isEqualTo(Code.CANCELLED);
    assertThat(firstEnd(key).billed()).isEqualTo(Attempt.Billed.NO);
  }

  @Test
  void aDispatcherThatNeverStartedStopsAtOnce() {
    DispatchFixture idle = new DispatchFixture();
    var stopped = idle.dispatcher.stop().toCompletableFuture();
    idle.time.runAll();

    assertThat(stopped).isCompleted();
  }

  private Attempt.End firstEnd(CaptureKey key) {
    return Objects.requireNonNull(fixture.store.get(key).attempts().get(0).end());
  }
}
