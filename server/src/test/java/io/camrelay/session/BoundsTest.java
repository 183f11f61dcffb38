package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The small deciders that bound something, at their bounds and beyond. */
class BoundsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void anAllowanceGivesSoManyAtOnceAndThenSoManyAMinute() {
    Allowance allowance = new Allowance(3, 60, 0);
    assertThat(taken(allowance, 10, 0)).isEqualTo(3);
    assertThat(allowance.takeSuppressed()).isEqualTo(7);
    assertThat(allowance.takeSuppressed()).isZero();
    assertThat(taken(allowance, 10, SECOND - 1)).isZero();
    assertThat(taken(allowance, 10, SECOND)).isEqualTo(1);
    assertThat(taken(allowance, 10, 100 * SECOND)).isEqualTo(3);
    assertThat(taken(allowance, 10, 1_000_000_000L * SECOND)).as("years later").isEqualTo(3);
  }

  @Test
  void anAllowanceOfNothingGivesNothing() {
    Allowance allowance = new Allowance(3, 0, 0);
    assertThat(taken(allowance, 5, 0)).isZero();
    assertThat(taken(allowance, 5, 1_000 * SECOND)).isZero();
    assertThat(allowance.takeSuppressed()).isEqualTo(10);
  }

  private static int taken(Allowance allowance, int tries, long now) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += allowance.take(now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void takeoversInARowDoubleTheTimeUpToABound() {
    List<Long> seconds = new ArrayList<>();
    Takeovers takeovers = Takeovers.NONE;
    for (int i = 0; i < 10; i++) {
      takeovers = takeovers.next(i * SECOND);
      seconds.add(takeovers.returnAfter().toSeconds());
    }
    assertThat(seconds).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    Takeovers many = new Takeovers(Integer.MAX_VALUE - 1, 0).next(0);
    assertThat(many.returnAfter()).isEqualTo(Takeovers.LONGEST_RETURN);
  }

  @Test
  void takeoversStartAnewAfterAQuietTime() {
    Takeovers third = Takeovers.NONE.next(0).next(0).next(0);
    long quiet = Takeovers.FORGOTTEN_AFTER.toNanos();
    assertThat(third.next(quiet).count()).isEqualTo(4);
    assertThat(third.next(quiet + 1).count()).isEqualTo(1);
  }

  @Test
  void failedLoginsWaitLongerAndLongerUpToABound() {
    FailedLogins logins = new FailedLogins();
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      millis.add(logins.failed("a", i).toMillis());
    }
    assertThat(millis)
        .containsExactly(
            0L, 0L, 0L, 250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L, 8_000L);
    assertThat(logins.failed("b", 0)).as("somewhere else").isZero();
  }

  @Test
  void failedLoginsAreForgottenAfterAQuietTime() {
    FailedLogins logins = new FailedLogins();
    for (int i = 0; i <= FailedLogins.FREE; i++) {
      assertThat(logins.failed("a", 0)).isNotNull();
    }
    long quiet = FailedLogins.FORGOTTEN_AFTER.toNanos();
    assertThat(logins.failed("a", quiet)).isPositive();
    assertThat(logins.failed("a", 2 * quiet + 1)).isZero();
  }

  @Test
  void failedLoginsRememberSoManyPlacesAtMost() {
    FailedLogins logins = new FailedLogins();
    for (int i = 0; i < FailedLogins.PLACES + 100; i++) {
      assertThat(logins.failed("place " + i, 0)).isZero();
    }
    assertThat(logins.places()).isEqualTo(FailedLogins.PLACES);
  }

  @Test
  void uploadMemoryGivesNoMoreThanItHas() {
    UploadMemory memory = new UploadMemory(3L * UploadMemory.PIECE);
    byte[] first = Objects.requireNonNull(memory.take());
    assertThat(first).hasSize(UploadMemory.PIECE);
    assertThat(memory.take()).isNotNull();
    assertThat(memory.take()).isNotNull();
    assertThat(memory.take()).isNull();
    assertThat(memory.taken()).isEqualTo(3L * UploadMemory.PIECE);
    memory.give(first);
    assertThat(memory.take()).isSameAs(first);
    assertThat(memory.take()).isNull();
  }

  @Test
  void uploadMemoryKeepsSomeAndLeavesTheRestToTheCollector() {
    UploadMemory memory = new UploadMemory(1_000L * UploadMemory.PIECE);
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pieces.add(Objects.requireNonNull(memory.take()));
    }
    pieces.forEach(memory::give);
    assertThat(memory.taken()).isZero();
  }

  @Test
  void textsAreCutBetweenCharacters() {
    assertThat(Texts.cut("short", 512)).isEqualTo("short");
    assertThat(Texts.cut("aé€😀", 10)).isEqualTo("aé€😀");
    assertThat(Texts.cut("aé€😀", 9)).isEqualTo("aé€");
    assertThat(Texts.cut("aé€😀", 5)).isEqualTo("aé");
    assertThat(Texts.cut("aé€😀", 0)).isEmpty();
  }

  @Test
  void textsOfDevicesAreOneHarmlessLine() {
    assertThat(Texts.oneLine("camera ready, 12 °C 😀")).isEqualTo("camera ready, 12 °C 😀");
    assertThat(Texts.oneLine("a\r\nINFO forged")).isEqualTo("a\\u000d\\u000aINFO forged");
    assertThat(Texts.oneLine("\u001b[2J\u202e\u2028\ufeff"))
        .isEqualTo("\\u001b[2J\\u202e\\u2028\\ufeff");
  }
}
