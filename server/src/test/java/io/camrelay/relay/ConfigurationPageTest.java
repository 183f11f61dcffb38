package io.camrelay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/operate/configuration.md to the settings that there are. */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "operate", "configuration.md");

  @TempDir private Path folder;

  @Test
  void everySettingHasItsRowAndEveryRowASetting() throws Exception {
    Path file =
        Files.writeString(folder.resolve("camrelay.toml"), "[provider.NAME]\nmodel = \"m\"\n");
    List<String> expected =
        RelayConfig.load(file, Map.of()).settings().stream()
            .map(ConfigurationPageTest::row)
            .toList();
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .as("the rows of " + PAGE + "; the expected ones can be copied from here")
        .containsExactlyElementsOf(expected);
  }

  private static String row(Setting setting) {
    String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
    return "| `%s` | %s | %s |".formatted(setting.key(), standard, setting.meaning());
  }
}
