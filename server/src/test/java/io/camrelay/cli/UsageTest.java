package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  /** What a terminal shows without folding. */
  private static final int COLUMNS = 80;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', serve demo device profile ask capture provider cost budget spent drift simulate config doctor version --help",
    "serve, --config --data --host --port",
    "demo, --base-url --model --keep",
    "device, add list revoke",
    "device add, NAME --replace --json --data",
    "device list, --json --data",
    "device revoke, NAME --data",
    "profile, list show set unset history remove assign",
    "profile list, --json --data",
    "profile show, NAME --device --json",
    "profile set, NAME KEY=VALUE --json",
    "profile unset, NAME KEY",
    "profile history, NAME --limit --json",
    "profile remove, NAME --data",
    "profile assign, DEVICE PROFILE",
    "ask, PHOTO --question --together --json --verbose --data",
    "capture, list show ask again",
    "capture list, --device --state --limit --json",
    "capture show, CAPTURE --frame --json",
    "provider, list check",
    "provider list, --config",
    "provider check, NAME --json",
    "capture ask, CAPTURE QUESTION --json",
    "capture again, CAPTURE --question --profile --provider --json",
    "budget, set list remove",
    "budget set, NAME --day --month --day-tokens --month-tokens --warn --cheaper",
    "budget list, --json --data",
    "budget remove, NAME --day --month --day-tokens --month-tokens",
    "spent, --by --since --json",
    "drift, --json --data",
    "cost, MODEL --all --answer --text --json",
    "simulate, --cameras --presses --json",
    "config, check print",
    "config check, --config",
    "config print, --config --json",
    "doctor, --config --json",
    "version, --help",
  })
  void helpNamesWhatACommandTakes(String command, String words) {
    Ran ran = camrelay(words((command + " --help").strip()));

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains(words.split(" "));
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Which command?, camrelay --help",
    "frobnicate, there is no command frobnicate, camrelay --help",
    "device, 'add, list or revoke?', camrelay device --help",
    "device frobnicate, there is no command frobnicate, camrelay device --help",
    "profile, 'remove or assign?', camrelay profile --help",
    "capture, 'list, show, ask or again?', camrelay capture --help",
    "budget, 'set, list or remove?', camrelay budget --help",
    "provider, list or check?, camrelay provider --help",
    "config, check or print?, camrelay config --help",
    "serve --frob, --frob, camrelay serve --help",
    "serve --port x, --port, camrelay serve --help",
    "ask, PHOTO, camrelay ask --help",
    "capture list --state lost, --state, camrelay capture list --help",
  })
  void wrongArgumentsAreNamedWithTheHelpThatExplainsThem(String line, String what, String help) {
    Ran ran = camrelay(words(line));

    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("camrelay: ").contains(what).contains("Try: " + help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capture list --limit 0",
        "capture list --limit 10001",
        "capture show nonsense",
        "capture show cli/12-",
        "simulate --cameras 0",
        "simulate --cameras 20001",
        "simulate --presses 0",
        "simulate --cameras 1000 --presses 1001",
      })
  void valuesOutOfBoundsAreWrongArguments(String line) {
    Ran ran = camrelay(words(line));

    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("camrelay: ").doesNotContain("\tat ");
  }

  @Test
  void everyMistakeOfAConfigurationIsToldAtOnceWithItsLine() throws Exception {
    Path file = folder.resolve("camrelay.toml");
    Files.writeString(
        file,
        """
        [asking]
        provider = "opnai"
        deadlin = "3m"
        [listen]
        port = 99999
        [provider.openai]
        model = "gpt"
        base_url = "htp://x"
        detail = "lo"
        headers_timeout = "5 parsecs"
        """);

    Ran ran = camrelay("config", "check", "-c", file.toString());

    assertThat(ran.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(ran.err())
        .contains(file + ":2: asking.provider: there is no table [provider.opnai]")
        .contains(file + ":3: unknown key asking.deadlin; did you mean asking.deadline?")
        .contains(file + ":5: listen.port must be a number from 0 to 65535, not \"99999\"")
        .contains(file + ":8: provider.openai.base_url: ")
        .contains(file + ":9: provider.openai.detail must be one of ")
        .contains(file + ":10: provider.openai.headers_timeout must be ")
        .doesNotContain("unknown key provider.openai");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "doctor", "config print", "device list", "ask photo.jpg"})
  void aConfigurationThatIsNotThereIsAConfigurationError(String command) throws Exception {
    Path photo = Files.write(folder.resolve("photo.jpg"), new byte[] {1});
    String missing = folder.resolve("nothing.toml").toString();
    String line = command.replace("photo.jpg", photo.toString());

    Ran ran =
        camrelay(
            Stream.concat(Stream.of(words(line)), Stream.of("-c", missing)).toArray(String[]::new));

    assertThat(ran.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(ran.err()).contains(missing + " is not there");
  }

  @Test
  void configPrintTellsEveryKeyWithItsOrigin() throws Exception {
    Path file = folder.resolve("camrelay.toml");
    Files.writeString(file, "[listen]\nport = 9443\n");

    Ran table = camrelay("config", "print", "-c", file.toString());
    Ran json = camrelay("config", "print", "--json", "-c", file.toString());

    assertThat(table.out()).containsPattern("listen\\.port +9443 +\\S+camrelay\\.toml:2 ");
    assertThat(json.json().elements())
        .anyMatch(
            setting ->
                String.valueOf(setting.text("key")).equals("listen.port")
                    && String.valueOf(setting.text("value")).equals("9443"));
  }

  @Test
  void versionNamesTheProtocol() {
    assertThat(camrelay("version").out()).contains("protocol  camrelay/1");
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
