package io.camrelay.session;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionSettingsTest {

  static Stream<Arguments> bounds() {
    return Stream.of(
        Arguments.of("helloWithin", ofMillis(999), ofSeconds(1), ofMinutes(2), ofMillis(120_001)),
        Arguments.of(
            "minHeartbeat", ofMillis(999), ofSeconds(1), ofMinutes(5), ofMillis(3_600_001)),
        Arguments.of(
            "maxHeartbeat", ofMillis(4_999), ofSeconds(5), ofHours(1), ofMillis(3_600_001)),
        Arguments.of("answerBufferBytes", 63, 64, 1 << 20, (1 << 20) + 1),
        Arguments.of("maxFrameBytes", 1_023L, 1_024L, 64L << 20, (64L << 20) + 1),
        Arguments.of("maxFrames", 0, 1, 8, 9),
        Arguments.of("maxInFlight", 0, 1, 255, 256),
        Arguments.of("maxOpenCaptures", 0, 1, 10_000, 10_001),
        Arguments.of("uploadMemoryBytes", (1L << 20) - 1, 1L << 20, 64L << 30, (64L << 30) + 1),
        Arguments.of("retryAfter", ofMillis(-1), Duration.ZERO, ofHours(1), ofMillis(3_600_001)),
        Arguments.of("drainWithin", ofMillis(-1), Duration.ZERO, ofMinutes(1), ofMillis(60_001)),
        Arguments.of("drainSpread", ofMillis(-1), Duration.ZERO, ofHours(1), ofMillis(3_600_001)),
        Arguments.of("logLinesPerMinute", -1, 0, 6_000, 6_001));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void takesWhatIsWithinBoundsAndNamesWhatIsNot(
      String name, Object below, Object least, Object most, Object above) {
    assertThat(with(name, least)).isNotNull();
    assertThat(with(name, most)).isNotNull();
    for (Object wrong : new Object[] {below, above}) {
      assertThatThrownBy(() -> with(name, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(name + " is ")
          .hasMessageContaining("must be");
    }
  }

  @Test
  void everySettingHasBounds() {
    assertThat(bounds().map(bound -> bound.get()[0]))
        .containsExactlyElementsOf(
            Arrays.stream(SessionSettings.class.getRecordComponents())
                .map(component -> (Object) component.getName())
                .toList());
  }

  private static SessionSettings with(String name, Object value) {
    RecordComponent[] components = SessionSettings.class.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object own = components[i].getAccessor().invoke(SessionSettings.defaults());
        values[i] = components[i].getName().equals(name) ? value : own;
      }
      return SessionSettings.class.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
