package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.usage.DriftSimulation.Delay;
import io.camrelay.usage.DriftSimulation.Quiet;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/operate/drift.md promises, by simulation with fixed seeds. The table there is printed
 * by {@code mvn -pl server -am test -Dtest.excludedGroups= -Dtest.groups=bench
 * -Dtest=DriftSimulationTest}.
 */
class DriftSimulationTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.019, 0.1})
  void failsAtTheUsualRateForALongTimeWithoutMoreThanAnAlarmOrTwo(double usual) {
    Quiet quiet = DriftSimulation.errorsAtUsual(7, usual, 200_000);

    assertThat(quiet.alarms()).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0.029, 2800, 5000", "0.05, 600, 900", "0.20, 95, 130", "1, 16, 16"})
  void findsAWorseRate(double rate, double mean, long ninetieth) {
    Delay delay = DriftSimulation.errorsFrom(11, rate, 100);

    assertThat(delay.mean()).isLessThan(mean);
    assertThat(delay.ninetieth()).isLessThanOrEqualTo(ninetieth);
  }

  @ParameterizedTest
  @CsvSource({"0.029, 2300", "0.05, 650", "0.20, 95", "1, 95"})
  void findsThatItIsOver(double rate, double mean) {
    assertThat(DriftSimulation.errorsBackFrom(13, rate, 100).mean()).isLessThan(mean);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.75, 0.95, 1, 1.05, 1.3})
  void billsAsEverRaiseNothingWhateverIsSentInWhicheverLanguage(double formula) {
    assertThat(DriftSimulation.tokensAtUsual(17, formula, 40_000).alarms()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-0.88, 50", "-0.20, 100", "0.20, 100", "2, 50"})
  void findsAnotherBill(double change, long captures) {
    assertThat(DriftSimulation.tokensFrom(19, change, 100).ninetieth())
        .isLessThanOrEqualTo(captures);
  }

  @Test
  @Tag("bench")
  void printsTheTable() {
    for (double usual : new double[] {0.001, 0.005, 0.019, 0.05, 0.1, 0.3}) {
      Quiet quiet = DriftSimulation.errorsAtUsual(1, usual, 20_000_000);
      print("errors at the usual %.3f: %.2f false alarms in 100,000", usual, quiet.per100k());
    }
    for (double rate : new double[] {0.024, 0.029, 0.038, 0.05, 0.1, 0.2, 0.5, 1}) {
      Delay found = DriftSimulation.errorsFrom(2, rate, 2_000);
      Delay over = DriftSimulation.errorsBackFrom(3, rate, 2_000);
      print(
          "errors from 0.019 to %.3f: found after %.0f, nine of ten after %d; over after %.0f, %d",
          rate, found.mean(), found.ninetieth(), over.mean(), over.ninetieth());
    }
    for (double formula : new double[] {0.75, 1, 1.3}) {
      Quiet quiet = DriftSimulation.tokensAtUsual(4, formula, 5_000_000);
      print(
          "tokens at %.2f of the formula: %d false alarms in %,d",
          formula, quiet.alarms(), quiet.attempts());
    }
    for (double change : new double[] {-0.88, -0.5, -0.2, 0.2, 0.5, 2}) {
      Delay found = DriftSimulation.tokensFrom(5, change, 2_000);
      print(
          "tokens %+.2f: found after %.0f, nine of ten %d",
          change, found.mean(), found.ninetieth());
    }
    assertThat(DriftSimulation.tokensFrom(6, -0.88, 2_000).ninetieth()).isLessThan(50);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
