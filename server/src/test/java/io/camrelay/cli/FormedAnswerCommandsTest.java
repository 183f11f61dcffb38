package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Script;
import io.camrelay.picture.SamplePhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's side of answers by schema, with the example that the page has. */
class FormedAnswerCommandsTest {

  @TempDir private Path folder;

  private Path schema;
  private Path photo;

  @BeforeEach
  void write() throws IOException {
    schema = Files.writeString(folder.resolve("gate.schema.json"), example());
    photo = Files.write(folder.resolve("gate.jpg"), SamplePhotos.all().get(0).bytes());
  }

  @Test
  void askAndShowHaveOneLineAndEachAttempt() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.next(
          Script.answer("Open."),
          Script.answer("{\"seen\": [], \"why\": \"no bar\", \"open\": true}"));
      Path config = configure(provider);

      Ran set = here(config, "profile", "set", "default", "schema=@" + schema);
      Ran asked = here(config, "ask", photo.toString());

      assertThat(set.err()).isEmpty();
      assertThat(asked.status()).isEqualTo(ExitCode.OK);
      String line = "{\"open\":true,\"why\":\"no bar\",\"seen\":[]}";
      assertThat(asked.out().lines()).contains("  " + line);
      String key = asked.out().substring(asked.out().indexOf('(') + 1, asked.out().indexOf(')'));
      assertThat(here(config, "capture", "show", key).out())
          .contains(line)
          .containsPattern(
              "attempt 1  .*: unfit after \\d+ ms, billed: yes \\(\\$: it is no JSON\\)")
          .containsPattern("attempt 2  .*: answered after");
    }
  }

  @Test
  void aSchemaThatCannotBeUsedIsRefusedWhenItIsSet() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      Path config = configure(provider);
      Files.writeString(schema, "{\"$ref\": \"https://example.com/gate.json\"}");

      Ran refused = here(config, "profile", "set", "default", "schema=@" + schema);

      assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .contains(
              "the schema cannot be used: its $ref leads to https://example.com/gate.json, and"
                  + " nothing is fetched");
      assertThat(here(config, "profile", "show", "default", "--json").out())
          .doesNotContain("example.com");
    }
  }

  private Path configure(FakeProvider provider) throws IOException {
    return Files.writeString(
        folder.resolve("camrelay.toml"),
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
        """
            .formatted(folder.resolve("data"), provider.baseUrl()));
  }

  /** The schema in docs/operate/profiles.md. */
  private static String example() throws IOException {
    String page = Files.readString(Path.of("../docs/operate/profiles.md"));
    Matcher json = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(json.find()).as("the page has an example").isTrue();
    return json.group(1);
  }

  private static Ran here(Path config, String... args) {
    return camrelay(
        Stream.concat(Arrays.stream(args), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }
}
