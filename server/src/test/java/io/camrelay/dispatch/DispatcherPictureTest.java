package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning.Sent;
import io.camrelay.capture.CaptureKey;
import io.camrelay.device.ProfileKey;
import io.camrelay.picture.SamplePhotos;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Catalogue;
import io.camrelay.usage.ModelInfo;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is done with a picture before it is paid for. */
class DispatcherPictureTest {

  private final DispatchFixture fixture = new DispatchFixture();
  private final Map<ProfileKey, String> profile = new EnumMap<>(ProfileKey.class);

  DispatcherPictureTest() {
    fixture.profiles = capture -> DispatchFixture.profile(fixture.settings, profile);
    fixture.start();
  }

  @Test
  void aBlackPictureIsRefusedBeforeAnybodyIsPaidAndTheMakerReadsWhatWasMeasured() throws Exception {
    profile.put(ProfileKey.GATE_BLACK, "refuse");
    fixture.store.showing(black());
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.provider.asked()).isZero();
    assertThat(fixture.store.get(key).attempts()).isEmpty();
    assertThat(fixture.failure(key).code()).isEqualTo(Code.PICTURE_UNFIT);
    assertThat(fixture.failure(key).hint())
        .startsWith("The photo is almost black: mean brightness");
  }

  @Test
  void whereItIsOnlyAWarningTheDeviceHearsItAndThePictureIsAsked() throws Exception {
    profile.put(ProfileKey.GATE_BLACK, "warn");
    fixture.store.showing(black());
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.heard.lines().get(0)).startsWith("OTHER The photo is almost black");
    assertThat(
            Objects.requireNonNull(fixture.store.get(key).attempts().get(0).beginning().look())
                .findings())
        .hasSize(1);
  }

  @Test
  void theSamePictureAgainIsRefusedWhereTheProfileWantsThat() throws Exception {
    profile.put(ProfileKey.GATE_SAME, "refuse");
    fixture.store.showing(photo());
    fixture.pressed("cam", 1);
    CaptureKey again = fixture.pressed("cam", 2);

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.failure(again).hint()).startsWith("The photo is the same as the one before");
  }

  @Test
  void aPictureThatNobodyCanDecodeHereCountsAsDamaged() {
    profile.put(ProfileKey.GATE_DAMAGED, "refuse");
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.failure(key).code()).isEqualTo(Code.PICTURE_UNFIT);

    profile.put(ProfileKey.GATE_DAMAGED, "warn");
    fixture.pressed("cam", 2);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void isLookedAtOnceHoweverOftenItIsAsked() throws Exception {
    profile.put(ProfileKey.GATE_BLACK, "warn");
    fixture.store.showing(black());
    fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.pass(Duration.ofSeconds(1));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.heard.lines().stream().filter(line -> line.startsWith("OTHER"))).hasSize(1);
  }

  @Test
  void goesOutAsItIsWhereTheProfileDoesNotSayOtherwise() throws Exception {
    fixture.store.showing(photo());
    fixture.models = model -> gpt();
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(sent(key)).isNull();
    assertThat(bytes()).isEqualTo(photo());
  }

  @Test
  void isReducedToWhatTheModelUsesAndWhatWentOutIsRecorded() throws Exception {
    profile.put(ProfileKey.PREPARE, "fit");
    fixture.store.showing(photo());
    fixture.models = model -> gpt();
    CaptureKey key = fixture.pressed("cam", 1);

    byte[] out = bytes();
    BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(out));
    // Tiles: fitted into 2048, then its shorter side to 768.
    assertThat(image.getHeight()).isEqualTo(768);
    assertThat(image.getWidth()).isEqualTo(1024);
    CRC32 crc = new CRC32();
    crc.update(out);
    assertThat(sent(key)).isEqualTo(new Sent(1024, 768, out.length, crc.getValue()));
  }

  @Test
  void isNeverReducedForAModelOfWhichNobodyKnowsWhatItUses() throws Exception {
    profile.put(ProfileKey.PREPARE, "fit");
    fixture.store.showing(photo());
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(sent(key)).isNull();
    assertThat(bytes()).isEqualTo(photo());
  }

  @Test
  void aFollowUpIsNotJudgedAgain() throws Exception {
    fixture.store.showing(black());
    CaptureKey first = fixture.pressed("cam", 1);
    fixture.provider.last().says("Dark.").ends();
    fixture.time.runAll();
    profile.put(ProfileKey.GATE_BLACK, "refuse");
    CaptureKey second = fixture.keep("cam", 2, "Sure?", Urgency.NORMAL, first);
    fixture.dispatcher.stored(second);
    fixture.time.runAll();

    assertThat(fixture.provider.asked()).isEqualTo(2);
  }

  private byte[] bytes() throws IOException {
    return fixture.provider.last().ask().frames().get(0).open().readAllBytes();
  }

  private @Nullable Sent sent(CaptureKey key) {
    Attempt attempt = fixture.store.get(key).attempts().get(0);
    return attempt.beginning().sent();
  }

  private static Optional<ModelInfo> gpt() {
    return Catalogue.builtIn().find("gpt-4o");
  }

  private static byte[] photo() throws IOException {
    return SamplePhotos.all().get(0).bytes();
  }

  private static byte[] black() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR), "jpeg", out);
    return out.toByteArray();
  }
}
