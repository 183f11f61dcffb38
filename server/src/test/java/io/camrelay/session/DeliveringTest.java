package io.camrelay.session;

import static io.camrelay.protocol.MessageType.ANSWER_BEGIN;
import static io.camrelay.protocol.MessageType.ANSWER_END;
import static io.camrelay.protocol.MessageType.ANSWER_TEXT;
import static io.camrelay.protocol.MessageType.CAPTURE_STORED;
import static io.camrelay.protocol.MessageType.FAILED;
import static io.camrelay.protocol.MessageType.GOODBYE;
import static io.camrelay.protocol.MessageType.STAGE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.StageKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers on their way out, and what crosses them. */
class DeliveringTest {

  private static final byte[] PHOTO = Desk.PHOTO;
  private static final int R = Limits.RELAY_HANDLES;

  private final Desk desk = new Desk();
  private TestLink link = desk.enter();

  private void stored(int handle, long number) {
    assertThat(desk.upload(link, handle, number, PHOTO)).contains(CAPTURE_STORED);
  }

  private void reconnect() {
    link.cut();
    link = desk.connect().say(Says.hello("porch", Desk.TOKEN, 30));
    desk.settle();
  }

  private List<MessageType> types() {
    return Desk.types(link);
  }

  @Test
  void tellsStagesAndWordsAsTheyCome() {
    stored(1, 1);
    desk.feed.stage(Desk.key(1), StageKind.ASKING, Duration.ZERO, "gpt");
    assertThat(types()).containsExactly(STAGE);
    desk.live(Desk.key(1), 1, 0, "A ");
    assertThat(types()).containsExactly(ANSWER_BEGIN, ANSWER_TEXT);
    desk.live(Desk.key(1), 1, 2, "cat.");
    assertThat(types()).containsExactly(ANSWER_TEXT);
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    assertThat(types()).containsExactly(ANSWER_END);
  }

  @Test
  void tellsWhatWasSaidBeforeTheDeviceKnewThatItIsStored() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    // Durable, and asked at once, before the session has heard of it.
    desk.live(Desk.key(1), 1, 0, "A cat.");
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    assertThat(types()).isEmpty();
    desk.store.room();
    assertThat(types()).containsExactly(CAPTURE_STORED, ANSWER_BEGIN, ANSWER_TEXT, ANSWER_END);
  }

  @Test
  void deliversAnEndThatCameBetweenTheLookAndItsAnswer() {
    stored(1, 1);
    reconnect();
    types();
    desk.store.slow();
    desk.say(link, Says.upload(1, 1, PHOTO));
    desk.feed.ended(Desk.key(1), 1, Desk.answer("A cat."));
    desk.store.end(Desk.key(1), Desk.answer("A cat."));
    desk.settle();
    desk.store.room();
    desk.settle();
    assertThat(types()).containsExactly(CAPTURE_STORED, ANSWER_BEGIN, ANSWER_TEXT, ANSWER_END);
  }

  @Test
  @Covers({"R-END-3", "R-ANS-6"})
  void deliversFromTheStartOnTheNextConnection() {
    stored(1, 1);
    desk.live(Desk.key(1), 1, 0, "A c");
    assertThat(types()).containsExactly(ANSWER_BEGIN, ANSWER_TEXT);
    reconnect();
    desk.live(Desk.key(1), 1, 3, "at.");
    assertThat(types()).as("no middle of an answer").doesNotContain(ANSWER_BEGIN);
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    List<RelayMessage> heard = link.heard();
    assertThat(heard)
        .extracting(RelayMessage::type)
        .containsExactly(ANSWER_BEGIN, ANSWER_TEXT, ANSWER_END);
    assertThat(heard).allMatch(message -> message.handle() == R);
    assertThat(((AnswerText) heard.get(1)).offset()).isZero();
  }

  @Test
  @Covers("R-END-3")
  void deliversAgainWhereTheAcknowledgementWasLost() {
    stored(1, 1);
    desk.end(Desk.key(1), 0, Desk.failure(Code.DEADLINE));
    assertThat(types()).containsExactly(FAILED);
    reconnect();
    assertThat(types()).contains(ANSWER_BEGIN, FAILED);
    link.say(new AnswerAck(R, 0, 0, true));
    reconnect();
    assertThat(types()).doesNotContain(FAILED);
  }

  @Test
  void carriesOnWhereAnAcknowledgementCannotBeKept() {
    stored(1, 1);
    desk.end(Desk.key(1), 0, Desk.failure(Code.DEADLINE));
    desk.store.broken();
    link.say(Says.acknowledge(1));
    desk.store.room();
    stored(2, 2);
    assertThat(link.isClosed()).isFalse();
    reconnect();
    assertThat(types()).as("told again").contains(FAILED);
  }

  @Test
  void looksIntoTheMailboxAgainWhereTheStoreHasFailed() {
    stored(1, 1);
    link.cut();
    desk.end(Desk.key(1), 0, Desk.failure(Code.DEADLINE));
    desk.store.slow();
    link = desk.connect().say(Says.hello("porch", Desk.TOKEN, 30));
    desk.store.answerOne();
    desk.store.broken();
    desk.settle();
    desk.store.room();
    desk.settle();
    desk.store.broken();
    desk.pass(ofSeconds(1));
    desk.store.room();
    desk.pass(Courier.STORE_PAUSE);
    desk.pass(Courier.STORE_PAUSE);
    assertThat(types()).contains(FAILED);
  }

  @Test
  @Covers("R-CON-11")
  void producesNothingForADeviceThatDoesNotReadAndGivesItUp() {
    stored(1, 1);
    types();
    link.writable(false);
    assertThat(link.isPaused()).as("what it says is not read either").isTrue();
    desk.live(Desk.key(1), 1, 0, "A cat.");
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    link.say(new Ping(1));
    desk.pass(ofSeconds(74));
    assertThat(link.heard()).isEmpty();
    desk.pass(ofSeconds(2));
    assertThat(link.heard())
        .containsExactly(new Goodbye(Code.NOT_READING, 0, Code.NOT_READING.hint()));
    assertThat(link.isClosed()).isTrue();
    reconnect();
    assertThat(types()).contains(ANSWER_END);
  }

  @Test
  void goesOnWithADeviceThatReadsAgain() {
    stored(1, 1);
    types();
    link.writable(false);
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    link.say(new Ping(1));
    desk.pass(ofSeconds(74));
    link.writable(true);
    assertThat(types())
        .contains(MessageType.PONG, ANSWER_BEGIN, ANSWER_TEXT, ANSWER_END)
        .doesNotContain(GOODBYE);
    desk.pass(ofSeconds(10));
    assertThat(link.isClosed()).isFalse();
  }

  @Test
  void toleratesADeviceThatNeverAcknowledges() {
    for (int number = 1; number <= 16; number++) {
      stored(number, number);
      desk.end(Desk.key(number), 0, Desk.failure(Code.DEADLINE));
      assertThat(types()).containsExactly(FAILED);
    }
    assertThat(desk.upload(link, 17, 17, PHOTO)).containsExactly(MessageType.DEFERRED);
    reconnect();
    assertThat(link.heard().stream().filter(message -> message.type() == FAILED))
        .hasSize(Courier.UNACKNOWLEDGED);
  }

  @Test
  @Covers("R-ANS-9")
  void endsTheConnectionOfADeviceThatAcknowledgesWhatItWasNotSent() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    link.say(new AnswerAck(1, 0, 0, true));
    assertThat(link.heard()).containsExactly(new Goodbye(Code.ACK_AHEAD, 0, Code.ACK_AHEAD.hint()));
  }

  @Test
  void ignoresLateAcknowledgements() {
    stored(1, 1);
    desk.end(Desk.key(1), 0, Desk.failure(Code.DEADLINE));
    types();
    link.say(Says.acknowledge(1)).say(Says.acknowledge(1)).say(Says.acknowledge(1));
    assertThat(types()).isEmpty();
    assertThat(link.isClosed()).isFalse();
  }

  @Test
  void tellsWatchersOfTheFailuresThatItMakes() {
    TestSettings.Heard watcher = new TestSettings.Heard();
    desk.feed.watch(watcher);
    byte[] words = "no JPEG".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    desk.say(link, Says.upload(1, 1, words));
    assertThat(types()).isEmpty();
    assertThat(watcher.ended()).containsExactly(Desk.key(1));
  }

  @Test
  void hearsNothingMoreOnceItIsClosed() {
    stored(1, 1);
    types();
    link.cut();
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    assertThat(types()).isEmpty();
  }
}
