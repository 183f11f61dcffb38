package io.camrelay.bounds;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void takesWhatIsWithin(int value) {
    assertThatCode(() -> Bounds.check("frames", value, 1, 3)).doesNotThrowAnyException();
    assertThatCode(() -> Bounds.check("pause", ofSeconds(value), ofSeconds(1), ofSeconds(3)))
        .doesNotThrowAnyException();
  }

  @Test
  void namesWhatIsNotAndSaysWhatItMayBe() {
    assertThatThrownBy(() -> Bounds.check("frames", 0, 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frames is 0, but must be 1 to 3");
    assertThatThrownBy(() -> Bounds.check("frames", 4, 1, 3))
        .hasMessage("frames is 4, but must be 1 to 3");
    assertThatThrownBy(() -> Bounds.check("pause", ofMillis(999), ofSeconds(1), ofSeconds(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pause is 999 ms, but must be 1 s to 3 s");
    assertThatThrownBy(() -> Bounds.check("pause", ofMillis(3_001), ofSeconds(1), ofSeconds(3)))
        .hasMessage("pause is 3001 ms, but must be 1 s to 3 s");
  }
}
