package io.camrelay.wire;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.identity.HostName;
import io.camrelay.identity.IdentityFolder;
import io.camrelay.identity.RelayIdentity;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.session.MemoryStore;
import io.camrelay.session.Says;
import io.camrelay.session.SessionSettings;
import io.camrelay.session.Sessions;
import io.camrelay.session.TestSettings;
import io.camrelay.session.TurnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A port with sessions behind it and a store in memory; time stands still until it is turned. */
final class TestPort implements AutoCloseable {

  static final String TOKEN = "secret-1";

  final TurnedClock clock = new TurnedClock();
  final CaptureFeed feed = new CaptureFeed();
  final TestSettings.Told dispatch = new TestSettings.Told();
  final MemoryStore store = new MemoryStore();
  final RelayIdentity identity;
  final Sessions sessions;
  final DeviceListener listener;
  private final TlsContexts tls;

  TestPort(Path folder, TlsEngine engine) throws Exception {
    this(folder, engine, settings -> settings, TestSettings.of(1 << 20, 4));
  }

  TestPort(Path folder, TlsEngine engine, int port) throws Exception {
    this(
        folder,
        engine,
        s ->
            new WireSettings(
                s.address(),
                port,
                s.threads(),
                s.maxConnections(),
                s.maxConnectionsPerAddress(),
                s.handshakesPerSecond(),
                s.handshakesPerSecondPerAddress(),
                s.handshakeWithin(),
                s.closeWithin()),
        TestSettings.of(1 << 20, 4));
  }

  TestPort(Path folder, TlsEngine engine, UnaryOperator<WireSettings> wire, SessionSettings session)
      throws Exception {
    identity =
        new IdentityFolder(folder, Clock.systemUTC()).open(List.of(HostName.parse("localhost")));
    tls = TlsContexts.open(identity, engine);
    sessions = new Sessions(session, TestSettings.ports(store, feed, dispatch), clock);
    listener =
        new DeviceListener(wire.apply(settings()), tls, sessions, clock, Duration.ofMillis(10));
    try {
      listener.open();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  static WireSettings settings() {
    return new WireSettings(
        "127.0.0.1",
        0,
        2,
        2_000,
        2_000,
        10_000,
        10_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  TestDevice connect(String... protocols) throws IOException {
    return TestDevice.connect(listener.address().getPort(), identity, protocols);
  }

  /** A device that was let in. */
  TestDevice enter(String device, int heartbeat) throws IOException {
    store.with(device, TOKEN);
    TestDevice connected = connect().say(Says.hello(device, TOKEN, heartbeat));
    connected.next(Welcome.class);
    return connected;
  }

  TestDevice enter(String device) throws IOException {
    return enter(device, 30);
  }

  static CaptureKey key(String device, long number) {
    return MemoryStore.key(device, Says.EPOCH, number);
  }

  /** The model says all of it at once, and the end is durable. */
  void answer(CaptureKey key, String text) {
    feed.text(key, 1, 0, text);
    Ending.Answer answer =
        new Ending.Answer(text, AnswerStatus.COMPLETE, "offline", "offline", 10, 5, 1_000);
    store.end(key, answer);
    feed.ended(key, 1, answer);
  }

  @Override
  public void close() {
    listener.close();
    sessions.close();
    tls.close();
  }
}
