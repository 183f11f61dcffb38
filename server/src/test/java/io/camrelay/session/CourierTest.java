package io.camrelay.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.StageKind;
import io.camrelay.session.Courier.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a connection is told of answers, and when; events in any order. */
class CourierTest {

  private static final int R = Limits.RELAY_HANDLES;
  private static final CaptureKey ONE = Desk.key(1);
  private static final CaptureKey TWO = Desk.key(2);
  private static final CaptureKey THREE = Desk.key(3);

  private Courier courier = courier(1_000);

  /** Handles of the device's uploads that are not over. */
  private final Map<CaptureKey, Integer> uploads = new HashMap<>();

  private Courier courier(long credit) {
    return new Courier("porch", Charset.UTF_8, credit, key -> this.uploads.getOrDefault(key, 0));
  }

  /** Everything that can be told now, in short. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (RelayMessage message = courier.next(); message != null; message = courier.next()) {
      told.add(inShort(message));
    }
    return told;
  }

  private static String inShort(RelayMessage message) {
    String handle =
        Integer.toUnsignedString(message.handle() & ~R) + (message.handle() < 0 ? "R" : "");
    if (message instanceof AnswerBegin begin) {
      return handle + " begin " + begin.id().number();
    }
    if (message instanceof AnswerText text) {
      String words = UTF_8.decode(text.bytes().duplicate()).toString();
      return handle + " g" + text.generation() + "@" + text.offset() + " " + words;
    }
    if (message instanceof AnswerEnd end) {
      return handle + " end g" + end.generation() + " " + end.length();
    }
    if (message instanceof Failed failed) {
      return handle + " failed " + failed.code();
    }
    if (message instanceof Stage stage) {
      return handle + " stage " + stage.stage();
    }
    throw new AssertionError(message);
  }

  private void emptyMailbox() {
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    courier.waiting(List.of());
  }

  private Receipt acknowledge(int handle, long generation, long offset, boolean end) {
    return courier.acknowledge(new AnswerAck(handle, generation, offset, end));
  }

  private static List<CaptureKey> keys(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Desk::key).toList();
  }

  @Test
  void tellsALiveAnswerOnTheDevicesHandle() {
    courier.bind(7, ONE, false);
    courier.live(ONE, 1, 0, "A ");
    assertThat(told()).containsExactly("7 begin 1", "7 g1@0 A ");
    courier.live(ONE, 1, 2, "cat.");
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).containsExactly("7 g1@2 cat.", "7 end g1 6");
    assertThat(acknowledge(7, 1, 6, true).delivered()).isEqualTo(ONE);
    assertThat(courier.open()).isZero();
  }

  @Test
  void tellsNothingBeforeTheDeviceKnowsThatItIsStored() {
    courier.bind(7, ONE, true);
    courier.stage(ONE, StageKind.ASKING, Duration.ZERO, "model");
    courier.live(ONE, 1, 0, "A cat.");
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).isEmpty();
    courier.release(ONE);
    assertThat(told()).containsExactly("7 begin 1", "7 g1@0 A cat.", "7 end g1 6");
  }

  @Test
  void tellsTheLatestStageOnly() {
    courier.bind(7, ONE, true);
    courier.stage(ONE, StageKind.CHECKED, Duration.ZERO, "");
    courier.stage(ONE, StageKind.ASKING, Duration.ZERO, "model");
    courier.release(ONE);
    assertThat(told()).containsExactly("7 stage ASKING");
  }

  @Test
  @Covers("R-END-2")
  void tellsNoStageAfterTheEnd() {
    courier.bind(7, ONE, false);
    courier.stage(ONE, StageKind.ASKING, Duration.ZERO, "model");
    courier.ended(ONE, Desk.failure(Code.DEADLINE));
    courier.stage(ONE, StageKind.RETRYING, Duration.ZERO, "");
    assertThat(told()).containsExactly("7 failed DEADLINE");
  }

  @Test
  @Covers("R-ANS-2")
  void tellsOneAnswerAtATime() {
    courier.bind(1, ONE, false);
    courier.bind(2, TWO, false);
    courier.live(ONE, 1, 0, "A ");
    courier.live(TWO, 1, 0, "Two.");
    courier.ended(TWO, Desk.answer("Two."));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 A ");
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told())
        .containsExactly("1 g1@2 cat.", "1 end g1 6", "2 begin 2", "2 g1@0 Two.", "2 end g1 4");
  }

  @Test
  void tellsAFailureOnADevicesHandleInBetween() {
    courier.bind(1, ONE, false);
    courier.bind(2, TWO, false);
    courier.live(ONE, 1, 0, "A ");
    told();
    courier.ended(TWO, Desk.failure(Code.PROVIDER_MONEY));
    assertThat(told()).containsExactly("2 failed PROVIDER_MONEY");
  }

  @Test
  void endsAnAnswerThatBrokeOffInAFailure() {
    courier.bind(1, ONE, false);
    courier.live(ONE, 1, 0, "A ");
    told();
    courier.live(ONE, 1, 2, "never sent");
    courier.ended(ONE, Desk.failure(Code.ANSWER_BROKEN));
    assertThat(told()).containsExactly("1 failed ANSWER_BROKEN");
    assertThat(acknowledge(1, 1, 2, true).delivered()).isEqualTo(ONE);
  }

  @Test
  @Covers({"R-ANS-7", "R-ANS-3"})
  void neverHasMoreUnderWayThanTheDeviceHasRoomFor() {
    courier = courier(10);
    courier.bind(1, ONE, false);
    courier.ended(ONE, Desk.answer("0123456789abcdefghij"));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 0123456789");
    assertThat(told()).isEmpty();
    acknowledge(1, 1, 4, false);
    assertThat(told()).containsExactly("1 g1@10 abcd");
    acknowledge(1, 1, 14, false);
    assertThat(told()).containsExactly("1 g1@14 efghij", "1 end g1 20");
  }

  @Test
  @Covers("R-ANS-7")
  void countsTheCreditOfAllDeliveriesTogether() {
    courier = courier(10);
    courier.bind(1, ONE, false);
    courier.bind(2, TWO, false);
    courier.ended(ONE, Desk.answer("012345"));
    courier.ended(TWO, Desk.answer("abcdefgh"));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 012345", "1 end g1 6");
    assertThat(courier.errand(0)).isEqualTo(Errand.read(TWO));
    courier.read(TWO, Desk.answer("abcdefgh"));
    assertThat(told()).containsExactly("2 begin 2", "2 g1@0 abcd");
    acknowledge(1, 1, 6, true);
    assertThat(told()).containsExactly("2 g1@4 efgh", "2 end g1 8");
  }

  @Test
  @Covers("R-ANS-9")
  void findsOutWhoAcknowledgesWhatWasNotSent() {
    courier.bind(1, ONE, false);
    courier.live(ONE, 1, 0, "A cat");
    told();
    assertThat(acknowledge(1, 1, 5, false).ahead()).isFalse();
    assertThat(acknowledge(1, 1, 6, false).ahead()).isTrue();
    assertThat(acknowledge(1, 2, 0, false).ahead()).isTrue();
    assertThat(acknowledge(1, 1, 5, true).ahead()).isTrue();
  }

  @Test
  @Covers({"R-ANS-13", "R-HND-2"})
  void tellsTheMailboxInItsOrderOnHandlesOfTheRelays() {
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    assertThat(courier.errand(0)).isNull();
    courier.waiting(List.of(TWO, ONE));
    assertThat(courier.errand(0)).isEqualTo(Errand.read(TWO));
    assertThat(courier.errand(0)).as("one text at a time").isNull();
    courier.read(TWO, Desk.failure(Code.DEADLINE));
    assertThat(told()).containsExactly("0R begin 2", "0R failed DEADLINE");
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
    courier.read(ONE, Desk.answer("A cat."));
    assertThat(told()).containsExactly("1R begin 1", "1R g1@0 A cat.", "1R end g1 6");
    assertThat(acknowledge(R, 0, 0, true).delivered()).isEqualTo(TWO);
    assertThat(acknowledge(R + 1, 1, 6, true).delivered()).isEqualTo(ONE);
  }

  @Test
  void hasSoManyOfTheMailboxUnacknowledgedAtMost() {
    courier.errand(0);
    courier.waiting(keys(1, 20));
    for (int i = 0; i < Courier.UNACKNOWLEDGED; i++) {
      Errand errand = courier.errand(0);
      assertThat(errand).isNotNull();
      courier.read(Desk.key(i + 1), Desk.failure(Code.DEADLINE));
      assertThat(told()).hasSize(2);
    }
    assertThat(courier.errand(0)).isNull();
    acknowledge(R + 3, 0, 0, true);
    assertThat(courier.errand(0)).isEqualTo(Errand.read(Desk.key(9)));
  }

  @Test
  void looksAgainOnlyWhenAllThatItFoundIsAcknowledgedForGood() {
    courier.errand(0);
    courier.waiting(keys(1, Courier.PAGE));
    for (int i = 1; i <= Courier.PAGE; i++) {
      assertThat(courier.errand(0)).isEqualTo(Errand.read(Desk.key(i)));
      courier.read(Desk.key(i), Desk.failure(Code.DEADLINE));
      told();
      acknowledge(R + i - 1, 0, 0, true);
      if (i < Courier.PAGE) {
        courier.acknowledged();
      }
    }
    assertThat(courier.errand(0)).as("the last one is not durable").isNull();
    courier.acknowledged();
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    courier.waiting(List.of());
    assertThat(courier.errand(0)).isNull();
  }

  @Test
  @Covers("R-END-2")
  void tellsOnceWhatWasHeardOfAndFoundInTheMailboxToo() {
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    courier.bind(1, ONE, false);
    courier.ended(ONE, Desk.answer("One."));
    courier.ended(TWO, Desk.answer("Two."));
    courier.waiting(List.of(ONE, TWO));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 One.", "1 end g1 4");
    assertThat(courier.errand(0)).isEqualTo(Errand.read(TWO));
    courier.read(TWO, Desk.answer("Two."));
    assertThat(told()).containsExactly("0R begin 2", "0R g1@0 Two.", "0R end g1 4");
    acknowledge(1, 1, 4, true);
    acknowledge(R, 1, 4, true);
    assertThat(courier.errand(0)).isNull();
  }

  @Test
  @Covers("R-END-4")
  void tellsNothingAgainThatWasAcknowledgedWhileTheStoreWasLooking() {
    courier.bind(1, ONE, false);
    courier.ended(ONE, Desk.answer("One."));
    told();
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    acknowledge(1, 1, 4, true);
    courier.waiting(List.of(ONE));
    assertThat(courier.errand(0)).isNull();
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsWhatEndsLaterBehindWhatWaits() {
    courier.errand(0);
    courier.waiting(List.of(ONE));
    courier.ended(TWO, Desk.answer("Two."));
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
    courier.read(ONE, Desk.failure(Code.DEADLINE));
    told();
    assertThat(courier.errand(0)).isEqualTo(Errand.read(TWO));
  }

  @Test
  void leavesInTheStoreWhatWouldBeTooManyToRemember() {
    emptyMailbox();
    keys(1, Courier.PAGE + 1).forEach(key -> courier.ended(key, Desk.answer("x")));
    for (int i = 1; i <= Courier.PAGE; i++) {
      assertThat(courier.errand(0)).isEqualTo(Errand.read(Desk.key(i)));
      courier.read(Desk.key(i), Desk.failure(Code.DEADLINE));
      told();
      acknowledge(R + i - 1, 0, 0, true);
      courier.acknowledged();
    }
    assertThat(courier.errand(0)).as("the last one is found by looking").isEqualTo(Errand.LOOK);
  }

  @Test
  void leavesTextsInTheStoreWhileOneWaitsForItsTurn() {
    emptyMailbox();
    courier.bind(1, ONE, false);
    courier.bind(2, TWO, false);
    courier.bind(3, THREE, false);
    courier.live(ONE, 1, 0, "A ");
    told();
    courier.ended(TWO, Desk.answer("Two."));
    courier.ended(THREE, Desk.answer("Three."));
    assertThat(courier.errand(0)).as("the second is at hand").isNull();
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).endsWith("2 end g1 4");
    assertThat(courier.errand(0)).isEqualTo(Errand.read(THREE));
    courier.read(THREE, Desk.answer("Three."));
    assertThat(told()).containsExactly("3 begin 3", "3 g1@0 Three.", "3 end g1 6");
  }

  @Test
  void takesOverFromTheMailboxWhatTheDeviceBeginsAgain() {
    courier.errand(0);
    courier.waiting(List.of(ONE, TWO));
    courier.bind(5, TWO, false);
    assertThat(courier.errand(0)).isEqualTo(Errand.read(TWO));
    courier.read(TWO, Desk.answer("Two."));
    assertThat(told()).containsExactly("5 begin 2", "5 g1@0 Two.", "5 end g1 4");
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
  }

  @Test
  void deliversAnEndThatCameBeforeTheStoreSaidThatThereIsNone() {
    emptyMailbox();
    courier.ended(ONE, Desk.answer("One."));
    courier.bind(1, ONE, false);
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
    courier.read(ONE, Desk.answer("One."));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 One.", "1 end g1 4");
  }

  @Test
  void deliversAnEndThatWasDroppedBecauseTheMailboxWasToBeLookedInto() {
    courier.ended(ONE, Desk.answer("One."));
    courier.bind(1, ONE, false);
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    courier.waiting(List.of(ONE));
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
    courier.read(ONE, Desk.answer("One."));
    assertThat(told()).containsExactly("1 begin 1", "1 g1@0 One.", "1 end g1 4");
  }

  @Test
  @Covers("R-HND-5")
  void keepsADeliveryThatHasBegunWhereItIs() {
    courier.bind(1, ONE, false);
    courier.live(ONE, 1, 0, "A ");
    told();
    courier.bind(2, ONE, false);
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).containsExactly("1 g1@2 cat.", "1 end g1 6");
    assertThat(acknowledge(1, 1, 6, true).delivered()).isEqualTo(ONE);
  }

  @Test
  @Covers("R-END-2")
  void takesADeliveryThatWasUnderWayForTheAnswerToANewBeginning() {
    emptyMailbox();
    courier.bind(1, ONE, false);
    courier.live(ONE, 1, 0, "A ");
    told();
    courier.begunAgain(ONE);
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).containsExactly("1 g1@2 cat.", "1 end g1 6");
    courier.bind(2, ONE, false);
    assertThat(courier.errand(0)).isNull();
    assertThat(told()).isEmpty();

    courier.begunAgain(ONE);
    courier.bind(3, ONE, false);
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
  }

  @Test
  @Covers("R-ANS-1")
  void tellsAnEndFromTheMailboxOnTheHandleThatTheDeviceHasForIt() {
    uploads.put(ONE, 3);
    courier.errand(0);
    courier.waiting(List.of(ONE));
    courier.errand(0);
    courier.read(ONE, Desk.answer("One."));
    assertThat(told()).containsExactly("3 begin 1", "3 g1@0 One.", "3 end g1 4");
    assertThat(acknowledge(3, 1, 4, true).delivered()).isEqualTo(ONE);
  }

  @Test
  @Covers({"R-END-2", "R-ANS-4"})
  void deliversAgainWhatTheDeviceBeginsAgainBeforeItHasAcknowledged() {
    emptyMailbox();
    courier.bind(1, ONE, false);
    courier.ended(ONE, Desk.answer("A cat."));
    told();
    courier.bind(2, ONE, false);
    courier.ended(ONE, Desk.answer("A cat."));
    assertThat(told()).containsExactly("2 begin 1", "2 g2@0 A cat.", "2 end g2 6");
    assertThat(courier.open()).isEqualTo(2);
    assertThat(acknowledge(1, 1, 6, true).delivered()).isEqualTo(ONE);
    assertThat(acknowledge(2, 2, 6, true).delivered()).isEqualTo(ONE);
    assertThat(courier.open()).isZero();
  }

  @Test
  void goesOnElsewhereWhereAHandleIsTakenAway() {
    emptyMailbox();
    courier.bind(1, ONE, false);
    courier.unbind(1);
    courier.unbind(9);
    assertThat(courier.delivers(1)).isFalse();
    courier.ended(ONE, Desk.answer("One."));
    assertThat(courier.errand(0)).isEqualTo(Errand.read(ONE));
    courier.read(ONE, Desk.answer("One."));
    assertThat(told()).containsExactly("0R begin 1", "0R g1@0 One.", "0R end g1 4");
  }

  @Test
  void forgetsWhatWasNotStoredAfterAll() {
    courier.bind(1, ONE, true);
    courier.forget(ONE);
    courier.forget(TWO);
    courier.release(ONE);
    courier.live(ONE, 1, 0, "x");
    assertThat(told()).isEmpty();
    assertThat(courier.open()).isZero();
  }

  @Test
  void leavesTheStoreAloneForAWhileAfterItHasFailed() {
    assertThat(courier.errand(0)).isEqualTo(Errand.LOOK);
    courier.failed(null, 0);
    assertThat(courier.errand(Courier.STORE_PAUSE.toNanos() - 1)).isNull();
    assertThat(courier.errand(Courier.STORE_PAUSE.toNanos())).isEqualTo(Errand.LOOK);
  }

  @Test
  void goesOnWithTheOthersWhereOneCannotBeRead() {
    long later = Courier.STORE_PAUSE.toNanos();
    courier.errand(0);
    courier.waiting(List.of(ONE, TWO));
    courier.errand(0);
    courier.failed(ONE, 0);
    assertThat(courier.errand(later)).isEqualTo(Errand.read(TWO));
    courier.read(TWO, Desk.failure(Code.DEADLINE));
    told();
    acknowledge(R, 0, 0, true);
    courier.acknowledged();
    assertThat(courier.errand(later)).as("the first is found again").isEqualTo(Errand.LOOK);
  }

  @Test
  void ignoresOtherDevicesCaptures() {
    emptyMailbox();
    courier.ended(MemoryStore.key("gate", 1, 1), Desk.answer("x"));
    assertThat(courier.errand(0)).isNull();
  }

  @Test
  void cutsHintsThatNoMessageCouldHold() {
    courier.bind(1, ONE, false);
    courier.ended(ONE, new io.camrelay.capture.Ending.Failure(Code.DEADLINE, "é".repeat(400)));
    Failed failed = (Failed) courier.next();
    assertThat(failed).isNotNull();
    assertThat(failed.hint()).hasSize(Limits.MAX_TEXT / 2);
  }
}
