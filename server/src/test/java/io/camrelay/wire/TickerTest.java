package io.camrelay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.session.Link;
import io.camrelay.session.MemoryStore;
import io.camrelay.session.Session;
import io.camrelay.session.SessionClock;
import io.camrelay.session.SessionSettings;
import io.camrelay.session.Sessions;
import io.camrelay.session.TestSettings;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final AtomicLong nanos = new AtomicLong();
  private final Sessions sessions =
      new Sessions(
          SessionSettings.defaults(),
          TestSettings.ports(new MemoryStore(), new CaptureFeed(), new TestSettings.Told()),
          new TestClock());

  @AfterEach
  void stop() {
    sessions.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void goesOnForTheOthersWhereOneSessionFails() {
    TestLink defective = new TestLink(true);
    TestLink first = new TestLink(false);
    Ticker ticker = new Ticker(loop, Duration.ofMillis(5));
    loop.submit(() -> List.of(defective, first).forEach(link -> add(ticker, link)))
        .syncUninterruptibly();
    nanos.set(SessionSettings.defaults().helloWithin().toNanos());
    await().untilAsserted(() -> assertThat(first.sent).hasSize(1));

    TestLink later = new TestLink(false);
    loop.submit(() -> add(ticker, later)).syncUninterruptibly();
    nanos.addAndGet(SessionSettings.defaults().helloWithin().toNanos());
    await().untilAsserted(() -> assertThat(later.sent).hasSize(1));
  }

  private void add(Ticker ticker, TestLink link) {
    Session session = sessions.open(link);
    ticker.add(session);
  }

  private final class TestClock implements SessionClock {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanos() {
      return nanos.get();
    }
  }

  /** Takes what is said to it, or fails at that. */
  private final class TestLink implements Link {

    private final List<RelayMessage> sent = new CopyOnWriteArrayList<>();
    private final boolean defective;

    TestLink(boolean defective) {
      this.defective = defective;
    }

    @Override
    public String address() {
      return "192.0.2.1";
    }

    @Override
    public String origin() {
      return address();
    }

    @Override
    public void send(RelayMessage message) {
      if (defective) {
        throw new IllegalStateException("a defect of this session");
      }
      sent.add(message);
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void close() {}

    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public boolean isOwnThread() {
      return loop.inEventLoop();
    }
  }
}
