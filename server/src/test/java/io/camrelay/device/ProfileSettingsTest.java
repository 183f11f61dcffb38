package io.camrelay.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.camrelay.picture.Detail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileSettingsTest {

  private static ProfileSettings set(ProfileKey key, String value) {
    return ProfileSettings.NONE.with(key, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAIN          | openai, local,claude-2 | openai, local, claude-2",
        "CHAIN          | a,b,c,d,e,f,g,h        | a, b, c, d, e, f, g, h",
        "CHEAPER_CHAIN  | none                   | none",
        "CHEAPER_CHAIN  | local                  | local",
        "QUESTION       | Is it open?            | Is it open?",
        "SYSTEM_PROMPT  | ''                     | ''",
        "LANGUAGE       | none                   | none",
        "LANGUAGE       | Swiss German           | Swiss German",
        "ANSWER_TOKENS  | 1                      | 1",
        "ANSWER_TOKENS  | 1000000                | 1000000",
        "TEMPERATURE    | 0                      | 0.0",
        "TEMPERATURE    | 2                      | 2.0",
        "TEMPERATURE    | none                   | none",
        "EFFORT         | none                   | none",
        "EFFORT         | xhigh                  | xhigh",
        "DETAIL         | low                    | low",
        "SCHEMA         | {\"type\":\"object\"}   | {\"type\":\"object\"}",
        "SCHEMA         | none                   | none",
        "DEADLINE       | 5s                     | 5s",
        "DEADLINE       | 60m                    | 1h",
        "GATE_BLACK     | refuse                 | refuse",
        "GATE_SAME      | off                    | off",
        "PREPARE        | fit                    | fit",
        "FIT_QUALITY    | 10                     | 10",
        "FIT_QUALITY    | 100                    | 100",
        "OVERLAP        | false                  | false",
        "FRAME_SIZE     | uxga                   | UXGA",
        "FRAME_SIZE     | own                    | own",
        "QUALITY        | 0                      | 0",
        "QUALITY        | 63                     | 63",
        "QUALITY        | own                    | own",
        "INTERVAL       | 1s                     | 1s",
        "INTERVAL       | 30d                    | 30d",
        "INTERVAL       | off                    | off",
        "FLASH          | true                   | true",
      })
  void keepsEachValueInOneWay(ProfileKey key, String written, String kept) {
    ProfileSettings settings = set(key, written);

    assertThat(settings.get(key)).isEqualTo(kept);
    assertThat(set(key, kept)).isEqualTo(settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAIN          | ''                 | 1 to 8 providers",
        "CHAIN          | a,b,c,d,e,f,g,h,i  | 1 to 8 providers",
        "CHAIN          | a,,b               | with commas",
        "CHAIN          | a, b, a            | none twice",
        "QUESTION       | ' '                | 1 to 2000 bytes",
        "LANGUAGE       | {}                 | a language's name",
        "ANSWER_TOKENS  | 0                  | a number from 1 to 1000000",
        "ANSWER_TOKENS  | 1000001            | a number from 1 to 1000000",
        "TEMPERATURE    | -0.1               | from 0 to 2",
        "TEMPERATURE    | 2.1                | from 0 to 2",
        "TEMPERATURE    | NaN                | from 0 to 2",
        "TEMPERATURE    | warm               | or none",
        "EFFORT         | very high          | the provider's word",
        "DETAIL         | medium             | one of low, high, auto",
        "SCHEMA         | []                 | a JSON schema, which is an object",
        "SCHEMA         | {                  | a JSON schema",
        "DEADLINE       | 4s                 | from 5s to 1h",
        "DEADLINE       | 61m                | from 5s to 1h",
        "GATE_WHITE     | no                 | one of off, warn, refuse",
        "PREPARE        | smaller            | fit or as_is",
        "FIT_QUALITY    | 9                  | from 10 to 100",
        "FIT_QUALITY    | 101                | from 10 to 100",
        "OVERLAP        | yes                | true or false",
        "FRAME_SIZE     | QXGA               | one of QQVGA",
        "QUALITY        | -1                 | 0 (best) to 63",
        "QUALITY        | 64                 | 0 (best) to 63",
        "INTERVAL       | 0s                 | from 1s to 30d",
        "INTERVAL       | 1500ms             | whole seconds",
        "INTERVAL       | 31d                | from 1s to 30d",
      })
  void refusesWhatDoesNotFitInTheOperatorsWords(ProfileKey key, String written, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(key, written))
        .withMessageStartingWith(key.word() + " must be ")
        .withMessageContaining(words)
        .withMessageContaining("not \"" + written);
  }

  @Test
  void textsHaveTheirBounds() {
    String question = "ä".repeat(1_000);
    assertThat(set(ProfileKey.QUESTION, question).question()).isEqualTo(question);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(ProfileKey.QUESTION, question + "?"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));

    String prompt = "p".repeat(ProfileForm.MAX_SYSTEM_PROMPT);
    assertThat(set(ProfileKey.SYSTEM_PROMPT, prompt).systemPrompt()).isEqualTo(prompt);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(ProfileKey.SYSTEM_PROMPT, prompt + "p"));

    String schema = "{\"a\":\"" + "s".repeat(ProfileForm.MAX_SCHEMA - 8) + "\"}";
    assertThat(set(ProfileKey.SCHEMA, schema).schema()).isEqualTo(schema);
    assertThatIllegalArgumentException().isThrownBy(() -> set(ProfileKey.SCHEMA, schema + " "));
    assertThat(set(ProfileKey.EFFORT, "e".repeat(16)).effort()).hasSize(16);
    assertThatIllegalArgumentException().isThrownBy(() -> set(ProfileKey.EFFORT, "e".repeat(17)));
  }

  @ParameterizedTest
  @EnumSource(ProfileKey.class)
  void whatIsNotSetReadsAsNull(ProfileKey key) {
    assertThat(ProfileSettings.NONE.get(key)).isNull();
    assertThat(ProfileKey.of(key.word())).contains(key);
  }

  @Test
  void readsWhatItKeeps() {
    ProfileSettings settings =
        new ProfileSettings(
            Map.of(
                ProfileKey.CHAIN, "openai,local",
                ProfileKey.CHEAPER_CHAIN, "none",
                ProfileKey.TEMPERATURE, "none",
                ProfileKey.DETAIL, "high",
                ProfileKey.DEADLINE, "90s",
                ProfileKey.QUALITY, "own",
                ProfileKey.INTERVAL, "off",
                ProfileKey.FRAME_SIZE, "own"));

    assertThat(settings.chain()).containsExactly("openai", "local");
    assertThat(settings.cheaperChain()).isEqualTo(List.of());
    assertThat(settings.temperature()).isEqualTo(Temperature.NONE);
    assertThat(settings.detail()).isEqualTo(Detail.HIGH);
    assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.quality()).isEqualTo(-1);
    assertThat(settings.interval()).isZero();
    assertThat(settings.frameSize()).isEmpty();
    assertThat(settings.question()).isNull();
  }

  @Test
  void liesOverAnotherAndTakesNothingFromItWhereItSaysSomethingItself() {
    ProfileSettings above = set(ProfileKey.QUESTION, "Above?").with(ProfileKey.FLASH, "true");
    ProfileSettings below = set(ProfileKey.QUESTION, "Below?").with(ProfileKey.DETAIL, "low");

    ProfileSettings both = above.over(below);

    assertThat(both.question()).isEqualTo("Above?");
    assertThat(both.flash()).isTrue();
    assertThat(both.detail()).isEqualTo(Detail.LOW);
    assertThat(both.without(ProfileKey.FLASH).flash()).isNull();
    assertThat(above.detail()).isNull();
  }
}
