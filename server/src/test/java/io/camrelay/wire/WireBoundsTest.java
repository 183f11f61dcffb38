package io.camrelay.wire;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.wire.ConnectionLimits.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The port's limits, at their bounds and beyond. */
class WireBoundsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress TWO = address("192.0.2.2");
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  private static InetAddress address(String text) {
    try {
      return InetAddress.getAllByName(text)[0];
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static WireSettings settings(int all, int perAddress, int ratePerAddress) {
    return new WireSettings(
        "0.0.0.0", 0, 1, all, perAddress, 100, ratePerAddress, ofSeconds(5), ofSeconds(1));
  }

  @Test
  void aBucketGivesSoManyAtOnceAndThenSoManyASecond() {
    TokenBucket bucket = new TokenBucket(3, 10, 0);
    assertThat(taken(bucket, 10, 0)).isEqualTo(3);
    assertThat(taken(bucket, 10, SECOND / 10 - 1)).isZero();
    assertThat(taken(bucket, 10, SECOND / 10)).isEqualTo(1);
    assertThat(bucket.isFull(SECOND)).isTrue();
    assertThat(taken(bucket, 10, 1_000_000_000L * SECOND)).isEqualTo(3);
    assertThat(bucket.isFull(1_000_000_000L * SECOND)).isFalse();
  }

  @Test
  void aBucketOnCreditTellsHowLongToWait() {
    TokenBucket bucket = new TokenBucket(2, 10, 0);
    assertThat(bucket.takeOnCredit(0)).isZero();
    assertThat(bucket.takeOnCredit(0)).isZero();
    assertThat(bucket.takeOnCredit(0)).isEqualTo(SECOND / 10);
    assertThat(bucket.takeOnCredit(0)).isEqualTo(2 * SECOND / 10);
    assertThat(bucket.takeOnCredit(SECOND)).isZero();
  }

  private static int taken(TokenBucket bucket, int tries, long now) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += bucket.take(now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void letsSoManyInThenTellsSomeAndShutsTheRestOut() {
    ConnectionLimits limits = new ConnectionLimits(settings(40, 1_000, 1_000));
    for (int i = 0; i < 40; i++) {
      assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.LET_IN);
    }
    assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.TELL);
    assertThat(limits.come(TWO, 0)).isEqualTo(Verdict.TELL);
    assertThat(limits.come(TWO, 0)).isEqualTo(Verdict.SHUT);
    assertThat(limits.connections()).isEqualTo(43);
    limits.gone(TWO, 0);
    limits.gone(TWO, 0);
    limits.gone(ONE, 0);
    limits.gone(ONE, 0);
    assertThat(limits.come(TWO, 0)).isEqualTo(Verdict.LET_IN);
  }

  @Test
  void letsSoManyInFromOneAddressAndAnyNumberFromItsOwnMachine() {
    ConnectionLimits limits = new ConnectionLimits(settings(1_000, 3, 1_000));
    for (int i = 0; i < 3; i++) {
      assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.LET_IN);
    }
    assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.SHUT);
    limits.gone(ONE, 0);
    limits.gone(ONE, 0);
    assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.LET_IN);
    assertThat(limits.come(TWO, 0)).isEqualTo(Verdict.LET_IN);
    for (int i = 0; i < 100; i++) {
      assertThat(limits.come(LOCAL, 0)).isEqualTo(Verdict.LET_IN);
    }
  }

  @Test
  void letsSoManyNewOnesInASecondFromOneAddress() {
    ConnectionLimits limits = new ConnectionLimits(settings(1_000, 1_000, 2));
    for (int i = 0; i < 2 * ConnectionLimits.BURST_SECONDS; i++) {
      assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.LET_IN);
      limits.gone(ONE, 0);
    }
    assertThat(limits.come(ONE, 0)).isEqualTo(Verdict.SHUT);
    limits.gone(ONE, 0);
    assertThat(limits.come(TWO, 0)).isEqualTo(Verdict.LET_IN);
    assertThat(limits.come(ONE, SECOND)).isEqualTo(Verdict.LET_IN);
  }

  @Test
  void forgetsPlacesThatAreQuiet() {
    ConnectionLimits limits = new ConnectionLimits(settings(1_000, 10, 10));
    for (int i = 0; i < ConnectionLimits.PLACES + 500; i++) {
      InetAddress address = address("10.%d.%d.1".formatted(i / 250, i % 250));
      assertThat(limits.come(address, 0)).isEqualTo(Verdict.LET_IN);
      limits.gone(address, 0);
    }
    assertThat(limits.places()).isLessThanOrEqualTo(ConnectionLimits.PLACES);
    assertThat(limits.connections()).isZero();
  }

  @Test
  void takesANetworkOfIpv6ForOnePlace() {
    assertThat(Origin.of(ONE)).isEqualTo("192.0.2.1");
    assertThat(Origin.of(address("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(Origin.of(address("2001:db8:1:2:ffff::1")))
        .isNotEqualTo(Origin.of(address("2001:db8:1:3::1")))
        .endsWith("/64");
  }

  @Test
  void refusesSettingsOutOfBoundsByName() {
    assertThat(WireSettings.defaults().port()).isEqualTo(8_443);
    assertThat(settings(1, 1, 1)).isNotNull();
    assertThat(settings(1_000_000, 1_000_000, 100_000)).isNotNull();
    assertThatThrownBy(() -> settings(0, 1, 1)).hasMessageStartingWith("maxConnections is 0");
    assertThatThrownBy(() -> settings(1_000_001, 1, 1)).hasMessageContaining("1 to 1000000");
    assertThatThrownBy(() -> settings(1, 0, 1))
        .hasMessageStartingWith("maxConnectionsPerAddress is 0");
    assertThatThrownBy(() -> settings(1, 1, 0))
        .hasMessageStartingWith("handshakesPerSecondPerAddress is 0");
    assertThatThrownBy(() -> settings(1, 1, 100_001)).hasMessageContaining("1 to 100000");
    assertThatThrownBy(() -> listening("", 0, 0)).hasMessageStartingWith("address is empty");
    assertThatThrownBy(() -> listening("::", -1, 0)).hasMessageStartingWith("port is -1");
    assertThatThrownBy(() -> listening("::", 65_536, 0)).hasMessageStartingWith("port is 65536");
    assertThatThrownBy(() -> listening("::", 0, 257)).hasMessageStartingWith("threads is 257");
    assertThatThrownBy(() -> waiting(ofMillis(999), ofSeconds(1)))
        .hasMessageStartingWith("handshakeWithin");
    assertThatThrownBy(() -> waiting(ofMillis(120_001), ofSeconds(1)))
        .hasMessageStartingWith("handshakeWithin");
    assertThatThrownBy(() -> waiting(ofSeconds(1), ofMillis(30_001)))
        .hasMessageStartingWith("closeWithin");
    assertThat(waiting(ofMinutes(2), Duration.ZERO)).isNotNull();
  }

  private static WireSettings listening(String address, int port, int threads) {
    return new WireSettings(address, port, threads, 1, 1, 1, 1, ofSeconds(1), ofSeconds(1));
  }

  private static WireSettings waiting(Duration handshake, Duration close) {
    return new WireSettings("::", 0, 0, 1, 1, 1, 1, handshake, close);
  }
}
