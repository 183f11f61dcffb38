package io.camrelay.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({"0ms,0", "250ms,250", "30s,30000", "5m,300000", "2 h,7200000", "7d,604800000"})
  void readsDurations(String text, long millis) {
    assertThat(Quantities.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "30 seconds", "1S", "9999999999999999s"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Quantities.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0B,0", "512b,512", "16KB,16384", "64 MB,67108864", "2GiB,2147483648"})
  void readsSizes(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(OptionalLong.of(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "MB", "-1KB", "1.5MB", "1TB", "99999999999999GB"})
  void refusesWhatIsNoSize(String text) {
    assertThat(Quantities.bytes(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ms", "1500ms", "59s", "1m", "90s", "1h", "7d"})
  void writesDurationsAsTheyAreRead(String text) {
    Duration duration = Quantities.duration(text);
    assertThat(duration).isNotNull();
    assertThat(Quantities.write(duration)).isEqualTo(text);
  }

  @Test
  void writesSizesAsTheyAreRead() {
    for (String text : new String[] {"0B", "1000B", "1KB", "1MB", "1500KB", "3GB"}) {
      assertThat(Quantities.write(Quantities.bytes(text).orElseThrow())).isEqualTo(text);
    }
  }
}
