package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.JsonView;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import io.camrelay.usage.Drift;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that remembers a change, read by a command and by a relay that starts. */
class DriftCommandTest {

  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  private Path config;

  /** Attempts so far, one in two hours from 1970 on. */
  private int hours;

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
        [provider.mine]
        base_url = "http://127.0.0.1:9/v1"
        model = "gpt-4o-mini"
        """
            .formatted(folder.resolve("data")));
    assertThat(here("device", "add", "porch").status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void saysSinceWhenAndByHowMuchAModelDrifts() throws Exception {
    remember("mine", 60, "answered", 25_600);
    remember("elsewhere", 60, "answered", 100);
    remember("mine", 20, "answered", 3_072);
    remember("mine", 20, "timeout", -1);

    Ran ran = here("drift");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(ran.out())
        .as("what is not configured is not watched")
        .doesNotContain("elsewhere")
        .containsPattern("mine +gpt-4o-mini +100 +20 +1.9% +0.12 +tokens, errors");
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains("bills 0.12 times the expected tokens, -88 % of the 1.00 that were usual.")
        .contains("100.0% of the attempts fail, +5163 % of the 1.9% that are usual.");
    JsonView model = here("drift", "--json").json().elements().get(0);
    assertThat(model.text("provider")).isEqualTo("mine");
    assertThat(model.number("attempts")).hasValue(100);
    JsonView tokens = model.elements("alarms").get(0);
    assertThat(tokens.text("since")).isEqualTo("1970-01-06T02:00:00Z");
  }

  @Test
  void aRelayThatStartsKnowsWhatIsUsualAndWhatDrifts() throws Exception {
    remember("mine", 60, "answered", 25_600);
    remember("mine", 20, "answered", 3_072);

    try (Relay relay = Relay.start(RelayConfig.load(config, Map.of()))) {
      assertThat(relay.drift().on())
          .singleElement()
          .extracting(Drift.Alarm::measure, Drift.Alarm::attempts)
          .containsExactly(Drift.Measure.TOKENS, 20L);
    }
  }

  @Test
  void whatTheOperatorCallsUsualIs() throws Exception {
    Files.writeString(config, Files.readString(config) + "[usage]\nusual_errors = 500\n");
    remember("mine", 300, "timeout", -1);
    remember("mine", 300, "answered", 25_600);

    assertThat(here("drift").out()).containsPattern("600 +300 +50.0% ");
  }

  @Test
  void saysThatNobodyWasAskedYet() {
    Ran ran = here("drift");

    assertThat(ran.err()).contains("none of the configured models was asked yet");
    assertThat(ran.out()).isEmpty();
    assertThat(here("drift", "--json").json().elements()).isEqualTo(List.of());
  }

  private void remember(String provider, int times, String outcome, long prompt) throws Exception {
    Path file = folder.resolve("data").resolve("camrelay.db");
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert =
            database.prepareStatement(
                """
                INSERT INTO ledger (device, epoch, number, ordinal, begun_at, profile, revision,
                  provider, model, expected_picture, expected_prompt, worst_tokens, settled_at,
                  outcome, prompt_tokens, answer_tokens, basis)
                VALUES ('porch', 7, ?, 1, ?, '', 0, ?, 'gpt-4o-mini', 25501, 25600, -1, 0, ?, ?, 30,
                  'UNKNOWN')""")) {
      database.setAutoCommit(false);
      for (int i = 0; i < times; i++) {
        hours += provider.equals("mine") ? 2 : 0;
        insert.setInt(1, provider.equals("mine") ? hours : 100_000 + i);
        insert.setLong(2, hours * HOUR);
        insert.setString(3, provider);
        insert.setString(4, outcome);
        insert.setLong(5, prompt);
        insert.execute();
      }
      database.commit();
    }
  }

  private Ran here(String... words) {
    return camrelay(
        Stream.concat(Arrays.stream(words), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }
}
