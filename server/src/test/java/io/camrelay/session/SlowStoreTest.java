package io.camrelay.session;

import static io.camrelay.protocol.MessageType.CAPTURE_ACCEPT;
import static io.camrelay.protocol.MessageType.CAPTURE_STORED;
import static io.camrelay.protocol.MessageType.PING;
import static io.camrelay.protocol.MessageType.STAGE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.StageKind;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What devices hear of a store that is slow, full, forgetful or broken. */
class SlowStoreTest {

  private static final byte[] LARGE = TestJpegs.photo(1_600, 1_200);
  private static final byte[] PHOTO = Desk.PHOTO;

  private final Desk desk = new Desk();
  private final TestLink link = desk.enter();

  private void begun(byte[] frame) {
    assertThat(desk.say(link, List.of(Says.begin(1, 1, frame))))
        .containsExactly(new CaptureAccept(1, 0));
  }

  private static Deferred deferred(Code code, long retry) {
    return new Deferred(1, code, retry, code.hint());
  }

  @Test
  void stopsReadingWhileTheStoreHasSoManyPiecesAndGoesOnWithOneLess() {
    begun(LARGE);
    desk.store.slow();
    int four = Uploading.MOST_APPENDING * UploadMemory.PIECE;
    desk.say(link, Says.pieces(1, LARGE, 0, four - 4_096));
    assertThat(link.isPaused()).isFalse();
    desk.say(link, Says.pieces(1, LARGE, four - 4_096, four));
    assertThat(link.isPaused()).isTrue();

    desk.say(link, Says.pieces(1, LARGE, four, LARGE.length));
    assertThat(desk.store.waitingAnswers()).isEqualTo(4);
    desk.store.answerOne();
    desk.settle();
    assertThat(desk.store.waitingAnswers()).as("one more was read").isEqualTo(4);
    assertThat(link.isPaused()).isTrue();

    desk.store.room();
    desk.settle();
    link.say(new CaptureEnd(1, Says.crc(LARGE)));
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(LARGE);
  }

  @Test
  void losesNothingThatComesWhileTheStoreLooks() {
    desk.store.slow();
    desk.say(link, Says.upload(1, 1, PHOTO));
    assertThat(link.isPaused()).isTrue();
    assertThat(link.heard()).isEmpty();
    desk.store.room();
    desk.settle();
    assertThat(Desk.types(link)).containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED, STAGE);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
  }

  @Test
  @Covers({"R-LIV-5", "R-LIV-6"})
  void saysBusyAtHalfAHeartbeatAndDefersAfterAWholeOne() {
    begun(LARGE);
    desk.store.slow();
    desk.say(link, Says.pieces(1, LARGE, 0, LARGE.length));
    desk.pass(ofSeconds(15).minus(Desk.TICK));
    assertThat(link.heard()).isEmpty();
    desk.pass(Desk.TICK);
    assertThat(link.heard())
        .containsExactly(new Stage(1, StageKind.BUSY, 0, "The relay's disk is slow."));
    desk.pass(ofSeconds(15).minus(Desk.TICK));
    assertThat(link.heard()).isEmpty();
    desk.pass(Desk.TICK);
    assertThat(link.heard()).containsExactly(deferred(Code.BUSY, 2_000));
    assertThat(link.isPaused()).as("reads on, draining").isFalse();
    link.say(new CaptureEnd(1, Says.crc(LARGE)));

    desk.store.room();
    desk.settle();
    assertThat(link.heard()).isEmpty();
    assertThat(desk.upload(link, 1, 1, LARGE)).contains(CAPTURE_STORED);
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
  }

  @Test
  @Covers("R-LIV-6")
  void defersWhereTheStoreDoesNotEvenLookForAHeartbeat() {
    desk.store.slow();
    link.say(Says.begin(1, 1, PHOTO));
    desk.pass(ofSeconds(30));
    assertThat(link.heard())
        .containsExactly(
            new Stage(1, StageKind.BUSY, 0, "The relay's disk is slow."),
            deferred(Code.BUSY, 2_000));
    desk.store.room();
    desk.settle();
    assertThat(link.heard()).as("too late").isEmpty();
  }

  @Test
  @Covers("R-LIV-5")
  void takesADeviceThatIsNotReadForAlive() {
    desk.store.slow();
    link.say(Says.begin(1, 1, PHOTO));
    desk.pass(ofSeconds(29));
    desk.store.room();
    desk.settle();
    link.heard();
    desk.pass(ofSeconds(30));
    assertThat(Desk.types(link)).containsExactly(PING);
    desk.pass(ofSeconds(44));
    assertThat(link.isClosed()).isFalse();
    desk.pass(ofSeconds(1));
    assertThat(link.isClosed()).isTrue();
  }

  @Test
  void startsTheClockAnewWithEachPieceThatTheStoreTakes() {
    begun(LARGE);
    desk.store.slow();
    desk.say(link, Says.pieces(1, LARGE, 0, LARGE.length));
    for (int i = 0; i < 3; i++) {
      desk.pass(ofSeconds(29));
      desk.store.answerOne();
      desk.settle();
      assertThat(link.heard()).noneMatch(Deferred.class::isInstance);
    }
    desk.store.room();
  }

  @Test
  void saysBusyAndWaitsWhereTheFrameIsWhole() {
    begun(PHOTO);
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    desk.pass(ofSeconds(60));
    assertThat(link.heard()).filteredOn(Stage.class::isInstance).hasSize(1);
    assertThat(link.say(new Ping(1)).heard()).containsExactly(new Pong(1));
    desk.store.room();
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
  }

  @Test
  void defersAsTheStoreSaysWhereTheDiskIsFull() {
    desk.store.full();
    assertThat(desk.say(link, Says.upload(1, 1, PHOTO)))
        .containsExactly(deferred(Code.DISK_FULL, 30_000));
    desk.store.room();
    begun(PHOTO);
    desk.store.full();
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(link.heard()).containsExactly(deferred(Code.DISK_FULL, 30_000));
    desk.store.room();
    assertThat(desk.upload(link, 1, 1, PHOTO)).contains(CAPTURE_STORED);
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
  }

  @Test
  @Covers("R-END-1")
  void tellsAFailureOnlyOnceItIsDurable() {
    byte[] words = "no JPEG at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    begun(words);
    desk.say(link, Says.pieces(1, words, 0, words.length));
    desk.store.full();
    link.say(new CaptureEnd(1, Says.crc(words)));
    assertThat(link.heard()).containsExactly(deferred(Code.DISK_FULL, 30_000));
    desk.store.room();
    begun2(words);
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(words)));
    assertThat(link.heard()).isEmpty();
    desk.store.room();
    assertThat(link.heard()).hasSize(1).allMatch(Failed.class::isInstance);
    assertThat(desk.store.endingOf(Desk.key(1))).isNotNull();
  }

  private void begun2(byte[] frame) {
    desk.say(link, List.of(Says.begin(1, 1, frame)));
    desk.say(link, Says.pieces(1, frame, 0, frame.length));
  }

  @Test
  void defersWhereTheStoreHasFailedForGood() {
    desk.store.broken();
    assertThat(desk.say(link, Says.upload(1, 1, PHOTO)))
        .containsExactly(deferred(Code.INTERNAL, 10_000));
    assertThat(link.isClosed()).isFalse();
  }

  @Test
  void sendsTheDeviceBackWhereAPieceIsLost() {
    begun(LARGE);
    desk.say(link, Says.pieces(1, LARGE, 0, 4 * UploadMemory.PIECE));
    desk.store.lose(Desk.key(1), 50_000);
    List<RelayMessage> heard =
        desk.say(link, Says.pieces(1, LARGE, 4 * UploadMemory.PIECE, LARGE.length));
    assertThat(heard)
        .filteredOn(CaptureAccept.class::isInstance)
        .containsExactly(new CaptureAccept(1, 50_000));
    desk.say(link, Says.pieces(1, LARGE, 50_000, LARGE.length));
    link.say(new CaptureEnd(1, Says.crc(LARGE)));
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(LARGE);
  }

  @Test
  void defersWhereTooManyUploadsWaitToBeChecked() {
    Desk crowded =
        new Desk(
            TestSettings.of(1 << 20, 4),
            task -> {
              throw new RejectedExecutionException("full");
            });
    TestLink first = crowded.enter();
    crowded.say(first, List.of(Says.begin(1, 1, PHOTO)));
    crowded.say(first, Says.pieces(1, PHOTO, 0, 5_000));
    first.cut();
    TestLink again = crowded.enter();
    CaptureBegin begin = Says.begin(1, 1, PHOTO);
    assertThat(crowded.say(again, List.of(begin))).containsExactly(deferred(Code.BUSY, 2_000));
  }
}
