package io.camrelay.session;

import static io.camrelay.protocol.MessageType.CAPTURE_ACCEPT;
import static io.camrelay.protocol.MessageType.CAPTURE_STORED;
import static io.camrelay.protocol.MessageType.DEFERRED;
import static io.camrelay.protocol.MessageType.FAILED;
import static io.camrelay.protocol.MessageType.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.FrameKey;
import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Captures of several frames: each on a handle of its own, and one end for all of them. */
class SeveralFramesTest {

  private static final byte[][] FRAMES = {
    TestJpegs.photo(320, 240), TestJpegs.photo(160, 120), TestJpegs.photo(240, 320)
  };
  private static final int COUNT = FRAMES.length;

  private final Desk desk = new Desk();
  private final TestLink link = desk.enter();

  private List<RelayMessage> upload(TestLink to, int handle, int index) {
    return desk.say(to, Says.upload(handle, 1, index, COUNT, FRAMES[index]));
  }

  private static List<MessageType> types(List<RelayMessage> messages) {
    return messages.stream().map(RelayMessage::type).toList();
  }

  private static Failed failed(int handle, Code code) {
    return new Failed(handle, code, code.hint());
  }

  private List<RelayMessage> answered() {
    desk.end(Desk.key(1), 1, Desk.answer("Three of them."));
    return link.heard();
  }

  @Test
  @Covers({"R-FRM-1", "R-FRM-3"})
  void storesEachFrameByItselfAndHasTheCaptureAskedOnceWithTheLast() {
    assertThat(upload(link, 1, 2))
        .containsExactly(new CaptureAccept(1, 0), new CaptureStored(1, Promise.THIS_DISK));
    assertThat(types(upload(link, 2, 0))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED);
    assertThat(desk.dispatch.stored()).isEmpty();
    assertThat(types(upload(link, 3, 1))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED, STAGE);
    assertThat(desk.dispatch.stored()).containsExactly(Desk.key(1));
    for (int index = 0; index < COUNT; index++) {
      assertThat(desk.store.bytes(new FrameKey(Desk.key(1), index))).isEqualTo(FRAMES[index]);
    }
    assertThat(desk.store.press(Desk.key(1)).question()).isEqualTo("Frame 0?");
    assertThat(desk.store.press(Desk.key(1)).trigger()).isEqualTo(Trigger.BUTTON);
    assertThat(desk.store.press(Desk.key(1)).urgency()).isEqualTo(Urgency.HIGH);
  }

  @Test
  @Covers("R-FRM-5")
  void tellsTheEndOnceOnTheHandleThatWasBoundLast() {
    List<DeviceMessage> begun = new ArrayList<>();
    for (int index = 0; index < COUNT; index++) {
      begun.add(Says.begin(index + 1, 1, index, COUNT, FRAMES[index]));
    }
    desk.say(link, begun);
    for (int index = COUNT - 1; index >= 0; index--) {
      desk.say(link, Says.pieces(index + 1, FRAMES[index], 0, FRAMES[index].length));
      desk.say(link, List.of(new CaptureEnd(index + 1, Says.crc(FRAMES[index]))));
    }
    assertThat(desk.dispatch.stored()).containsExactly(Desk.key(1));
    List<RelayMessage> heard = answered();
    assertThat(heard).isNotEmpty().allMatch(message -> message.handle() == 3);
    assertThat(heard.get(0)).isEqualTo(new AnswerBegin(3, Desk.key(1).id()));
    link.say(new DeviceMessage.AnswerAck(3, 1, 14, true));
    assertThat(desk.store.isAcknowledged(Desk.key(1))).isTrue();
    assertThat(desk.say(link, List.of(new CaptureCancel(1), new CaptureCancel(2)))).isEmpty();
    assertThat(desk.enter().heard()).as("nothing waits").isEmpty();
  }

  @Test
  @Covers({"R-FRM-2", "R-FRM-4"})
  void goesOnAfterACutWithEachFrameWhereItWas() {
    upload(link, 1, 0);
    desk.say(link, List.of(Says.begin(2, 1, 1, COUNT, FRAMES[1])));
    desk.say(link, Says.pieces(2, FRAMES[1], 0, 2_000));
    link.cut();

    TestLink again = desk.enter();
    assertThat(desk.say(again, List.of(Says.begin(1, 1, 0, COUNT, FRAMES[0]))))
        .containsExactly(new CaptureStored(1, Promise.THIS_DISK));
    assertThat(desk.say(again, List.of(Says.begin(2, 1, 1, COUNT, FRAMES[1]))))
        .containsExactly(new CaptureAccept(2, 2_000));
    desk.say(again, Says.pieces(2, FRAMES[1], 2_000, FRAMES[1].length));
    assertThat(desk.say(again, List.of(new CaptureEnd(2, Says.crc(FRAMES[1])))))
        .containsExactly(new CaptureStored(2, Promise.THIS_DISK));
    assertThat(desk.dispatch.stored()).isEmpty();
    assertThat(types(upload(again, 3, 2))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED, STAGE);
    assertThat(desk.dispatch.stored()).containsExactly(Desk.key(1));
  }

  @Test
  @Covers("R-FRM-4")
  void saysStoredForEachFrameOfACaptureThatIsWholeAlready() {
    for (int index = 0; index < COUNT; index++) {
      upload(link, index + 1, index);
    }
    link.cut();
    TestLink again = desk.enter();
    for (int index = 0; index < COUNT; index++) {
      assertThat(desk.say(again, List.of(Says.begin(index + 1, 1, index, COUNT, FRAMES[index]))))
          .containsExactly(new CaptureStored(index + 1, Promise.THIS_DISK));
    }
    desk.end(Desk.key(1), 1, Desk.answer("Three of them."));
    assertThat(again.heard()).isNotEmpty().allMatch(message -> message.handle() == 3);
  }

  @Test
  @Covers("R-FRM-4")
  void tellsTheEndThatTheCaptureHasOnceThoughAllItsFramesAreBegunAgain() {
    for (int index = 0; index < COUNT; index++) {
      upload(link, index + 1, index);
    }
    link.cut();
    desk.end(Desk.key(1), 1, Desk.answer("Three of them."));
    TestLink again = desk.connect().say(Says.hello("porch", Desk.TOKEN, 30));
    desk.settle();
    assertThat(Desk.types(again)).as("from the mailbox").contains(MessageType.ANSWER_END);
    List<DeviceMessage> begun = new ArrayList<>();
    for (int index = 0; index < COUNT; index++) {
      begun.add(Says.begin(index + 1, 1, index, COUNT, FRAMES[index]));
    }
    List<MessageType> heard = types(desk.say(again, begun));
    assertThat(heard).filteredOn(CAPTURE_STORED::equals).hasSize(COUNT);
    assertThat(heard).filteredOn(MessageType.ANSWER_END::equals).hasSize(1);
  }

  @Test
  @Covers("R-FRM-2")
  void declinesAnotherNumberOfFramesAndAnotherFrame() {
    upload(link, 1, 0);
    desk.say(link, List.of(Says.begin(2, 1, 1, COUNT, FRAMES[1])));

    assertThat(desk.say(link, Says.upload(3, 1, 1, COUNT - 1, FRAMES[1])))
        .containsExactly(failed(3, Code.CONFLICT));
    assertThat(desk.say(link, Says.upload(4, 1, 1, COUNT, FRAMES[2])))
        .containsExactly(failed(4, Code.CONFLICT));
    assertThat(desk.say(link, Says.upload(5, 1, FRAMES[0])))
        .containsExactly(failed(5, Code.CONFLICT));

    desk.say(link, Says.pieces(2, FRAMES[1], 0, FRAMES[1].length));
    assertThat(types(desk.say(link, List.of(new CaptureEnd(2, Says.crc(FRAMES[1]))))))
        .containsExactly(CAPTURE_STORED);
    assertThat(types(upload(link, 6, 2))).contains(CAPTURE_STORED, STAGE);
    List<RelayMessage> heard = answered();
    assertThat(heard.get(0)).isEqualTo(new AnswerBegin(6, Desk.key(1).id()));
  }

  @Test
  @Covers("R-UPL-10")
  void sendsOneFrameThreeTimesForItsDamageAndThenEndsAll() {
    upload(link, 1, 0);
    byte[] good = FRAMES[1];
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    int handle = 2;
    for (int times = 1; times <= 3; times++) {
      assertThat(types(damaged(handle++, good, bad))).containsExactly(CAPTURE_ACCEPT, DEFERRED);
    }
    assertThat(types(upload(link, handle++, 2))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED);
    assertThat(damaged(handle, good, bad))
        .containsExactly(new CaptureAccept(handle, 0), failed(handle, Code.BAD_CRC));
    assertThat(desk.dispatch.stored()).isEmpty();
    assertThat(desk.store.unacknowledged()).containsExactly(Desk.key(1));
    link.say(Says.acknowledge(handle));
    assertThat(desk.store.unacknowledged()).isEmpty();
  }

  private List<RelayMessage> damaged(int handle, byte[] good, byte[] bad) {
    List<DeviceMessage> messages = new ArrayList<>();
    messages.add(Says.begin(handle, 1, 1, COUNT, good));
    messages.addAll(Says.pieces(handle, bad, 0, bad.length));
    messages.add(new CaptureEnd(handle, Says.crc(good)));
    return desk.say(link, messages);
  }

  @Test
  @Covers("R-FRM-5")
  void endsTheUploadsOfTheOtherFramesWithTheCapture() {
    desk.say(link, List.of(Says.begin(1, 1, 0, COUNT, FRAMES[0])));
    desk.say(link, List.of(Says.begin(2, 1, 1, COUNT, FRAMES[1])));
    desk.say(link, Says.pieces(2, FRAMES[1], 0, 1_000));
    byte[] words = "no picture at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(types(desk.say(link, Says.upload(3, 1, 2, COUNT, words))))
        .containsExactly(CAPTURE_ACCEPT, FAILED);

    assertThat(desk.say(link, Says.pieces(1, FRAMES[0], 0, FRAMES[0].length))).isEmpty();
    assertThat(desk.say(link, List.of(new CaptureEnd(1, Says.crc(FRAMES[0]))))).isEmpty();
    assertThat(desk.say(link, Says.pieces(2, FRAMES[1], 1_000, FRAMES[1].length))).isEmpty();
    assertThat(desk.say(link, List.of(new CaptureEnd(2, Says.crc(FRAMES[1]))))).isEmpty();
    assertThat(desk.say(link, List.of(new CaptureCancel(1)))).isEmpty();
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
    link.say(Says.acknowledge(3));
    assertThat(desk.store.isAcknowledged(Desk.key(1))).isTrue();
  }

  @Test
  @Covers("R-FRM-5")
  void tellsAFailureOnTheLastHandleAlsoWhereItIsOfAnEarlierFrame() {
    desk.say(link, List.of(Says.begin(1, 1, 0, COUNT, FRAMES[0])));
    upload(link, 2, 1);
    assertThat(desk.say(link, List.of(new CaptureCancel(1))))
        .containsExactly(failed(2, Code.CANCELLED));
    assertThat(desk.dispatch.cancelled()).containsExactly(Desk.key(1));
  }

  @Test
  void tellsOneEndWhereTwoFramesAreDamagedInsideAtOnce() {
    byte[] words = "no picture at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] others = "nor this one here".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    TestSettings.Heard watcher = new TestSettings.Heard();
    desk.feed.watch(watcher);
    desk.say(link, List.of(Says.begin(1, 1, 0, 2, words), Says.begin(2, 1, 1, 2, others)));
    desk.say(link, Says.pieces(1, words, 0, words.length));
    desk.say(link, Says.pieces(2, others, 0, others.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(words)));
    link.say(new CaptureEnd(2, Says.crc(others)));
    desk.store.room();
    desk.settle();
    assertThat(types(link.heard())).containsExactly(FAILED);
    assertThat(watcher.ended()).containsExactly(Desk.key(1));
  }

  @Test
  void tellsNothingOfTheAnswerBeforeTheLastFramesStored() {
    upload(link, 1, 0);
    upload(link, 2, 1);
    desk.say(link, List.of(Says.begin(3, 1, 2, COUNT, FRAMES[2])));
    desk.say(link, Says.pieces(3, FRAMES[2], 0, FRAMES[2].length));
    link.heard();
    desk.store.slow();
    link.say(new CaptureEnd(3, Says.crc(FRAMES[2])));
    // Somebody may be faster at asking than the store's answer is here.
    desk.live(Desk.key(1), 1, 0, "Three");
    assertThat(link.heard()).isEmpty();
    desk.store.room();
    desk.settle();
    List<MessageType> heard = Desk.types(link);
    assertThat(heard.get(0)).isEqualTo(CAPTURE_STORED);
    assertThat(heard).contains(MessageType.ANSWER_TEXT);
  }

  @Test
  @Covers("R-UPL-4")
  void takesAsManyFramesAsItSaysAndNoMore() {
    Desk two = new Desk(TestSettings.of(1 << 20, 2, 4));
    TestLink to = two.enter();
    assertThat(two.say(to, List.of(Says.begin(1, 1, 1, 2, FRAMES[0]))))
        .containsExactly(new CaptureAccept(1, 0));
    assertThat(two.say(to, Says.upload(2, 2, 1, 3, FRAMES[0])))
        .containsExactly(failed(2, Code.TOO_MANY_FRAMES));
    to.say(Says.acknowledge(2));
    assertThat(two.store.isAcknowledged(Desk.key(2))).isTrue();
  }

  @Test
  @Covers("R-FRM-3")
  void judgesTheQuestionOfTheFirstFrameAlone() {
    String tooLong = "q".repeat(2_001);
    assertThat(desk.say(link, List.of(asking(1, 1, tooLong))))
        .containsExactly(new CaptureAccept(1, 0));
    assertThat(desk.say(link, List.of(asking(2, 0, tooLong))))
        .containsExactly(failed(2, Code.BAD_QUESTION));
  }

  private static DeviceMessage asking(int handle, int index, String question) {
    DeviceMessage.CaptureBegin usual = Says.begin(handle, 1, index, COUNT, FRAMES[index]);
    return new DeviceMessage.CaptureBegin(
        handle,
        usual.id(),
        usual.size(),
        usual.crc(),
        usual.ageMillis(),
        usual.width(),
        usual.height(),
        usual.trigger(),
        index,
        COUNT,
        usual.urgency(),
        question,
        usual.flight());
  }

  @Test
  void endsAConnectionThatBindsOneHandleToTwoFrames() {
    desk.say(link, List.of(Says.begin(1, 1, 0, COUNT, FRAMES[0])));
    assertThat(desk.say(link, List.of(Says.begin(1, 1, 1, COUNT, FRAMES[1]))))
        .extracting(message -> ((RelayMessage.Goodbye) message).code())
        .containsExactly(Code.OUT_OF_ORDER);
  }

  @Test
  void takesTheOtherFramesOfWhatItHasBegunHoweverManyCapturesAreOpen() {
    for (int handle = 1; handle <= 15; handle++) {
      assertThat(desk.upload(link, handle, 100 + handle, FRAMES[0])).contains(CAPTURE_STORED);
    }
    assertThat(types(upload(link, 16, 0))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED);
    assertThat(desk.upload(link, 17, 99, FRAMES[0])).containsExactly(DEFERRED);
    assertThat(types(upload(link, 18, 1))).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED);
    assertThat(types(upload(link, 19, 2))).contains(CAPTURE_STORED, STAGE);
  }

  @Test
  void keepsNothingOfFramesThatOnlyAskForAnEnd() {
    for (int index = 0; index < 200; index++) {
      desk.say(link, List.of(Says.begin(index + 1, 1, index, 200, FRAMES[0])));
    }
    link.heard();
    link.say(Says.acknowledge(1));
    assertThat(desk.store.isAcknowledged(Desk.key(1))).isTrue();
    assertThat(desk.upload(link, 201, 2, FRAMES[0])).contains(CAPTURE_STORED);
  }
}
