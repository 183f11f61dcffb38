package io.camrelay.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.camrelay.device.ProfileSnapshot.Assignment;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.protocol.ProfileData;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveProfileTest {

  private static final ProfileSettings CONFIGURED =
      new ProfileSettings(
          Map.of(
              ProfileKey.CHAIN, "openai",
              ProfileKey.QUESTION, "What is it?",
              ProfileKey.DEADLINE, "2m"));

  private static Profile profile(String name, long revision, ProfileKey key, String value) {
    return new Profile(name, revision, ProfileSettings.NONE.with(key, value));
  }

  private static final ProfileSnapshot SNAPSHOT =
      new ProfileSnapshot(
          Map.of(
              "default", profile("default", 5, ProfileKey.QUESTION, "Who is there?"),
              "garden", profile("garden", 3, ProfileKey.CHAIN, "local, openai")),
          Map.of("porch", new Assignment("garden", 4), "attic", new Assignment("default", 9)));

  @Test
  void theDevicesProfileLiesOverTheDefaultOneOverTheConfiguration() {
    EffectiveProfile porch = SNAPSHOT.of("porch", CONFIGURED);

    assertThat(porch.name()).isEqualTo("garden");
    assertThat(porch.chain()).containsExactly("local", "openai");
    assertThat(porch.question()).isEqualTo("Who is there?");
    assertThat(porch.deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(SNAPSHOT.of("gate", CONFIGURED).chain()).containsExactly("openai");
    assertThat(ProfileSnapshot.EMPTY.of("gate", CONFIGURED).question()).isEqualTo("What is it?");
  }

  @Test
  void theRevisionIsTheLatestOfAllThatWentIntoIt() {
    assertThat(SNAPSHOT.of("porch", CONFIGURED).revision()).isEqualTo(5);
    assertThat(SNAPSHOT.of("gate", CONFIGURED).revision()).isEqualTo(5);
    assertThat(SNAPSHOT.of("attic", CONFIGURED).revision()).as("an assignment").isEqualTo(9);
    assertThat(SNAPSHOT.named("garden", CONFIGURED).orElseThrow().revision()).isEqualTo(5);
    assertThat(ProfileSnapshot.EMPTY.of("gate", CONFIGURED).revision()).isZero();
  }

  @Test
  void aNameThatNobodyHasGivenIsNoProfile() {
    assertThat(SNAPSHOT.named("cellar", CONFIGURED)).isEmpty();
    assertThat(ProfileSnapshot.EMPTY.named("default", CONFIGURED)).isPresent();
  }

  @Test
  void whatNobodySaysIsAsUsual() {
    EffectiveProfile usual = ProfileSnapshot.EMPTY.of("gate", CONFIGURED);

    assertThat(usual.cheaperChain()).isEmpty();
    assertThat(usual.systemPrompt()).isNull();
    assertThat(usual.temperature()).isNull();
    assertThat(usual.schema()).isEmpty();
    assertThat(usual.gate().rule(GateCheck.BLACK).action()).isEqualTo(GateAction.WARN);
    assertThat(usual.gate().rule(GateCheck.SAME).action()).isEqualTo(GateAction.OFF);
    assertThat(usual.fit()).isFalse();
    assertThat(usual.overlap()).isTrue();
    assertThat(usual.forDevice())
        .isEqualTo(new ProfileData(0, "", ProfileData.OWN_QUALITY, 0, false, "What is it?"));
  }

  @Test
  void aPictureThatIsReducedIsNotOverlapped() {
    ProfileSettings fitted =
        CONFIGURED.with(ProfileKey.PREPARE, "fit").with(ProfileKey.OVERLAP, "true");

    assertThat(EffectiveProfile.of("default", 0, fitted).overlap()).isFalse();
  }

  @Test
  void tellsTheDeviceWhatItActsOn() {
    ProfileSettings settings =
        CONFIGURED
            .with(ProfileKey.FRAME_SIZE, "vga")
            .with(ProfileKey.QUALITY, "12")
            .with(ProfileKey.INTERVAL, "10m")
            .with(ProfileKey.FLASH, "true");

    assertThat(EffectiveProfile.of("garden", 17, settings).forDevice())
        .isEqualTo(new ProfileData(17, "VGA", 12, 600, true, "What is it?"));
  }

  @Test
  void theConfigurationMustSayWhoIsAskedWhatForHowLong() {
    for (ProfileKey key :
        new ProfileKey[] {ProfileKey.CHAIN, ProfileKey.QUESTION, ProfileKey.DEADLINE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EffectiveProfile.of("default", 0, CONFIGURED.without(key)))
          .withMessage("nothing says what " + key.word() + " is");
    }
  }
}
