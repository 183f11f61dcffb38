package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.JsonView;
import io.camrelay.picture.SamplePhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetCommandsTest {

  @TempDir private Path folder;

  private Path config;

  @BeforeEach
  void configure() throws Exception {
    config = folder.resolve("camrelay.toml");
    Files.writeString(
        config,
        """
        data = "%s"
        [listen]
        address = "127.0.0.1"
        port = 0
        [usage]
        time_zone = "Asia/Kathmandu"
        """
            .formatted(folder.resolve("data")));
  }

  @Test
  void setsListsAndRemovesBudgets() {
    here("device", "add", "porch");
    Ran set = here("budget", "set", "all", "--day", "1.00", "--month", "20", "--warn", "75");
    here("budget", "set", "device", "porch", "--day-tokens", "200000", "--cheaper", "90");
    here("budget", "set", "profile", "default", "--month", "0.000000001");

    assertThat(set.out())
        .contains("the day's budget of all devices together is $1.00; $0 of it are spent")
        .contains("the month's budget of all devices together is $20.00");
    assertThat(here("budget", "list").out())
        .containsPattern("all +day +\\$1.00 +\\$0 +\\$0 +0 % +\\S+ 00:00 +75 % +-")
        .containsPattern("all +month +\\$20.00 ")
        .containsPattern("profile default +month ")
        .containsPattern("device porch +day +200000 tokens +0 tokens .* 80 % +90 %");
    JsonView first = here("budget", "list", "--json").json().elements().get(0);
    assertThat(first.text("scope")).isEqualTo("all");
    assertThat(first.text("limit")).isEqualTo("1");
    assertThat(first.text("renews_at")).as("midnight in Kathmandu").endsWith("T18:15:00Z");
    assertThat(here("budget", "remove", "all", "--month").out())
        .isEqualToIgnoringNewLines("removed the month's budget of all devices together in dollars");
    assertThat(here("budget", "remove", "device", "porch").out()).contains("in tokens");
    assertThat(here("budget", "list", "--json").json().elements()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set all                            | 2 | how much?",
        "set all --day 0                    | 2 | --day must be more than 0",
        "set all --day -1                   | 2 | --day must be more than 0",
        "set all --day 1000000001           | 2 | limit",
        "set all --month 1e30               | 2 | --month must be more than 0 and at most",
        "set all --day x                    | 2 | --day",
        "set all --day-tokens 0             | 2 | limit is 0",
        "set all --day 1 --warn 101         | 2 | warnPercent is 101, but must be 0 to 100",
        "set all --day 1 --cheaper -1       | 2 | cheaperPercent is -1",
        "set all porch --day 1              | 2 | the budget of all has no name",
        "set everybody --day 1              | 2 | all, profile NAME or device NAME",
        "set device --day 1                 | 2 | which device? Write: device NAME",
        "set device porch --day 1           | 1 | there is no device porch; there is none",
        "set profile garden --day 1         | 1 | there is no profile garden; there is default",
        "remove all                         | 1 | there is no such budget",
      })
  void saysWhatIsWrong(String line, int status, String words) {
    Ran ran = here(("budget " + line).split(" +"));

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void saysWhatWasSpent() throws Exception {
    assertThat(here("spent").err()).contains("nobody was asked since");
    here("budget", "set", "all", "--day", "0.01");
    Path photo = Files.write(folder.resolve("a.jpg"), SamplePhotos.all().get(0).bytes());
    assertThat(here("ask", photo.toString(), photo.toString()).status()).isEqualTo(ExitCode.OK);

    assertThat(here("spent").out()).containsPattern("20\\d\\d-\\d\\d-\\d\\d +2 +2 ");
    assertThat(here("spent", "--by", "device").out()).containsPattern("cli +2 +2 +0 +0 +\\$0 ");
    assertThat(here("spent", "--by", "profile").out()).containsPattern("default +2 ");
    JsonView model = here("spent", "--by", "model", "--json").json().elements().get(0);
    assertThat(model.text("model")).isEqualTo("offline");
    assertThat(model.number("attempts")).hasValue(2);
    assertThat(model.text("cost")).isEqualTo("0");
    assertThat(here("spent", "--since", "2999-01-01").err()).contains("nobody was asked");
    Ran wrong = here("spent", "--since", "yesterday");
    assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--since");
    assertThat(here("budget", "list").out()).containsPattern("all +day +\\$0.01\\S* +\\$0 +\\$0 ");
  }

  private Ran here(String... args) {
    return camrelay(
        Stream.concat(Arrays.stream(args), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }
}
