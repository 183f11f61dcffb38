package io.camrelay.session;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Ending;
import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.picture.JpegFault;
import io.camrelay.picture.JpegVerdict;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadStateTest {

  private static final Duration RETRY = ofSeconds(2);
  private static final long CRC = 0xC0FFEE;
  private static final JpegVerdict SOUND = new JpegVerdict.Sound(640, 480, 3, false, 1, 100, 0);
  private static final UploadStep NOTHING = UploadStep.Nothing.STEP;

  private final UploadState upload = new UploadState(100, CRC, null, RETRY);

  private static UploadStep accept(long offset) {
    return new UploadStep.Accept(offset);
  }

  private static UploadStep take(int skip) {
    return new UploadStep.Take(skip);
  }

  private static UploadStep defer(Code code) {
    return new UploadStep.Defer(code, RETRY);
  }

  private static UploadStep fail(Code code) {
    return new UploadStep.Fail(new Ending.Failure(code, code.hint()));
  }

  private static UploadStep decline(Code code) {
    return new UploadStep.Decline(new Ending.Failure(code, code.hint()));
  }

  private void receiving() {
    assertThat(upload.begun(new Begun.Upload(0))).isEqualTo(accept(0));
  }

  private void whole() {
    receiving();
    assertThat(upload.data(0, 100)).isEqualTo(take(0));
  }

  private UploadStep end() {
    return upload.end(CRC, CRC, SOUND);
  }

  @Test
  void takesAFrameFromItsBeginningToItsStore() {
    assertThat(upload.isBlocking()).isTrue();
    receiving();
    assertThat(upload.isBlocking()).isFalse();
    assertThat(upload.data(0, 60)).isEqualTo(take(0));
    assertThat(upload.data(60, 40)).isEqualTo(take(0));
    assertThat(end()).isEqualTo(new UploadStep.Store(640, 480));
    assertThat(upload.isUnfinished()).isTrue();
    assertThat(upload.stored(Stored.CAPTURE)).isEqualTo(UploadStep.TellStored.STEP);
    assertThat(upload.isUnfinished()).isFalse();
  }

  @Test
  @Covers("R-UPL-5")
  void goesOnFromWhatIsThereOnceThatIsChecked() {
    assertThat(upload.begun(new Begun.Upload(40))).isEqualTo(new UploadStep.Replay(40));
    assertThat(upload.isBlocking()).isTrue();
    assertThat(upload.replayed()).isEqualTo(accept(40));
    assertThat(upload.data(0, 30)).isEqualTo(NOTHING);
    assertThat(upload.data(30, 30)).isEqualTo(take(10));
    assertThat(upload.offset()).isEqualTo(60);
    assertThat(upload.data(60, 40)).isEqualTo(take(0));
    assertThat(end()).isEqualTo(new UploadStep.Store(640, 480));
  }

  @Test
  void skipsAPieceThatComesTwice() {
    receiving();
    upload.data(0, 50);
    assertThat(upload.data(0, 50)).isEqualTo(NOTHING);
    assertThat(upload.offset()).isEqualTo(50);
  }

  @Test
  void takesAnEmptyPieceForNothing() {
    receiving();
    assertThat(upload.data(0, 0)).isEqualTo(NOTHING);
    assertThat(upload.data(1, 0)).isEqualTo(UploadStep.StartOver.STEP);
  }

  @Test
  @Covers("R-UPL-7")
  void startsOverAfterAGap() {
    receiving();
    upload.data(0, 50);
    assertThat(upload.data(51, 10)).isEqualTo(UploadStep.StartOver.STEP);
    assertThat(upload.data(61, 10)).isEqualTo(NOTHING);
    assertThat(end()).isEqualTo(NOTHING);
    assertThat(upload.startedOver(1)).isEqualTo(new UploadStep.Defer(Code.GAP, ZERO));
    assertThat(upload.isDraining()).isTrue();
  }

  @Test
  @Covers("R-UPL-7")
  void takesAnEarlyEndForAGap() {
    receiving();
    upload.data(0, 99);
    assertThat(end()).isEqualTo(UploadStep.StartOver.STEP);
    assertThat(upload.startedOver(3)).isEqualTo(new UploadStep.Defer(Code.GAP, ZERO));
  }

  @Test
  @Covers("R-UPL-8")
  void endsACaptureThatIsLongerThanAnnounced() {
    receiving();
    upload.data(0, 100);
    assertThat(upload.data(100, 1)).isEqualTo(fail(Code.TOO_LARGE));
  }

  @Test
  @Covers("R-UPL-9")
  void startsOverWhereAnyCrcDiffers() {
    whole();
    assertThat(upload.end(CRC + 1, CRC, SOUND)).isEqualTo(UploadStep.StartOver.STEP);
    assertThat(upload.startedOver(3)).isEqualTo(new UploadStep.Defer(Code.BAD_CRC, ZERO));

    UploadState damaged = new UploadState(100, CRC, null, RETRY);
    damaged.begun(new Begun.Upload(0));
    damaged.data(0, 100);
    assertThat(damaged.end(CRC, CRC + 1, SOUND)).isEqualTo(UploadStep.StartOver.STEP);
  }

  @Test
  @Covers("R-UPL-10")
  void failsAfterThreeDeferralsForDamage() {
    whole();
    upload.end(CRC, CRC + 1, SOUND);
    assertThat(upload.startedOver(4)).isEqualTo(fail(Code.BAD_CRC));
  }

  @Test
  void asksForTheWholeTruthBeforeItBlamesThePicture() {
    whole();
    JpegVerdict cut = new JpegVerdict.Faulty(JpegFault.NO_END_MARKER, 100);
    assertThat(upload.end(CRC, CRC + 1, cut)).isEqualTo(UploadStep.StartOver.STEP);
  }

  @ParameterizedTest
  @EnumSource(JpegFault.class)
  @Covers("R-UPL-16")
  void endsWhatIsNoSoundPictureWithACodeAndTheExactHint(JpegFault fault) {
    whole();
    UploadStep.Fail fail = (UploadStep.Fail) upload.end(CRC, CRC, new JpegVerdict.Faulty(fault, 7));
    assertThat(fail.failure().code())
        .isIn(Code.NOT_JPEG, Code.JPEG_CUT, Code.JPEG_DAMAGED, Code.JPEG_SIZE);
    assertThat(fail.failure().hint()).isEqualTo(fault.hint());
  }

  @Test
  @Covers("R-UPL-4")
  void endsAtBeginWhatCanNeverBeTaken() {
    UploadState never =
        new UploadState(100, CRC, new Ending.Failure(Code.TOO_LARGE, Code.TOO_LARGE.hint()), RETRY);
    assertThat(never.begun(new Begun.Upload(0))).isEqualTo(fail(Code.TOO_LARGE));
    assertThat(never.data(0, 10)).isEqualTo(NOTHING);
  }

  @Test
  void tellsWhatIsKnownOfACaptureThatWasStored() {
    assertThat(upload.begun(new Begun.Known(null, false)))
        .isEqualTo(new UploadStep.TellKnown(null));
    assertThat(upload.data(0, 100)).isEqualTo(NOTHING);
    assertThat(end()).isEqualTo(NOTHING);
  }

  @Test
  @Covers("R-ID-4")
  void declinesAnotherFrameUnderAKnownIdentity() {
    assertThat(upload.begun(new Begun.Conflict())).isEqualTo(decline(Code.CONFLICT));
    assertThat(upload.data(0, 100)).isEqualTo(NOTHING);
    assertThat(upload.cancel()).isEqualTo(NOTHING);
  }

  @Test
  void defersWhereTheDeviceHasTooManyUnfinished() {
    assertThat(upload.begun(new Begun.TooMany())).isEqualTo(defer(Code.TOO_MANY_CAPTURES));
    assertThat(upload.data(0, 100)).isEqualTo(NOTHING);
  }

  @Test
  @Covers("R-UPL-14")
  void drainsAfterADeferral() {
    receiving();
    assertThat(upload.defer(Code.DISK_FULL, ofSeconds(30)))
        .isEqualTo(new UploadStep.Defer(Code.DISK_FULL, ofSeconds(30)));
    assertThat(upload.data(0, 100)).isEqualTo(NOTHING);
    assertThat(end()).isEqualTo(NOTHING);
    assertThat(upload.defer(Code.BUSY, RETRY)).isEqualTo(NOTHING);
    assertThat(upload.isUnfinished()).isFalse();
  }

  @Test
  void defersNothingThatIsStored() {
    whole();
    end();
    upload.stored(Stored.CAPTURE);
    assertThat(upload.defer(Code.BUSY, RETRY)).isEqualTo(NOTHING);
  }

  @Test
  void ignoresAnswersOfTheStoreThatComeTooLate() {
    assertThat(upload.defer(Code.BUSY, RETRY)).isEqualTo(defer(Code.BUSY));
    assertThat(upload.begun(new Begun.Upload(0))).isEqualTo(NOTHING);
    assertThat(upload.replayed()).isEqualTo(NOTHING);
    assertThat(upload.stored(Stored.CAPTURE)).isEqualTo(NOTHING);
    assertThat(upload.startedOver(1)).isEqualTo(NOTHING);
    assertThat(upload.lost()).isEqualTo(NOTHING);
  }

  @Test
  void sendsTheDeviceBackToWhatIsLeft() {
    receiving();
    upload.data(0, 80);
    assertThat(upload.lost()).isEqualTo(UploadStep.LookAgain.STEP);
    assertThat(upload.begun(new Begun.Upload(30))).isEqualTo(new UploadStep.Replay(30));
    assertThat(upload.replayed()).isEqualTo(accept(30));
    // On its way before the device has read that.
    assertThat(upload.data(80, 20)).isEqualTo(NOTHING);
    assertThat(end()).isEqualTo(NOTHING);
    assertThat(upload.data(20, 20)).isEqualTo(take(10));
    assertThat(upload.data(45, 5)).isEqualTo(UploadStep.StartOver.STEP);
  }

  @Test
  void sendsTheDeviceBackWhereTheStoreHasNotGotItAll() {
    whole();
    end();
    assertThat(upload.stored(Stored.LOST)).isEqualTo(UploadStep.LookAgain.STEP);
    assertThat(upload.begun(new Begun.Upload(0))).isEqualTo(accept(0));
    assertThat(upload.data(0, 100)).isEqualTo(take(0));
    assertThat(end()).isEqualTo(new UploadStep.Store(640, 480));
  }

  @Test
  void defersWhereTheStoreLosesAgainAndAgain() {
    receiving();
    for (int loss = 1; loss <= UploadState.MOST_LOSSES; loss++) {
      assertThat(upload.lost()).isEqualTo(UploadStep.LookAgain.STEP);
      assertThat(upload.begun(new Begun.Upload(0))).isEqualTo(accept(0));
    }
    assertThat(upload.lost()).isEqualTo(defer(Code.BUSY));
  }

  @Test
  @Covers("R-UPL-18")
  void endsWhatTheDeviceGivesUp() {
    receiving();
    assertThat(upload.cancel()).isEqualTo(fail(Code.CANCELLED));
    assertThat(upload.cancel()).isEqualTo(NOTHING);
    assertThat(upload.data(0, 10)).isEqualTo(NOTHING);
  }

  @Test
  void endsWhatTheDeviceGivesUpAlsoAfterItWasStored() {
    whole();
    end();
    upload.stored(Stored.CAPTURE);
    assertThat(upload.cancel()).isEqualTo(fail(Code.CANCELLED));
  }

  @Test
  void tellsNoStoreOfACaptureThatWasGivenUpMeanwhile() {
    whole();
    end();
    assertThat(upload.cancel()).isEqualTo(fail(Code.CANCELLED));
    assertThat(upload.stored(Stored.CAPTURE)).isEqualTo(NOTHING);
  }

  @Test
  void declinesToEndWhatTheStoreHasNeverHeardOf() {
    upload.begun(new Begun.TooMany());
    assertThat(upload.cancel()).isEqualTo(fail(Code.CANCELLED));
    assertThat(upload.notFailed(Code.CANCELLED, Code.GAP, RETRY))
        .isEqualTo(decline(Code.CANCELLED));
  }

  @Test
  void hasTheDeviceComeAgainWhereAnEndCouldNotBeMadeDurable() {
    receiving();
    upload.cancel();
    assertThat(upload.notFailed(Code.CANCELLED, Code.DISK_FULL, RETRY))
        .isEqualTo(defer(Code.DISK_FULL));
    assertThat(upload.isDraining()).isTrue();
  }

  @Test
  void doesNothingOnceItIsAbandoned() {
    receiving();
    upload.abandon();
    assertThat(upload.data(0, 10)).isEqualTo(NOTHING);
    assertThat(upload.cancel()).isEqualTo(NOTHING);
    assertThat(upload.defer(Code.BUSY, RETRY)).isEqualTo(NOTHING);
    assertThat(upload.isUnfinished()).isFalse();
  }
}
