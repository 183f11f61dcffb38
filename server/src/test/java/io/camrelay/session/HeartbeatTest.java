package io.camrelay.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Covers;
import io.camrelay.session.Heartbeat.Beat;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private final Heartbeat heartbeat = new Heartbeat(ofSeconds(20), 0);

  private Beat at(double seconds) {
    return heartbeat.tick(nanos(seconds));
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  @Covers("R-LIV-1")
  void asksAfterEachHeartbeatOfSilenceAndOnlyOnce() {
    assertThat(at(19.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(20)).isEqualTo(Beat.PING);
    assertThat(at(20.1)).isEqualTo(Beat.NOTHING);
    assertThat(at(39.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(40)).isEqualTo(Beat.PING);
    assertThat(at(45)).isEqualTo(Beat.NOTHING);
  }

  @Test
  @Covers("R-LIV-3")
  void givesUpAfterTwoAndAHalfHeartbeats() {
    assertThat(at(20)).isEqualTo(Beat.PING);
    assertThat(at(40)).isEqualTo(Beat.PING);
    assertThat(at(49.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(50)).isEqualTo(Beat.SILENT);
  }

  @Test
  @Covers("R-LIV-4")
  void startsAnewWithAnyByte() {
    assertThat(at(20)).isEqualTo(Beat.PING);
    heartbeat.heard(nanos(30));
    assertThat(at(49.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(50)).isEqualTo(Beat.PING);
    assertThat(at(79.9)).isEqualTo(Beat.PING);
    assertThat(at(80)).isEqualTo(Beat.SILENT);
  }

  @Test
  @Covers("R-LIV-5")
  void countsNoSilenceWhileNobodyListens() {
    heartbeat.paused(nanos(10));
    for (int second = 11; second < 1_000; second++) {
      assertThat(at(second)).isNotEqualTo(Beat.SILENT).isNotEqualTo(Beat.PING);
    }
    heartbeat.resumed(nanos(1_000));
    assertThat(at(1_009.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(1_010)).isEqualTo(Beat.PING);
    assertThat(at(1_039.9)).isEqualTo(Beat.PING);
    assertThat(at(1_040)).isEqualTo(Beat.SILENT);
  }

  @Test
  @Covers("R-LIV-5")
  void speaksTwiceInEachHeartbeatOfAPause() {
    heartbeat.paused(nanos(10));
    assertThat(at(19.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(20)).isEqualTo(Beat.SPEAK);
    assertThat(at(20.1)).isEqualTo(Beat.NOTHING);
    assertThat(at(30)).isEqualTo(Beat.SPEAK);
  }

  @Test
  void pausesAndResumesOnceHoweverOftenItIsTold() {
    heartbeat.resumed(nanos(5));
    heartbeat.paused(nanos(10));
    heartbeat.paused(nanos(12));
    heartbeat.resumed(nanos(15));
    heartbeat.resumed(nanos(17));
    assertThat(at(24.9)).isEqualTo(Beat.NOTHING);
    assertThat(at(25)).isEqualTo(Beat.PING);
  }

  @Test
  void toleratesAClockThatStartsAnywhere() {
    Heartbeat late = new Heartbeat(ofSeconds(1), Long.MAX_VALUE - 10);
    assertThat(late.tick(Long.MAX_VALUE + 1)).isEqualTo(Beat.NOTHING);
    assertThat(late.tick(Long.MAX_VALUE - 10 + nanos(1))).isEqualTo(Beat.PING);
  }
}
