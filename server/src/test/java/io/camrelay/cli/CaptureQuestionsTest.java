package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Script;
import io.camrelay.json.JsonView;
import io.camrelay.picture.SamplePhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator asks about a photo that is stored, without a relay beside the command. */
class CaptureQuestionsTest {

  @TempDir private Path folder;

  private final FakeProvider one = new FakeProvider();
  private final FakeProvider two = new FakeProvider();
  private Path config;

  @BeforeEach
  void configure() throws Exception {
    one.always(asked -> Script.answer("One says " + asked.question()));
    two.always(asked -> Script.answer("Two says " + asked.question()));
    config = folder.resolve("camrelay.toml");
    Files.writeString(
        config,
        """
        data = "%s"
        [listen]
        address = "127.0.0.1"
        port = 0
        [asking]
        provider = "one"
        [provider.one]
        base_url = "%s"
        model = "first"
        [provider.two]
        base_url = "%s"
        model = "second"
        """
            .formatted(folder.resolve("data"), one.baseUrl(), two.baseUrl()));
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private String asked() throws Exception {
    Path photo = Files.write(folder.resolve("gate.jpg"), SamplePhotos.all().get(0).bytes());
    Ran ran = here("ask", photo.toString(), "-q", "Open?", "--json");
    return String.valueOf(ran.json().elements().get(0).text("capture"));
  }

  @Test
  void goesOnWithTheConversation() throws Exception {
    String photo = asked();

    Ran answered = here("capture", "ask", photo, "Which colour?");
    JsonView json = here("capture", "ask", "cli/0000000000000000-1", "Sure?", "--json").json();

    assertThat(answered.status()).isEqualTo(ExitCode.OK);
    assertThat(answered.out())
        .contains("fake-vision-1 at one  (cli/0000000000000000-1; 1117 + 46 tokens")
        .contains("  One says Which colour?");
    assertThat(json.text("capture")).isEqualTo("cli/0000000000000000-2");
    assertThat(json.text("answer")).isEqualTo("One says Sure?");
    assertThat(json.number("prompt_tokens")).hasValue(1117);
    Ran shown = here("capture", "show", "cli/0000000000000000-2");
    assertThat(shown.out())
        .contains("asked by   the operator", "goes on    cli/0000000000000000-1")
        .contains("profile default, revision 0", "billed: 1117 + 46");
  }

  @Test
  void asksAgainFromTheBeginningAndComparesProviders() throws Exception {
    String photo = asked();
    here("profile", "set", "street", "chain=two", "question=Who?", "language=German");

    Ran both = here("capture", "again", photo, "--provider", "one", "--provider", "two");
    Ran street = here("capture", "again", photo, "--profile", "street", "-q", "Where?");
    List<JsonView> json =
        here("capture", "again", photo, "--provider", "two", "--json").json().elements();

    assertThat(both.status()).isEqualTo(ExitCode.OK);
    assertThat(both.out())
        .containsPattern("one +fake-vision-1 +1117 \\+ 46 .*cli/0000000000000000-1")
        .containsPattern("two +fake-vision-1 +1117 \\+ 46 .*cli/0000000000000000-2")
        .contains("One says Open?", "Two says Open?");
    assertThat(street.out()).contains("Two says Where? (Answer in German.)");
    assertThat(json).hasSize(1);
    assertThat(json.get(0).text("answer")).isEqualTo("Two says Open?");
    assertThat(here("capture", "show", "cli/0000000000000000-3").out())
        .contains("asked by   the operator, under the profile street", "about      " + photo);
    assertThat(here("capture", "list").out()).contains("cli/0000000000000000-4");
  }

  @Test
  void theChainsNextProviderTakesOverAtOnce() throws Exception {
    String photo = asked();
    here("profile", "set", "both", "chain=two, one");
    two.always(asked -> Script.status(401, "no such key", "invalid_api_key"));

    Ran answered = here("capture", "again", photo, "--profile", "both");

    assertThat(answered.status()).isEqualTo(ExitCode.OK);
    assertThat(answered.out()).contains("One says Open?");
    assertThat(here("capture", "show", "cli/0000000000000000-1").out())
        .contains("attempt 1  second at two: bad_key", "attempt 2  first at one: answered");
  }

  @Test
  void tellsWhatFailedBesideWhatDidNot() throws Exception {
    String photo = asked();
    two.always(asked -> Script.outOfMoney());

    Ran both = here("capture", "again", photo, "--provider", "one", "--provider", "two");

    assertThat(both.status()).isEqualTo(ExitCode.FAILED);
    assertThat(both.out()).contains("One says Open?", "failed, provider_money: second at two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ask nonsense Why?                  | 2 | is no capture",
        "ask cli/12-1 ''                    | 2 | a question has 1 to 2000 bytes",
        "ask cli/12-1 Why?                  | 1 | there is no capture cli/",
        "again cli/12-1                     | 1 | there is no capture cli/",
        "again cli/12-1 --provider three    | 1 | no provider three is configured",
        "again cli/12-1 --profile cellar    | 1 | there is no profile cellar",
      })
  void saysWhatIsWrong(String line, int status, String words) {
    String[] args = ("capture " + line).split(" +");
    for (int i = 0; i < args.length; i++) {
      args[i] = args[i].equals("''") ? "" : args[i];
    }

    Ran ran = here(args);

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err()).contains(words).doesNotContain("\tat ");
  }

  private Ran here(String... args) {
    return camrelay(
        Stream.concat(Arrays.stream(args), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }
}
