package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.JsonView;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostCommandTest {

  private static final int COLUMNS = 100;

  @TempDir private Path folder;

  @Test
  void printsWhatEachFrameSizeCosts() {
    Ran ran = camrelay("cost", "gpt-4o-mini", "gpt-4o");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .containsSubsequence(
            "gpt-4o-mini   $0.15 in and $0.60 out for a million tokens",
            "HD     1280x720   high    36,835  $0.00553",
            "UXGA   1600x1200  high    25,501  $0.00383",
            "UXGA   1600x1200  low     2,833   $0.000425",
            "- HD (1280x720) costs more than UXGA",
            "gpt-4o   $2.50 in and $10.00 out for a million tokens",
            "UXGA   1600x1200  high    765     $0.00191");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void asksForNothingButWhatIsConfigured() throws Exception {
    Path config = Files.writeString(folder.resolve("camrelay.toml"), "");
    assertThat(camrelay("cost", "-c", config.toString()).out())
        .contains("the built-in offline provider costs nothing");

    Files.writeString(config, "[provider.mine]\nmodel = \"gpt-6-luna\"\n");
    assertThat(camrelay("cost", "-c", config.toString()).out()).startsWith("gpt-6-luna ");
  }

  @Test
  void takesTheOperatorsOwnPrices() throws Exception {
    Path own =
        Files.writeString(
            folder.resolve("models.json"),
            """
            {"as_of": "2026-12-01", "models": [{"model": "llava", "source": "my own",
              "formula": {"kind": "fixed", "low": 576, "high": 576, "auto": 576},
              "prices": {"input": "0", "output": "0"}}]}
            """);
    Path config =
        Files.writeString(
            folder.resolve("camrelay.toml"),
            "[usage]\ncatalogue = \"%s\"\n[provider.local]\nmodel = \"llava\"\n".formatted(own));

    Ran ran = camrelay("cost", "-c", config.toString());

    assertThat(ran.out()).contains("As of 2026-12-01: my own", "UXGA   1600x1200  any     576");
    Files.writeString(
        own, "{\"as_of\": \"2026-12-01\", \"models\": [{\"model\": \"a\", \"b\": 1}]}");
    Ran wrong = camrelay("cost", "-c", config.toString());
    assertThat(wrong.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.err()).contains("usage.catalogue", "models.json", "a: unknown member b");
  }

  @Test
  void writesTheSameAsJson() throws Exception {
    JsonView row = camrelay("cost", "gpt-4o-mini", "--json").json().at(0, "frames", 14);

    assertThat(row.text("frame")).isEqualTo("UXGA");
    assertThat(row.text("detail")).isEqualTo("high");
    assertThat(row.number("tokens")).hasValue(25_501);
    assertThat(row.text("picture_dollars")).isEqualTo("0.00382515");
    assertThat(row.number("photos_for_a_dollar")).hasValue(256);
  }

  @Test
  void listsAllModelsAndWhatIsNotKnownAsUnknown() {
    assertThat(camrelay("cost", "--all").out())
        .containsPattern("gpt-4o-mini +25,501 +\\$0.00383 +\\$0.00390 +256 +2027-01-14")
        .containsPattern("gpt-6 +2,280 +unknown +unknown +-");
  }

  @ParameterizedTest
  @CsvSource({
    "frob, 1, what frob costs is not known",
    "gpt-4o --answer -1, 2, --answer must be 0 to 1000000 tokens",
    "gpt-4o --answer 1000001, 2, --answer must be 0 to 1000000 tokens",
    "gpt-4o --text 1000001, 2, --text must be 0 to 1000000 tokens",
  })
  void refusesWhatItCannotTell(String arguments, int status, String said) {
    Ran ran = camrelay(("cost " + arguments).split(" "));

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err()).contains(said);
    assertThat(camrelay("cost", "gpt-4o", "--answer", "1000000").status()).isEqualTo(ExitCode.OK);
  }
}
