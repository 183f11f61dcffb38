package io.camrelay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {

  private enum Engine {
    AUTO,
    JDK
  }

  @TempDir private Path folder;

  @Test
  void takesTheDefaultWhereNobodySaysOtherwise() throws Exception {
    ConfigSource source = ConfigSource.read(null, Map.of());
    assertThat(port(source)).isEqualTo(8443);
    assertThat(source.settings().get(0).origin()).isEqualTo("default");
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void theFileOverridesTheDefaultAndIsNamedWithItsLine() throws Exception {
    ConfigSource source = source("\n[listen]\nport = 9000\n");
    assertThat(port(source)).isEqualTo(9000);
    assertThat(source.settings().get(0).origin()).endsWith("camrelay.toml:3");
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void theEnvironmentOverridesTheFile() throws Exception {
    ConfigSource source = source("[listen]\nport = 9000\n", Map.of("CAMRELAY_LISTEN_PORT", "9001"));
    assertThat(port(source)).isEqualTo(9001);
    assertThat(source.settings().get(0).origin()).isEqualTo("CAMRELAY_LISTEN_PORT");
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void refusesAnUnknownKeyWithItsLineAndAGuess() throws Exception {
    ConfigSource source = source("[listen]\nprot = 9000\n");
    assertThat(port(source)).isEqualTo(8443);
    assertThat(source.problems())
        .containsExactly(
            folder.resolve("camrelay.toml")
                + ":2: unknown key listen.prot; did you mean listen.port?");
  }

  @Test
  void refusesAnUnknownVariable() throws Exception {
    ConfigSource source = source("", Map.of("CAMRELAY_PORT", "1", "PATH", "/bin"));
    assertThat(port(source)).isEqualTo(8443);
    assertThat(source.problems())
        .containsExactly("environment: CAMRELAY_PORT is no key of the configuration");
  }

  @Test
  void refusesValuesAtTheirLineAndSaysWhatWouldFit() throws Exception {
    ConfigSource source =
        source("[listen]\nport = 70000\n[a]\ntime = \"5\"\nsize = \"5\"\nword = \"x\"\nyes = 3\n");
    port(source);
    source.duration("a.time", Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1), "");
    source.bytes("a.size", 1024, 0, 4096, "");
    source.word("a.word", Engine.AUTO, "");
    source.flag("a.yes", true, "");
    String file = folder.resolve("camrelay.toml").toString();
    assertThat(source.problems())
        .containsExactly(
            file + ":2: listen.port must be a number from 1 to 65535, not \"70000\"",
            file + ":4: a.time must be a time such as \"30s\" or \"5m\", from 0ms to 1h, not \"5\"",
            file
                + ":5: a.size must be a size such as \"64KB\" or \"2MB\", from 0B to 4KB, not \"5\"",
            file + ":6: a.word must be one of auto, jdk, not \"x\"",
            file + ":7: a.yes must be true or false, not \"3\"");
  }

  @Test
  void takesValuesAtTheirBounds() throws Exception {
    ConfigSource source = source("[a]\nlow = 1\nhigh = 65535\n");
    assertThat(source.number("a.low", 5, 1, 65_535, "")).isEqualTo(1);
    assertThat(source.number("a.high", 5, 1, 65_535, "")).isEqualTo(65_535);
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void readsListsFromTheFileAndFromTheEnvironment() throws Exception {
    assertThat(source("hosts = [\"a\", \"b\"]").texts("hosts", List.of(), ""))
        .containsExactly("a", "b");
    assertThat(source("", Map.of("CAMRELAY_HOSTS", "c, d")).texts("hosts", List.of(), ""))
        .containsExactly("c", "d");
  }

  @Test
  void readsTablesWhoseNamesAreTheOperators() throws Exception {
    ConfigSource source =
        source("[provider.mine]\nmodel = \"m\"\n[provider.mine.headers]\nX-A = \"1\"\n");
    assertThat(source.tables("provider")).containsExactly("mine");
    assertThat(source.text("provider.mine.model", "", "")).isEqualTo("m");
    assertThat(source.map("provider.mine.headers", "")).containsEntry("X-A", "1");
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void saysWhereTheFileIsNoToml() {
    assertThatThrownBy(() -> source("a = 1\nb = = 2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("camrelay.toml:2: ");
  }

  @Test
  void saysThatTheFileIsNotThere() {
    assertThatThrownBy(() -> ConfigSource.read(folder.resolve("none.toml"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.toml is not there");
  }

  private static int port(ConfigSource source) {
    return source.number("listen.port", 8443, 1, 65_535, "where devices connect");
  }

  private ConfigSource source(String toml) throws IOException, ConfigException {
    return source(toml, Map.of());
  }

  private ConfigSource source(String toml, Map<String, String> environment)
      throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("camrelay.toml"), toml);
    return ConfigSource.read(file, environment);
  }
}
