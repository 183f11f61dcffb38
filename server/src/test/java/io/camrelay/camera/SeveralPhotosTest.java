package io.camrelay.camera;

import static io.camrelay.protocol.MessageType.CAPTURE_BEGIN;
import static io.camrelay.protocol.MessageType.CAPTURE_DATA;
import static io.camrelay.protocol.MessageType.CAPTURE_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A press with several photos, as a camera sends it: each by itself, and one end for all. */
class SeveralPhotosTest {

  private static final int COUNT = 3;
  private static final CaptureId ID = SessionScript.id(9);

  private final SessionScript camera = new SessionScript();

  @BeforeEach
  void press() {
    camera.session.take(
        new Shot(
            ID,
            List.of(SessionScript.photo(150), SessionScript.photo(160), SessionScript.photo(170)),
            null,
            "Which one?",
            Trigger.TOUCH,
            Urgency.NORMAL),
        camera.now);
    open();
  }

  /** A relay that takes so many. */
  private void open() {
    camera.session.connecting();
    camera.session.secured("TLSv1.2 suite", 3, 40, camera.now);
    camera.says();
    Welcome usual = SessionScript.WELCOME;
    camera.hears(
        new Welcome(
            usual.timeMillis(), 30, 1_024, 400_000, 4, usual.maxInFlight(), usual.profile()));
  }

  private void reopen() {
    camera.session.disconnected("cut");
    open();
  }

  private static CaptureStored stored(int handle) {
    return new CaptureStored(handle, Promise.THIS_DISK);
  }

  @Test
  @Covers({"R-UPL-2", "R-UPL-12"})
  void sendsOneAfterTheOtherOnHandlesOfTheirOwnAndForgetsThemTogether() {
    List<DeviceMessage> said = camera.says();
    assertThat(said).hasSize(4 * COUNT);
    for (int index = 0; index < COUNT; index++) {
      List<DeviceMessage> one = said.subList(4 * index, 4 * index + 4);
      assertThat(one)
          .extracting(DeviceMessage::type)
          .containsExactly(CAPTURE_BEGIN, CAPTURE_DATA, CAPTURE_DATA, CAPTURE_END);
      CaptureBegin begin = (CaptureBegin) one.get(0);
      assertThat(begin.id()).isEqualTo(ID);
      assertThat(begin.handle()).isEqualTo(index + 1);
      assertThat(begin.frameIndex()).isEqualTo(index);
      assertThat(begin.frameCount()).isEqualTo(COUNT);
      assertThat(begin.size()).isEqualTo(150 + 10 * index);
    }
    camera.hears(stored(2), stored(1));
    assertThat(camera.heard(CameraEvent.FrameStored.class))
        .containsExactly(
            new CameraEvent.FrameStored(ID, 1, 1, COUNT),
            new CameraEvent.FrameStored(ID, 0, 2, COUNT));
    assertThat(camera.heard(CameraEvent.Stored.class)).isEmpty();
    camera.hears(stored(3));
    assertThat(camera.heard(CameraEvent.Stored.class)).hasSize(1);
  }

  @Test
  @Covers({"R-UPL-6", "R-UPL-12"})
  void comesBackWithThoseAloneThatAreNotStoredEachFromWhereItWas() {
    camera.says();
    camera.hears(stored(2));
    reopen();

    List<DeviceMessage> said = camera.says();
    assertThat(said)
        .extracting(message -> ((CaptureBegin) message).frameIndex())
        .as("begun, and ACCEPT awaited")
        .containsExactly(0);
    camera.hears(new CaptureAccept(1, 100));
    List<DeviceMessage> more = camera.says();
    assertThat(((CaptureData) more.get(0)).offset()).isEqualTo(100);
    assertThat(more)
        .filteredOn(CaptureBegin.class::isInstance)
        .extracting(message -> ((CaptureBegin) message).frameIndex())
        .containsExactly(2);
    camera.hears(stored(1), stored(2));
    assertThat(camera.heard(CameraEvent.Stored.class)).hasSize(1);
    reopen();
    assertThat(camera.says()).as("nothing is left to be sent").isEmpty();
  }

  @Test
  @Covers("R-UPL-13")
  void beginsADeferredOneAgainAndNoOther() {
    camera.says();
    camera.hears(stored(1), new Deferred(2, Code.BAD_CRC, 500, Code.BAD_CRC.hint()), stored(3));
    assertThat(camera.says()).isEmpty();
    camera.pass(Duration.ofMillis(500));
    CaptureBegin again = (CaptureBegin) camera.says().get(0);
    assertThat(again.frameIndex()).isEqualTo(1);
    assertThat(again.handle()).isEqualTo(4);
  }

  @Test
  @Covers("R-ANS-12")
  void takesOneEndForAllOfThem() {
    camera.says();
    camera.hears(stored(1));
    camera.hears(new Failed(3, Code.NOT_JPEG, "No JPEG."));
    assertThat(camera.says()).containsExactly(new AnswerAck(3, 0, 0, true));
    assertThat(camera.heard(CameraEvent.Failed.class)).hasSize(1);
    camera.hears(stored(2), new Failed(1, Code.NOT_JPEG, "No JPEG."));
    assertThat(camera.heard(CameraEvent.Failed.class)).hasSize(1);
    assertThat(camera.says()).as("handles that are over").isEmpty();
    reopen();
    assertThat(camera.says()).isEmpty();
  }

  @Test
  void givesThemUpTogetherOnTheLastHandle() {
    camera.session.next(camera.now); // BEGIN of the first
    camera.session.cancel(ID);
    assertThat(camera.says()).startsWith(new CaptureCancel(1));
    assertThat(camera.heard(CameraEvent.RelayMisbehaved.class)).isEmpty();
  }

  @Test
  void waitsForAnAnswerBeforeItSendsMoreThanTheRelayTakes() {
    SessionScript other = new SessionScript().open();
    other.session.take(
        new Shot(
            ID,
            Collections.nCopies(2, SessionScript.photo(150)),
            null,
            "",
            Trigger.TOUCH,
            Urgency.NORMAL),
        other.now);
    assertThat(other.saysTypes()).containsExactly(CAPTURE_BEGIN);
  }

  @Test
  void hasAtLeastOnePhotoAndNoMoreThanABeginCanSay() {
    assertThat(shot(Shot.MAX_PHOTOS).photos()).hasSize(255);
    assertThatThrownBy(() -> shot(Shot.MAX_PHOTOS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("photos");
    assertThatThrownBy(() -> shot(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Shot shot(int photos) {
    return new Shot(
        ID,
        Collections.nCopies(photos, SessionScript.photo(8)),
        null,
        "",
        Trigger.TOUCH,
        Urgency.NORMAL);
  }
}
