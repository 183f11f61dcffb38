package io.camrelay.session;

import static io.camrelay.protocol.MessageType.CAPTURE_ACCEPT;
import static io.camrelay.protocol.MessageType.CAPTURE_PROGRESS;
import static io.camrelay.protocol.MessageType.CAPTURE_STORED;
import static io.camrelay.protocol.MessageType.DEFERRED;
import static io.camrelay.protocol.MessageType.STAGE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureProgress;
import io.camrelay.protocol.RelayMessage.Deferred;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames on their way in, with a store that does what it should. */
class UploadingTest {

  private static final byte[] PHOTO = Desk.PHOTO;

  private final Desk desk = new Desk();
  private final TestLink link = desk.enter();

  private static byte[] large() {
    byte[] photo = TestJpegs.photo(1_600, 1_200);
    assertThat(photo.length).isGreaterThan(200_000);
    return photo;
  }

  @Test
  void storesEveryByteAndTellsWhoAsks() {
    assertThat(desk.upload(link, 1, 1, PHOTO))
        .containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED, STAGE);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
    assertThat(desk.store.isStored(Desk.key(1))).isTrue();
    assertThat(desk.dispatch.stored()).containsExactly(Desk.key(1));
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
  }

  @Test
  @Covers("R-UPL-11")
  void saysStoredOnlyAfterTheFrameIsDurable() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(Desk.types(link)).isEmpty();
    assertThat(desk.dispatch.stored()).isEmpty();
    desk.store.room();
    assertThat(Desk.types(link)).containsExactly(CAPTURE_STORED, STAGE);
    assertThat(desk.dispatch.stored()).containsExactly(Desk.key(1));
  }

  @Test
  @Covers("R-UPL-17")
  void tellsHowFarItHasComeAndNeverGoesBack() {
    byte[] photo = large();
    List<RelayMessage> heard = desk.say(link, Says.upload(1, 1, photo));
    List<Long> progress =
        heard.stream()
            .filter(message -> message.type() == CAPTURE_PROGRESS)
            .map(message -> ((CaptureProgress) message).received())
            .toList();
    assertThat(progress).isSorted().doesNotHaveDuplicates();
    assertThat(progress).hasSize((int) ((photo.length - 1) / Upload.PROGRESS_EVERY));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 9_999})
  @Covers("R-UPL-5")
  void goesOnAfterACutWhereItWas(int cut) {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, cut));
    link.cut();
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();

    TestLink again = desk.enter();
    List<RelayMessage> heard = desk.say(again, List.of(Says.begin(1, 1, PHOTO)));
    assertThat(heard).containsExactly(new CaptureAccept(1, cut));
    desk.say(again, Says.pieces(1, PHOTO, cut, PHOTO.length));
    again.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(Desk.types(again)).containsExactly(CAPTURE_STORED, STAGE);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
    assertThat(desk.store.captures()).isEqualTo(1);
  }

  @Test
  void takesAllAgainWithoutWaitingWhereHalfOfItIsThere() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, 10_000));
    link.cut();
    TestLink again = desk.enter();
    assertThat(desk.upload(again, 1, 1, PHOTO))
        .containsExactly(CAPTURE_ACCEPT, CAPTURE_STORED, STAGE);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
  }

  @Test
  @Covers("R-UPL-15")
  void takesSeveralAtATimeAndDefersOneMore() {
    List<DeviceMessage> mixed = new ArrayList<>();
    for (int handle = 1; handle <= 4; handle++) {
      mixed.add(Says.begin(handle, handle, PHOTO));
    }
    for (int piece = 0; piece < PHOTO.length; piece += 4_096) {
      for (int handle = 1; handle <= 4; handle++) {
        int end = Math.min(piece + 4_096, PHOTO.length);
        mixed.addAll(Says.pieces(handle, PHOTO, piece, end));
      }
    }
    desk.say(link, mixed);
    assertThat(desk.say(link, List.of(Says.begin(5, 5, PHOTO))))
        .containsExactly(
            new Deferred(5, Code.TOO_MANY_CAPTURES, 2_000, Code.TOO_MANY_CAPTURES.hint()));
    for (int handle = 1; handle <= 4; handle++) {
      link.say(new CaptureEnd(handle, Says.crc(PHOTO)));
      assertThat(Desk.types(link)).contains(CAPTURE_STORED);
      assertThat(desk.store.bytes(Desk.key(handle))).isEqualTo(PHOTO);
    }
    assertThat(desk.upload(link, 5, 5, PHOTO)).contains(CAPTURE_STORED);
  }

  @Test
  void defersWhereTooManyAreNotOver() {
    for (int handle = 1; handle <= 16; handle++) {
      assertThat(desk.upload(link, handle, handle, PHOTO)).contains(CAPTURE_STORED);
    }
    assertThat(desk.upload(link, 17, 17, PHOTO)).containsExactly(DEFERRED);
    desk.end(Desk.key(3), 0, Desk.failure(Code.DEADLINE));
    link.say(Says.acknowledge(3));
    assertThat(desk.upload(link, 18, 17, PHOTO)).contains(CAPTURE_STORED);
  }

  @Test
  void remembersDeferredCapturesOnlyAsFarAsItMust() {
    desk.store.full();
    for (int handle = 1; handle <= 1_000; handle++) {
      assertThat(desk.upload(link, handle, handle, PHOTO)).containsExactly(DEFERRED);
    }
    desk.store.room();
    assertThat(desk.upload(link, 1_001, 1, PHOTO)).contains(CAPTURE_STORED);
  }

  @Test
  void givesAStalePieceToTheStoreAndItsMemoryBack() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, 5_000));
    assertThat(desk.sessions.uploadMemoryTaken()).isEqualTo(UploadMemory.PIECE);
    assertThat(desk.store.bytes(Desk.key(1))).isEmpty();
    desk.pass(Pieces.STALE);
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
    assertThat(desk.store.bytes(Desk.key(1))).hasSize(5_000);

    desk.say(link, Says.pieces(1, PHOTO, 5_000, PHOTO.length));
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
  }

  @Test
  void keepsAPieceThatGrows() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    for (int at = 0; at < 6_000; at += 1_000) {
      desk.say(link, Says.pieces(1, PHOTO, at, at + 1_000));
      desk.pass(Pieces.STALE.dividedBy(2));
    }
    assertThat(desk.store.bytes(Desk.key(1))).isEmpty();
  }

  @Test
  void defersBeyondTheMemoryForAllDevicesAndTakesTheRestLater() {
    // 1 MB holds 32 pieces; a device may have four uploads.
    List<TestLink> links = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      desk.store.with("cam-" + i, Desk.TOKEN);
      TestLink each = desk.enter(Says.hello("cam-" + i, Desk.TOKEN, 30));
      links.add(each);
      for (int handle = 1; handle <= 4; handle++) {
        desk.say(each, List.of(Says.begin(handle, handle, PHOTO)));
        desk.say(each, Says.pieces(handle, PHOTO, 0, 100));
      }
    }
    assertThat(desk.sessions.uploadMemoryTaken()).isEqualTo(1 << 20);
    assertThat(desk.upload(link, 1, 1, PHOTO)).containsExactly(CAPTURE_ACCEPT, DEFERRED);

    desk.pass(Pieces.STALE);
    assertThat(desk.sessions.uploadMemoryTaken()).isZero();
    assertThat(desk.upload(link, 1, 1, PHOTO)).contains(CAPTURE_STORED);
    for (TestLink each : links) {
      desk.say(each, Says.pieces(1, PHOTO, 100, PHOTO.length));
      each.say(new CaptureEnd(1, Says.crc(PHOTO)));
      assertThat(Desk.types(each)).contains(CAPTURE_STORED);
    }
  }

  @Test
  void costsNextToNothingWhereAThousandFramesAreHeldHalfSent() {
    Desk many = new Desk(TestSettings.of(1 << 20, 4));
    List<TestLink> links = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.store.with("cam-" + i, Desk.TOKEN);
      TestLink each = many.enter(Says.hello("cam-" + i, Desk.TOKEN, 30));
      links.add(each);
      many.say(each, List.of(Says.begin(1, 1, PHOTO)));
      if (i % 30 == 0) {
        many.pass(Pieces.STALE);
      }
      List<RelayMessage> heard = many.say(each, Says.pieces(1, PHOTO, 0, PHOTO.length - 100));
      assertThat(heard).noneMatch(message -> message.type() == DEFERRED);
    }
    many.pass(Pieces.STALE);
    assertThat(many.sessions.uploadMemoryTaken()).isZero();
    assertThat(many.upload(many.enter(), 1, 1, PHOTO)).contains(CAPTURE_STORED);
    assertThat(links).noneMatch(TestLink::isClosed);
  }

  @Test
  @Covers("R-HND-5")
  void goesOnAtTheLastHandleWithWhatTheOneBeforeHasGathered() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, 5_000));
    assertThat(desk.say(link, List.of(Says.begin(2, 1, PHOTO))))
        .containsExactly(new CaptureAccept(2, 5_000));
    assertThat(desk.say(link, Says.pieces(1, PHOTO, 5_000, PHOTO.length))).isEmpty();
    desk.say(link, Says.pieces(2, PHOTO, 5_000, PHOTO.length));
    link.say(new CaptureEnd(2, Says.crc(PHOTO)));
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
  }

  @Test
  @Covers("R-ID-4")
  void letsAnUploadGoOnWhereAnotherFrameClaimsItsIdentity() {
    byte[] other = TestJpegs.photo(160, 120);
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, 5_000));
    List<RelayMessage> heard = desk.say(link, Says.upload(2, 1, other));
    assertThat(heard)
        .containsExactly(new RelayMessage.Failed(2, Code.CONFLICT, Code.CONFLICT.hint()));
    link.say(Says.acknowledge(2));
    desk.say(link, Says.pieces(1, PHOTO, 5_000, PHOTO.length));
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(Desk.types(link)).contains(CAPTURE_STORED);
    assertThat(desk.store.bytes(Desk.key(1))).isEqualTo(PHOTO);
  }

  @Test
  @Covers("R-UPL-18")
  void hasAnAttemptHungUpWhereTheDeviceGivesUp() {
    desk.upload(link, 1, 1, PHOTO);
    link.say(new DeviceMessage.CaptureCancel(1));
    assertThat(link.heard())
        .containsExactly(new RelayMessage.Failed(1, Code.CANCELLED, Code.CANCELLED.hint()));
    assertThat(desk.dispatch.cancelled()).containsExactly(Desk.key(1));
    link.say(Says.acknowledge(1));
    assertThat(desk.store.isAcknowledged(Desk.key(1))).isTrue();
    assertThat(desk.enter().heard()).as("nothing waits").isEmpty();
  }

  @Test
  void storesAFrameWhoseDeviceIsGoneBeforeItIsDurable() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    link.cut();
    desk.store.room();
    desk.settle();
    assertThat(desk.store.isStored(Desk.key(1))).isTrue();
    assertThat(desk.dispatch.stored()).as("asked all the same").containsExactly(Desk.key(1));
  }

  @Test
  void takesTheTimeOfThePressFromItsAge() {
    desk.clock.turn(ofSeconds(100));
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    assertThat(desk.store.press(Desk.key(1)).takenAt())
        .isEqualTo(TurnedClock.START.plusSeconds(100));
    assertThat(desk.store.press(Desk.key(1)).question()).isEqualTo("What is this?");
  }
}
