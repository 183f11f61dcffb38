package io.camrelay.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes sessions, and owns what they share. To be closed after the last link.
 *
 * <p>For all threads.
 */
public final class Sessions implements AutoCloseable {

  /** Threads that check what came earlier; each reads the store, which serialises them anyway. */
  private static final int REPLAY_THREADS = 2;

  /** Uploads that wait for that; further ones are deferred. */
  static final int REPLAYS_WAITING = 256;

  private final Executor replays;
  private final Surroundings around;

  public Sessions(SessionSettings settings, SessionPorts ports, SessionClock clock) {
    this(settings, ports, clock, replayThreads());
  }

  Sessions(SessionSettings settings, SessionPorts ports, SessionClock clock, Executor replays) {
    this.replays = replays;
    this.around =
        new Surroundings(
            settings,
            ports,
            clock,
            new SessionRegistry(ports.devices(), settings, clock),
            new UploadMemory(settings.uploadMemoryBytes()),
            new FailedLogins(),
            replays);
  }

  private static Executor replayThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            REPLAY_THREADS,
            REPLAY_THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(REPLAYS_WAITING),
            task -> {
              Thread thread = new Thread(task, "replay");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** A session for a connection that was just made; to be called on the link's thread. */
  public Session open(Link link) {
    return new Session(around, link);
  }

  /** Who is connected. */
  public SessionRegistry registry() {
    return around.registry();
  }

  /** Bytes of frames in memory, on their way to the store. */
  public long uploadMemoryTaken() {
    return around.memory().taken();
  }

  @Override
  public void close() {
    if (replays instanceof ExecutorService threads) {
      threads.shutdownNow();
    }
  }
}
