package io.camrelay.wire;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camrelay.protocol.Code;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.session.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port's limits over real sockets. */
class PortLimitsTest {

  @TempDir private Path folder;

  private TestPort port(int connections, int handshakesPerSecond, Duration handshakeWithin)
      throws Exception {
    return new TestPort(
        folder,
        TlsEngine.AUTO,
        s ->
            new WireSettings(
                s.address(),
                s.port(),
                s.threads(),
                connections,
                s.maxConnectionsPerAddress(),
                handshakesPerSecond,
                s.handshakesPerSecondPerAddress(),
                handshakeWithin,
                s.closeWithin()),
        TestSettings.of(1 << 20, 4));
  }

  @Test
  void tellsOneTooManySoAndShutsFurtherOnesOut() throws Exception {
    try (TestPort port = port(2, 1_000, ofSeconds(10));
        TestDevice first = port.enter("porch");
        TestDevice second = port.enter("gate")) {
      TestDevice third = port.connect();
      Refused refused = third.next(Refused.class);
      assertThat(refused.code()).isEqualTo(Code.TOO_MANY_CONNECTIONS);
      assertThat(refused.retryAfterMillis()).isEqualTo(30_000);
      // The third one has not closed yet, and counts.
      assertThatThrownBy(port::connect).isInstanceOf(IOException.class);
      third.close();
      await().untilAsserted(() -> assertThat(port.listener.connections()).isEqualTo(2));

      first.say(new Ping(1)).next(Pong.class);
      second.socket().close();
      await().untilAsserted(() -> assertThat(port.listener.connections()).isEqualTo(1));
      port.enter("yard").close();
    }
  }

  @Test
  void closesWhoDoesNotFinishTheHandshakeInTime() throws Exception {
    try (TestPort port = port(10, 1_000, ofSeconds(1));
        Socket silent =
            new Socket(InetAddress.getLoopbackAddress(), port.listener.address().getPort())) {
      silent.setSoTimeout(10_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(port.listener.handshakes()).isZero();
    }
  }

  @Test
  void letsNewConnectionsWaitWhereTooManyComeAtOnce() throws Exception {
    try (TestPort port = port(1_000, 2, ofSeconds(10))) {
      int atOnce = 2 * AcceptPace.BURST_SECONDS;
      List<TestDevice> devices = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        devices.add(port.enter("cam-" + i));
      }
      // The clock that paces them stands still, the timer that lets the next one in does not.
      devices.add(port.enter("late"));
      assertThat(port.listener.handshakes()).isEqualTo(atOnce + 1);
      for (TestDevice device : devices) {
        device.close();
      }
    }
  }

  @Test
  void closesConnectionsWithTheirThreads() throws Exception {
    TestPort port = port(10, 1_000, ofSeconds(10));
    TestDevice device = port.enter("porch");
    port.close();
    assertThat(device.next()).isNull();
    assertThat(port.sessions.registry().count()).isZero();
  }
}
