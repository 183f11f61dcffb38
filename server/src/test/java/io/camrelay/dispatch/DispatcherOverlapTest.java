package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Press;
import io.camrelay.device.ProfileKey;
import io.camrelay.picture.FrameAbandoned;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.BudgetVerdict.Why;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Pace;
import io.camrelay.vision.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that are begun while their frames still arrive. */
class DispatcherOverlapTest {

  private static final byte[] BYTES = new byte[500];

  private final DispatchFixture fixture = new DispatchFixture();
  private final Map<ProfileKey, String> profile = new EnumMap<>(ProfileKey.class);

  DispatcherOverlapTest() {
    fixture.provider.terms = new Terms(null, 300);
    fixture.profiles = capture -> DispatchFixture.profile(fixture.settings, profile);
    fixture.store.showing(BYTES);
    fixture.settings = DispatchFixture.settings(100, 100);
    fixture.start();
  }

  @Test
  void theRequestBegunWithTheFirstByteBecomesTheAttempt() throws Exception {
    arriving("cam", 1).bytes(BYTES, 0, BYTES.length);
    assertThat(fixture.provider.asked()).as("before it is stored").isEqualTo(1);
    InputStream out = reader(0);
    assertThat(out.readNBytes(BYTES.length - IncomingFrame.HELD_BACK))
        .hasSize(BYTES.length - IncomingFrame.HELD_BACK);

    CaptureKey key = fixture.pressed("cam", 1);
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
    assertThat(out.readAllBytes()).as("what was held back").hasSize(IncomingFrame.HELD_BACK);
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();

    assertThat(fixture.answer(key).text()).isEqualTo("A cat.");
    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.store.get(key).attempts()).hasSize(1);
    assertThat(fixture.store.get(key).attempts().get(0).beginning().overlapped()).isTrue();
  }

  @Test
  void itsFailureIsHandledAsAnyOther() {
    arriving("cam", 1);
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(2));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.store.get(key).attempts())
        .extracting(attempt -> attempt.beginning().overlapped())
        .containsExactly(true, false);
  }

  @Test
  void aFrameThatIsBrokenOffIsNeverWholeAndTheNextUploadIsAskedAnew() {
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    arrival.brokenOff("bad CRC");
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);
    fixture.provider.last().fails(Failure.CANCELLED, Billing.NO);
    fixture.time.runAll();

    CaptureKey key = fixture.pressed("cam", 1);
    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.store.get(key).attempts())
        .extracting(attempt -> attempt.beginning().overlapped())
        .containsExactly(false);
  }

  @Test
  void aFrameThatIsBrokenOffAsItIsStoredIsAskedFromTheStore() {
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    // The link is lost, the store is as far, and the provider's thread has not noticed yet.
    arrival.brokenOff("the connection was lost");
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.provider.attempts().get(0).hungUp()).isTrue();
    assertThat(fixture.provider.asked()).isEqualTo(2);
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();
    assertThat(fixture.answer(key).text()).isEqualTo("A cat.");
    assertThat(fixture.store.get(key).attempts()).hasSize(1);
  }

  @Test
  void whereTheStoreCannotRecordItNothingIsLetOutAndItsPlaceIsGivenBackOnce() {
    fixture.provider.pace = new Pace(1, 0);
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    CaptureKey key = fixture.keep("cam", 1);
    fixture.store.becomeFull();
    fixture.dispatcher.stored(key);
    fixture.time.runAll();
    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
    assertThat(fixture.provider.asked()).isEqualTo(2);
    // A place that was given back twice would let a second one in.
    CaptureKey other = fixture.pressed("other", 1);
    assertThat(fixture.state(other)).isEqualTo(CaptureState.QUEUED);
    assertThat(fixture.provider.asked()).isEqualTo(2);
  }

  @Test
  void anUploadThatBeginsAnewHasOneRequest() {
    arriving("cam", 1);
    arriving("cam", 1);

    assertThat(fixture.provider.attempts())
        .extracting(ScriptedProvider.Attempted::hungUp)
        .containsExactly(true, false);
    fixture.pressed("cam", 1);
    assertThat(fixture.provider.asked()).isEqualTo(2);
  }

  @Test
  void whatWasBegunIsGivenUpWhereSomethingElseIsAskedByThen() {
    arriving("cam", 1);
    profile.put(ProfileKey.QUESTION, "How many cats are there?");
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.provider.attempts().get(0).hungUp()).isTrue();
    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.provider.last().ask().question()).contains("How many cats");
    assertThat(fixture.store.get(key).attempts().get(0).beginning().overlapped()).isFalse();
  }

  @Test
  void whatFailsBeforeItWasWholeIsAskedFromTheStore() {
    arriving("cam", 1);
    fixture.provider.last().fails(Failure.UNREACHABLE, Billing.NO);
    fixture.time.runAll();
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.store.get(key).attempts()).as("never complete, never an attempt").hasSize(1);
  }

  @Test
  void aModelThatAnswersBeforeItHasThePictureIsNotBelieved() {
    arriving("cam", 1);
    fixture.provider.last().says("I see a dog.");
    fixture.time.runAll();

    assertThat(fixture.provider.last().hungUp()).isTrue();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();
    assertThat(fixture.answer(key).text()).isEqualTo("A cat.");
  }

  @Test
  void aPictureThatIsRefusedIsNotAsked() {
    profile.put(ProfileKey.GATE_DAMAGED, "refuse");
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.failure(key).code()).isEqualTo(Code.PICTURE_UNFIT);
    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);
  }

  @Test
  void oneThatWasCancelledMeanwhileIsNotAsked() {
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    CaptureKey key = fixture.keep("cam", 1);
    fixture.cancel(key);
    fixture.dispatcher.stored(key);
    fixture.time.runAll();

    assertThat(fixture.store.get(key).attempts()).isEmpty();
    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);
  }

  @Test
  void isNotBegunWhereThePictureMayGoOutOtherwise() {
    profile.put(ProfileKey.OVERLAP, "false");
    arriving("off", 1);
    profile.remove(ProfileKey.OVERLAP);
    profile.put(ProfileKey.PREPARE, "fit");
    arriving("fitted", 1);
    profile.remove(ProfileKey.PREPARE);
    profile.put(ProfileKey.CHEAPER_CHAIN, "cheap");
    arriving("cheap", 1);
    profile.remove(ProfileKey.CHEAPER_CHAIN);
    assertThat(fixture.provider.asked()).isZero();

    arriving("cam", 1);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void isNotBegunWithAProviderThatCostsNothing() {
    fixture.provider.terms = new Terms(null, 0);
    arriving("cam", 1);
    assertThat(fixture.provider.asked()).isZero();
  }

  @Test
  void isNotBegunForSeveralFrames() {
    Press two =
        new Press(
            DispatchFixture.key("cam", 1),
            2,
            fixture.time.now(),
            Trigger.TOUCH,
            Urgency.NORMAL,
            "",
            FlightRecord.UNKNOWN);
    assertThat(arriving(two, BYTES.length)).isSameAs(Arrival.IGNORED);
    assertThat(fixture.provider.asked()).isZero();
  }

  @Test
  void aFrameIsBegunUpToItsLimitAndNotBeyond() {
    arriving(press("large", 1), IncomingFrame.MAX_BYTES);
    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(arriving(press("larger", 1), IncomingFrame.MAX_BYTES + 1L))
        .isSameAs(Arrival.IGNORED);
    assertThat(arriving(press("nothing", 1), 0)).isSameAs(Arrival.IGNORED);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void asManyAreBegunAsTheLimitSaysAndOneMoreWhenOneIsOver() {
    List<Arrival> arrivals = new ArrayList<>();
    for (int device = 1; device <= Overtures.MOST; device++) {
      arrivals.add(arriving("cam" + device, 1));
    }
    assertThat(fixture.provider.asked()).isEqualTo(Overtures.MOST);
    assertThat(arriving("further", 1)).isSameAs(Arrival.IGNORED);
    assertThat(fixture.provider.asked()).isEqualTo(Overtures.MOST);

    arrivals.get(0).brokenOff("the connection was lost");
    fixture.provider.attempts().get(0).fails(Failure.CANCELLED, Billing.NO);
    fixture.time.runAll();
    arriving("later", 1);
    assertThat(fixture.provider.asked()).isEqualTo(Overtures.MOST + 1);
  }

  @Test
  void aDeviceWhoseRequestCameToNothingIsAskedFromTheStoreForAWhile() {
    wasteOne("cam", 1);
    arriving("other", 1);
    assertThat(fixture.provider.asked()).as("others notice nothing").isEqualTo(2);

    fixture.pass(Overtures.COOL_OFF.minusMillis(1));
    arriving("cam", 2);
    assertThat(fixture.provider.asked()).isEqualTo(2);
    fixture.pass(Duration.ofMillis(1));
    arriving("cam", 3);
    assertThat(fixture.provider.asked()).isEqualTo(3);
  }

  @Test
  void asManyDevicesAreRememberedAsTheLimitSays() {
    for (int device = 0; device <= Overtures.REMEMBERED; device++) {
      wasteOne("cam" + device, 1);
    }
    int before = fixture.provider.asked();
    arriving("cam1", 2);
    assertThat(fixture.provider.asked()).as("the second of them").isEqualTo(before);
    arriving("cam0", 2);
    assertThat(fixture.provider.asked()).as("the first was forgotten").isEqualTo(before + 1);
  }

  @Test
  void aFrameThatTakesTooLongToComeGivesItsPlaceBack() {
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, 1);
    fixture.pass(Overture.LONGEST.minusMillis(1));
    assertThat(fixture.provider.last().hungUp()).isFalse();
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.provider.last().hungUp()).isTrue();
  }

  @Test
  void itsTimeIsCountedFromWhenTheFrameWasStored() {
    arriving("cam", 1);
    fixture.pass(Duration.ofSeconds(20));
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.pass(DispatchFixture.DEADLINE.plus(LiveAttempt.GRACE).minusMillis(1));
    assertThat(fixture.state(key)).isEqualTo(CaptureState.ASKING);
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.failure(key).code()).isEqualTo(Code.DEADLINE);
    assertThat(fixture.provider.last().hungUp()).isTrue();
  }

  @Test
  void oneThatIsAnAttemptIsLetFinishWhereTheRelayStops() {
    arriving("cam", 1);
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.dispatcher.stop();
    fixture.time.runAll();
    assertThat(fixture.provider.last().hungUp()).isFalse();
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();
    assertThat(fixture.answer(key).text()).isEqualTo("A cat.");
  }

  @Test
  void theProvidersOwnPlacesHoldForItToo() {
    fixture.provider.pace = new Pace(1, 0);
    arriving("one", 1);
    arriving("two", 1);
    assertThat(fixture.provider.asked()).isEqualTo(1);

    // The second waits for the place of the first.
    CaptureKey second = fixture.pressed("two", 1);
    assertThat(fixture.state(second)).isEqualTo(CaptureState.QUEUED);
    CaptureKey first = fixture.pressed("one", 1);
    fixture.provider.last().says("One.").ends();
    fixture.pass(Duration.ofSeconds(2));
    assertThat(fixture.answer(first).text()).isEqualTo("One.");
    assertThat(fixture.state(second)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void aBudgetThatForbidsItLetsNothingOut() {
    BudgetKey all = new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, BudgetUnit.TOKENS);
    fixture.store.refusal =
        new Begun.Refused(
            new BudgetState(
                new Budget(all, 1_000, 0, 80), 1_000, 0, fixture.time.now().plusSeconds(60)),
            Why.OVER);
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.failure(key).code()).isEqualTo(Code.BUDGET);
    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);
  }

  @Test
  void aRelayThatStopsLetsNothingOut() {
    Arrival arrival = arriving("cam", 1);
    arrival.bytes(BYTES, 0, BYTES.length);
    fixture.dispatcher.stop();
    fixture.time.runAll();

    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThatThrownBy(() -> reader(0).readAllBytes()).isInstanceOf(FrameAbandoned.class);
    arriving("late", 1);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  private void wasteOne(String device, int number) {
    Arrival arrival = arriving(device, number);
    arrival.brokenOff("bad CRC");
    fixture.provider.last().fails(Failure.CANCELLED, Billing.NO);
    fixture.time.runAll();
  }

  private InputStream reader(int attempt) throws IOException {
    return fixture.provider.attempts().get(attempt).ask().frames().get(0).open();
  }

  private Arrival arriving(String device, int number) {
    return arriving(press(device, number), BYTES.length);
  }

  private Press press(String device, int number) {
    return DispatchFixture.press(
        DispatchFixture.key(device, number), "", Urgency.NORMAL, fixture.time.now());
  }

  private Arrival arriving(Press press, long size) {
    Arrival arrival = fixture.dispatcher.arriving(press, Frame.announced(0, size, 0));
    fixture.time.runAll();
    return arrival;
  }
}
