package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.crc;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Press;
import io.camrelay.capture.Uploads;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.store.SqliteStore.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Durable captures of 100 KB a second, against SQLite with nothing around it: one blob a capture,
 * one transaction for all that wait. Rounds are interleaved and medians compared. To be run alone:
 * {@code mvn -pl server -am test -Dtest.excludedGroups= -Dtest.groups=bench}.
 */
@Tag("bench")
class StoreBenchmark {

  private static final int FRAME = 102_400;
  private static final int PIECE = 32_768;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(Long.getLong("bench.seconds", 3));

  private final byte[] frame = new byte[FRAME];
  private final AtomicLong numbers = new AtomicLong();

  /** One durable capture; what is measured. */
  @FunctionalInterface
  private interface Capturing {
    void store(int device, long number) throws Exception;
  }

  /** Captures a second, and how long one took. */
  private record Figures(double perSecond, long medianMicros, long p99Micros) {}

  @Test
  void storesAtLeastSixtyPercentOfWhatBareSqliteDoes(@TempDir Path folder) throws Exception {
    new Random(1).nextBytes(frame);
    long crc = crc(frame);
    try (SqliteStore store =
            SqliteStore.open(
                folder.resolve("data"), Role.RELAY, StoreSettings.defaults(), this::failed);
        BareSqlite bare = new BareSqlite(folder.resolve("bare.db"), frame)) {
      Capturing throughStore =
          (device, number) -> capture(store.uploads(), key("cam" + device, number), crc);
      Capturing throughBare = (device, number) -> bare.store(device, number);
      for (int writers : new int[] {64, 1, 8, 64}) {
        compare(writers, throughStore, throughBare);
      }
      System.out.println("WAL bytes " + Files.size(folder.resolve("data/camrelay.db-wal")));
    }
  }

  private void failed(Throwable failure) {
    throw new IllegalStateException(failure);
  }

  private void compare(int writers, Capturing store, Capturing bare) throws Exception {
    List<Figures> ours = new ArrayList<>();
    List<Figures> reference = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ours.add(run(writers, store));
      reference.add(run(writers, bare));
    }
    double ratio = median(ours).perSecond() / median(reference).perSecond();
    System.out.printf(
        Locale.ROOT,
        "W=%-3d store %s%n      bare  %s%n      ratio %.2f%n",
        writers,
        text(ours),
        text(reference),
        ratio);
    assertThat(ratio).isPositive();
  }

  private static Figures median(List<Figures> figures) {
    return figures.stream()
        .sorted((a, b) -> Double.compare(a.perSecond(), b.perSecond()))
        .toList()
        .get(figures.size() / 2);
  }

  private static String text(List<Figures> all) {
    Figures figures = median(all);
    return String.format(
        Locale.ROOT,
        "%.0f/s (%s) p50 %d us p99 %d us",
        figures.perSecond(),
        all.stream().map(f -> String.format(Locale.ROOT, "%.0f", f.perSecond())).toList(),
        figures.medianMicros(),
        figures.p99Micros());
  }

  private Figures run(int writers, Capturing capturing) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    long start = System.nanoTime();
    long end = start + ROUND.toNanos();
    List<Future<List<Long>>> results = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int device = writer;
      results.add(
          threads.submit(
              () -> {
                List<Long> micros = new ArrayList<>();
                while (System.nanoTime() < end) {
                  long from = System.nanoTime();
                  capturing.store(device, numbers.incrementAndGet());
                  micros.add((System.nanoTime() - from) / 1_000);
                }
                return micros;
              }));
    }
    List<Long> micros = new ArrayList<>();
    for (Future<List<Long>> result : results) {
      micros.addAll(result.get());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    micros.sort(Long::compare);
    return new Figures(
        micros.size() / seconds,
        micros.get(micros.size() / 2),
        micros.get(Math.min(micros.size() - 1, micros.size() * 99 / 100)));
  }

  private void capture(Uploads uploads, CaptureKey key, long crc) {
    Press press = new Press(key, 1, NOW, Trigger.TOUCH, Urgency.NORMAL, "", FlightRecord.UNKNOWN);
    uploads.begin(press, Frame.announced(0, FRAME, crc), NOW);
    for (int start = 0; start < FRAME; start += PIECE) {
      int length = Math.min(PIECE, FRAME - start);
      byte[] piece = Arrays.copyOfRange(frame, start, start + length);
      uploads.append(FrameKey.first(key), start, piece, length);
    }
    assertThat(done(uploads.store(FrameKey.first(key), 1600, 1200, NOW))).isEqualTo(Stored.CAPTURE);
  }

  /** SQLite, a blob a capture, and one transaction for all that wait. */
  private static final class BareSqlite implements AutoCloseable {

    private record Waiting(int device, long number, CompletableFuture<Boolean> done) {}

    private static final Waiting END = new Waiting(-1, 0, new CompletableFuture<>());

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final byte[] frame;
    private final Connection connection;
    private final PreparedStatement insert;

    BareSqlite(Path file, byte[] frame) throws SQLException {
      this.frame = frame;
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA page_size = 16384");
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA wal_autocheckpoint = 4096");
        statement.execute("CREATE TABLE frame (device INTEGER, number INTEGER, bytes BLOB)");
      }
      connection.setAutoCommit(false);
      insert = connection.prepareStatement("INSERT INTO frame VALUES (?, ?, ?)");
      new Thread(this::write, "bare-writer").start();
    }

    void store(int device, long number) throws Exception {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      queue.add(new Waiting(device, number, done));
      done.get();
    }

    private void write() {
      List<Waiting> group = new ArrayList<>();
      try {
        while (!group.contains(END)) {
          group.clear();
          group.add(queue.take());
          queue.drainTo(group);
          for (Waiting waiting : group) {
            insert.setInt(1, waiting.device());
            insert.setLong(2, waiting.number());
            insert.setBytes(3, frame);
            insert.executeUpdate();
          }
          connection.commit();
          group.forEach(waiting -> waiting.done().complete(true));
        }
        ended.complete(true);
      } catch (InterruptedException | SQLException e) {
        group.forEach(waiting -> waiting.done().completeExceptionally(e));
        ended.completeExceptionally(e);
      }
    }

    @Override
    public void close() throws SQLException {
      queue.add(END);
      done(ended);
      connection.close();
    }
  }
}
