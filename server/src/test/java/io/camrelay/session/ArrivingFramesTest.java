package io.camrelay.session;

import static io.camrelay.protocol.MessageType.CAPTURE_STORED;
import static io.camrelay.protocol.MessageType.DEFERRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who asks while a frame still arrives is given its bytes, and told where they are worth nothing.
 */
class ArrivingFramesTest {

  private static final byte[] PHOTO = Desk.PHOTO;
  private static final int SOME = 5_000;

  private final Desk desk = new Desk();
  private final TestLink link = desk.enter();

  @Test
  void everyByteOfASoundFrameIsGivenOnce() {
    assertThat(desk.upload(link, 1, 1, PHOTO)).contains(CAPTURE_STORED);

    assertThat(desk.dispatch.arrived()).isEqualTo(PHOTO.length);
    assertThat(desk.dispatch.brokenOff()).isEmpty();
  }

  @Test
  void whatIsStoredIsBrokenOffByNothing() {
    desk.upload(link, 1, 1, PHOTO);
    link.say(new DeviceMessage.CaptureCancel(1));
    link.cut();
    desk.settle();

    assertThat(desk.dispatch.brokenOff()).isEmpty();
  }

  @Test
  void aDamagedFrameIsBrokenOff() {
    begin();
    desk.say(link, Says.pieces(1, PHOTO, SOME, PHOTO.length));
    link.say(new CaptureEnd(1, Says.crc(PHOTO) ^ 1));
    desk.settle();

    assertThat(desk.dispatch.brokenOff())
        .first()
        .asString()
        .contains("the frame was damaged on its way");
    assertThat(desk.dispatch.stored()).isEmpty();
  }

  @Test
  void aLostConnectionBreaksItOffAndTheRestIsOnlyStored() {
    begin();
    link.cut();
    desk.settle();
    assertThat(desk.dispatch.brokenOff())
        .singleElement()
        .asString()
        .contains("the connection was lost or replaced");

    TestLink again = desk.enter();
    desk.say(again, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(again, Says.pieces(1, PHOTO, SOME, PHOTO.length));
    again.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(Desk.types(again)).contains(CAPTURE_STORED);
    assertThat(desk.dispatch.arrived()).as("of an upload that goes on").isEqualTo(SOME);
  }

  @Test
  void anUploadThatTheDeviceGivesUpIsBrokenOff() {
    begin();
    link.say(new DeviceMessage.CaptureCancel(1));
    desk.settle();

    assertThat(desk.dispatch.brokenOff()).singleElement().asString().contains("it has ended");
  }

  @Test
  void aDeferredUploadIsBrokenOff() {
    begin();
    desk.store.full();
    desk.say(link, Says.pieces(1, PHOTO, SOME, PHOTO.length));
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    desk.settle();

    assertThat(Desk.types(link)).contains(DEFERRED);
    assertThat(desk.dispatch.brokenOff()).first().asString().contains("it was deferred");
  }

  @Test
  void anUploadThatTakesItsPlaceBreaksItOff() {
    begin();
    desk.say(link, List.of(Says.begin(2, 1, PHOTO)));

    assertThat(desk.dispatch.brokenOff())
        .singleElement()
        .asString()
        .contains("the connection was lost or replaced");
  }

  private void begin() {
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, SOME));
    assertThat(desk.dispatch.arrived()).isEqualTo(SOME);
  }
}
