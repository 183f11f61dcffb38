package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camrelay.json.JsonView;
import org.junit.jupiter.api.Test;

/** Commands that start a relay and cameras of their own. */
class WholeRelayCommandsTest {

  @Test
  void theDemoEndsWithEveryPhotoAnswered() {
    assumeThat(System.getenv("OPENAI_API_KEY"))
        .as("with a key the demo would spend money")
        .isNull();

    Ran ran = camrelay("demo");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("offline", "STORED after", "3 of 3 photos were answered.")
        .doesNotContain("link was cut", "no link", "lost (");
  }

  @Test
  void theDemoRefusesAnUpstreamWithoutAModel() {
    Ran ran = camrelay("demo", "--base-url", "http://127.0.0.1:9/v1");

    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("--model");
  }

  @Test
  void aSimulationCountsItsCaptures() {
    Ran ran = camrelay("simulate", "--cameras", "2", "--presses", "2", "--json");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    JsonView report = ran.json();
    assertThat(report.number("captures")).hasValue(4);
    assertThat(report.number("answered")).hasValue(4);
    assertThat(report.number("failed")).hasValue(0);
  }
}
