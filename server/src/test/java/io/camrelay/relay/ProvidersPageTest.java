package io.camrelay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.Preset;
import io.camrelay.vision.ProviderSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/operate/providers.md to the presets that there are. */
class ProvidersPageTest {

  private static final Path PAGE = Path.of("..", "docs", "operate", "providers.md");

  private static final Pattern TOML = Pattern.compile("```toml\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `((?!preset`)[a-z-]+)`[^|]*\\| (.*)\\|$");

  @TempDir private Path folder;

  @Test
  void everyPresetHasItsTableToCopyWhichLoadsAsItIs() throws Exception {
    Map<String, ProviderSettings> providers = copied();

    assertThat(presets(toCopy())).containsExactlyInAnyOrderElementsOf(words());
    assertThat(providers).hasSameSizeAs(Preset.values());
    assertThat(providers.values()).allSatisfy(p -> assertThat(p.model()).isNotEmpty());
  }

  @Test
  void everyPresetsRowSaysWhatItReallyDoes() throws Exception {
    Map<String, String> rows =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(words());
    for (Preset preset : Preset.values()) {
      assertThat(rows.get(word(preset)))
          .as(word(preset))
          .contains("`" + preset.baseUrlExample() + "`")
          .contains("| `" + preset.dialect().tokenLimitField() + "` |")
          .contains(preset.wantsKey() ? "`" + preset.keyHeader() : "| none")
          .contains(preset.dialect().detail() == null ? "| not sent |" : "| `high` |");
    }
  }

  private Map<String, ProviderSettings> copied() throws Exception {
    Path file = Files.writeString(folder.resolve("camrelay.toml"), toCopy());
    Map<String, String> keys =
        Pattern.compile("key_env = \"(\\w+)\"")
            .matcher(toCopy())
            .results()
            .map(match -> match.group(1))
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> "sk-" + name));
    return RelayConfig.load(file, keys).providers();
  }

  private static String toCopy() throws Exception {
    return TOML.matcher(Files.readString(PAGE))
        .results()
        .map(MatchResult::group)
        .map(block -> block.replace("```toml", "").replace("```", ""))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> presets(String toml) {
    return Pattern.compile("preset = \"([a-z-]+)\"")
        .matcher(toml)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> words() {
    return Arrays.stream(Preset.values()).map(ProvidersPageTest::word).toList();
  }

  private static String word(Preset preset) {
    return preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
