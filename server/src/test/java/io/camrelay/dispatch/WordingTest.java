package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.picture.Detail;
import io.camrelay.vision.AnswerSchema;
import io.camrelay.vision.Manner;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {

  private static final ProfileSettings CONFIGURED =
      new ProfileSettings(
          Map.of(
              ProfileKey.CHAIN, "openai",
              ProfileKey.QUESTION, "What is it?",
              ProfileKey.DEADLINE, "2m"));

  private static EffectiveProfile profile(ProfileSettings settings) {
    return ProfileSnapshot.EMPTY.of("any", settings);
  }

  @Test
  void whatAProfileDoesNotSayIsTheProvidersOwn() {
    assertThat(Wording.manner(profile(CONFIGURED))).isEqualTo(Manner.PROVIDERS_OWN);
    assertThat(Wording.asked("Open?", profile(CONFIGURED))).isEqualTo("Open?");
  }

  @Test
  void whatItSaysGoesOverTheProviders() {
    EffectiveProfile profile =
        profile(
            CONFIGURED
                .with(ProfileKey.SYSTEM_PROMPT, "")
                .with(ProfileKey.ANSWER_TOKENS, "60")
                .with(ProfileKey.TEMPERATURE, "0.5")
                .with(ProfileKey.EFFORT, "low")
                .with(ProfileKey.DETAIL, "low")
                .with(ProfileKey.SCHEMA, "{\"type\":\"object\"}")
                .with(ProfileKey.LANGUAGE, "German"));

    assertThat(Wording.manner(profile))
        .isEqualTo(
            new Manner(
                "",
                60,
                0.5,
                "low",
                Detail.LOW,
                new AnswerSchema("answer", "{\"type\":\"object\"}")));
    assertThat(Wording.asked("Open?", profile)).isEqualTo("Open? (Answer in German.)");
  }

  @Test
  void aTemperatureCanBeLeftOut() {
    Manner manner = Wording.manner(profile(CONFIGURED.with(ProfileKey.TEMPERATURE, "none")));

    assertThat(manner.temperature()).isEqualTo(Manner.NO_TEMPERATURE);
  }
}
