package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.RateLimits;
import io.camrelay.vision.RateLimits.Room;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateGateTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void withoutALimitNobodyWaits() {
    RateGate gate = new RateGate(0, now);
    for (int request = 0; request < 10_000; request++) {
      assertThat(gate.wait(now, 100_000)).isZero();
      gate.took(now, 100_000);
    }
  }

  @Test
  void theOperatorsLimitHoldsOverAnyMinute() {
    RateGate gate = new RateGate(60, now);
    int asked = 0;
    for (Instant end = now.plus(MINUTE); now.isBefore(end); now = now.plusMillis(100)) {
      if (gate.wait(now, 0).isZero()) {
        gate.took(now, 0);
        asked++;
      }
    }
    long burst = 60 * RateGate.BURST.toSeconds() / 60;
    assertThat(asked).isBetween((int) (59 + burst), (int) (60 + burst));
  }

  @Test
  void aLimitOfOneAMinuteIsOneAMinute() {
    RateGate gate = new RateGate(1, now);
    gate.took(now, 0);

    assertThat(gate.wait(now, 0)).isEqualTo(MINUTE);
    assertThat(gate.wait(now.plus(MINUTE), 0)).isZero();
  }

  @Test
  void waitsWhereTheProviderSaysThatNoRequestIsLeft() {
    RateGate gate = new RateGate(0, now);
    gate.heard(limits(500, 0, Duration.ofSeconds(30)), now);

    // 500 come back in 30 s, so one comes back in 60 ms.
    assertThat(gate.wait(now, 0)).isEqualTo(Duration.ofMillis(60));
    assertThat(gate.wait(now.plusMillis(60), 0)).isZero();
  }

  @Test
  void countsDownByItselfUntilTheProviderSpeaksAgain() {
    RateGate gate = new RateGate(0, now);
    gate.heard(limits(3, 2, MINUTE), now);
    gate.took(now, 0);
    assertThat(gate.wait(now, 0)).isZero();
    gate.took(now, 0);
    assertThat(gate.wait(now, 0)).isEqualTo(MINUTE);

    gate.heard(limits(3, 3, null), now);
    assertThat(gate.wait(now, 0)).isZero();
  }

  @Test
  void tokensThatAreSpentLaterCountNoRequest() {
    RateGate gate = new RateGate(0, now);
    Room tokens = new Room(30_000, 30_000, Duration.ofMinutes(1));
    gate.heard(new RateLimits(new Room(1, 1, MINUTE), tokens), now);
    gate.spend(now, 20_000);

    assertThat(gate.wait(now, 0)).isZero();
    assertThat(gate.wait(now, 20_000)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void waitsForAsManyTokensAsTheQuestionMayTake() {
    RateGate gate = new RateGate(0, now);
    Room tokens = new Room(30_000, 10_000, Duration.ofSeconds(40));
    gate.heard(new RateLimits(Room.UNKNOWN, tokens), now);

    assertThat(gate.wait(now, 10_000)).isZero();
    assertThat(gate.wait(now, 20_000)).isEqualTo(Duration.ofSeconds(20));
    assertThat(gate.wait(now, 1_000_000)).as("all that there can be").hasSeconds(40);
  }

  @Test
  void aHeaderThatIsMissingOnceUndoesNothing() {
    RateGate gate = new RateGate(0, now);
    gate.heard(limits(10, 0, MINUTE), now);
    gate.heard(RateLimits.UNKNOWN, now);

    assertThat(gate.wait(now, 0)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void leavesTheProviderAloneForAsLongAsItAsksUpToABound() {
    RateGate gate = new RateGate(0, now);
    gate.hold(Duration.ofSeconds(46), now);
    gate.hold(Duration.ofSeconds(2), now);
    assertThat(gate.wait(now, 0)).as("the longer one").hasSeconds(46);

    gate.hold(Duration.ofDays(1), now);
    assertThat(gate.wait(now, 0)).isEqualTo(RateGate.MAX_HOLD);
    gate.answered();
    assertThat(gate.wait(now, 0)).isZero();
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyForLonger() {
    RateGate gate = new RateGate(0, now);
    gate.hold(RateGate.MAX_HOLD, now);

    assertThat(gate.wait(now.minus(Duration.ofHours(1)), 0)).isZero();
  }

  private static RateLimits limits(long limit, long remaining, @Nullable Duration untilReset) {
    return new RateLimits(new Room(limit, remaining, untilReset), Room.UNKNOWN);
  }
}
