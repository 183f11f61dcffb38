package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.PIECE;
import static io.camrelay.capture.Scene.announced;
import static io.camrelay.capture.Scene.answer;
import static io.camrelay.capture.Scene.assertUnavailable;
import static io.camrelay.capture.Scene.billed;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failure;
import static io.camrelay.capture.Scene.frame;
import static io.camrelay.capture.Scene.key;
import static io.camrelay.capture.Scene.press;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.capture.Asking.Begun.Taken;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.capture.Uploads;
import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.protocol.Code;
import io.camrelay.store.SqliteStore.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;

/** What the writer does when disks and neighbours misbehave. */
class StoreFaultsTest {

  private static final String HASH = "0".repeat(64);

  @TempDir Path folder = Path.of("");

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private @Nullable FaultyDisk faulty;
  private @Nullable SqliteStore opened;

  private SqliteStore open(StoreSettings settings) throws IOException {
    opened =
        SqliteStore.open(
            folder,
            Role.RELAY,
            settings,
            failures::add,
            real -> {
              faulty = new FaultyDisk(real);
              return faulty;
            });
    return opened;
  }

  private SqliteStore open() throws IOException {
    return open(SqliteFixture.SETTINGS);
  }

  private FaultyDisk disk() {
    return requireNonNull(faulty);
  }

  @AfterEach
  void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  /** Keeps the writer in the commit of a change of its own until the disk is released. */
  private CompletionStage<Boolean> keepBusy(SqliteStore store) throws InterruptedException {
    disk().hold();
    CompletionStage<Boolean> first = store.devices().put("first", HASH, NOW);
    disk().awaitHeld();
    return first;
  }

  @Test
  void commitsAllThatWaitsAtOnce() throws Exception {
    SqliteStore store = open();
    CompletionStage<Boolean> first = keepBusy(store);
    List<CompletionStage<Boolean>> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(store.devices().put("cam" + i, HASH, NOW));
    }
    int before = disk().commits.get();

    disk().release();

    assertThat(done(first)).isTrue();
    others.forEach(stage -> assertThat(done(stage)).isTrue());
    assertThat(disk().commits.get() - before).isEqualTo(1);
  }

  @Test
  void tellsNobodyBeforeTheCommitIsDone() throws Exception {
    SqliteStore store = open();

    CompletionStage<Boolean> first = keepBusy(store);

    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(done(store.devices().list())).isEmpty();
    disk().release();
    assertThat(done(first)).isTrue();
    assertThat(done(store.devices().list())).hasSize(1);
  }

  @Test
  void commitsInTimeWhatNobodyWaitsFor() throws Exception {
    SqliteStore store = open();
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, PIECE);
    assertThat(done(store.uploads().begin(press(key), announced(frame), NOW)))
        .isEqualTo(new Begun.Upload(0));
    done(store.uploads().append(FrameKey.first(key), 0, frame, frame.length));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(received(store.uploads(), key)).isEqualTo(frame));
  }

  @Test
  void whatOneDoesWrongIsUndoneAlone() throws Exception {
    SqliteStore store = open();
    CaptureKey good = key("porch", 1);
    CaptureKey bad = key("garden", 1);
    byte[] frame = frame(good, 2 * PIECE);
    CompletionStage<Boolean> first = keepBusy(store);
    Uploads uploads = store.uploads();
    uploads.begin(press(good), announced(frame), NOW);
    uploads.append(FrameKey.first(good), 0, frame, PIECE);
    uploads.begin(press(bad), announced(frame), NOW);
    CompletionStage<Void> gap = uploads.append(FrameKey.first(bad), 7, frame, PIECE);
    uploads.append(FrameKey.first(bad), 0, frame, PIECE);
    CompletionStage<Boolean> unsound = store.devices().put(anyName(), HASH, NOW);
    uploads.append(FrameKey.first(good), PIECE, Arrays.copyOfRange(frame, PIECE, 2 * PIECE), PIECE);
    CompletionStage<Stored> stored = uploads.store(FrameKey.first(good), 1600, 1200, NOW);

    disk().release();

    assertThat(done(first)).isTrue();
    assertUnavailable(gap, Code.GAP);
    assertThat(failure(unsound))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refused a change");
    assertThat(done(stored)).isEqualTo(Stored.CAPTURE);
    assertThat(done(uploads.begin(press(bad), announced(frame), NOW)))
        .isEqualTo(new Begun.Upload(PIECE));
    assertThat(failures).isEmpty();
  }

  /** A name that the schema forbids, and the port's contract too. */
  @SuppressWarnings("NullAway")
  private static String anyName() {
    return null;
  }

  @Test
  void aFullDiskIsToldAndLosesNothingThatWasDurable() throws Exception {
    SqliteStore store = open();
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 400_000);
    Uploads uploads = store.uploads();
    done(uploads.begin(press(key), announced(frame), NOW));
    done(uploads.append(FrameKey.first(key), 0, frame, PIECE));
    assertThat(done(uploads.begin(press(key), announced(frame), NOW)))
        .isEqualTo(new Begun.Upload(PIECE));

    disk().growBy(8);
    List<CompletionStage<?>> lost = new ArrayList<>();
    for (int start = PIECE; start < frame.length; start += PIECE) {
      int length = Math.min(PIECE, frame.length - start);
      byte[] piece = Arrays.copyOfRange(frame, start, start + length);
      lost.add(uploads.append(FrameKey.first(key), start, piece, length));
    }
    lost.add(uploads.store(FrameKey.first(key), 1600, 1200, NOW));
    List<Code> codes = new ArrayList<>();
    for (CompletionStage<?> stage : lost.subList(0, lost.size() - 1)) {
      stage
          .handle((value, refused) -> refused == null ? null : codes.add(code(refused)))
          .toCompletableFuture()
          .join();
    }
    assertThat(codes).contains(Code.DISK_FULL).containsOnly(Code.DISK_FULL, Code.GAP);

    disk().growBy(1_000);
    assertThat(failures).isEmpty();
    Begun.Upload upload = (Begun.Upload) done(uploads.begin(press(key), announced(frame), NOW));
    for (int start = (int) upload.offset(); start < frame.length; start += PIECE) {
      int length = Math.min(PIECE, frame.length - start);
      done(
          uploads.append(
              FrameKey.first(key),
              start,
              Arrays.copyOfRange(frame, start, start + length),
              length));
    }
    assertThat(done(uploads.store(FrameKey.first(key), 1600, 1200, NOW))).isEqualTo(Stored.CAPTURE);
    try (InputStream in = store.captures().frame(FrameKey.first(key)).open()) {
      assertThat(in.readAllBytes()).isEqualTo(frame);
    }
  }

  private static Code code(Throwable refused) {
    Throwable cause = refused instanceof CompletionException e ? e.getCause() : refused;
    return ((StoreUnavailable) requireNonNull(cause)).code();
  }

  @Test
  void aDiskThatIsFullAtTheCommitIsToldToAllWhoWaited() throws Exception {
    SqliteStore store = open();
    CompletionStage<Boolean> first = keepBusy(store);
    CompletionStage<Boolean> second = store.devices().put("second", HASH, NOW);
    disk().fail(SQLiteErrorCode.SQLITE_FULL);

    disk().release();

    assertUnavailable(first, Code.DISK_FULL);
    assertUnavailable(second, Code.DISK_FULL);
    assertUnavailable(store.devices().put("third", HASH, NOW), Code.DISK_FULL);
    disk().fail(null);
    assertThat(done(store.devices().put("fourth", HASH, NOW))).isTrue();
    assertThat(done(store.devices().list())).hasSize(1);
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLiteErrorCode.class,
      names = {
        "SQLITE_IOERR_FSYNC",
        "SQLITE_IOERR_WRITE",
        "SQLITE_IOERR",
        "SQLITE_CORRUPT",
        "SQLITE_READONLY_DBMOVED"
      })
  void aFailedCommitIsTheEndAndIsNeverTriedAgain(SQLiteErrorCode code) throws Exception {
    SqliteStore store = open();
    CompletionStage<Boolean> first = keepBusy(store);
    CompletionStage<Boolean> second = store.devices().put("second", HASH, NOW);
    disk().fail(code);
    int before = disk().commits.get();

    disk().release();

    assertThat(failure(first)).isInstanceOf(StoreFailed.class);
    assertThat(failure(second)).isInstanceOf(StoreFailed.class);
    disk().fail(null);
    assertThat(failure(store.devices().put("third", HASH, NOW))).isInstanceOf(StoreFailed.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> !failures.isEmpty());
    assertThat(disk().commits.get()).isEqualTo(before);
    store.close();
    assertThat(failures).singleElement().isInstanceOf(StoreFailed.class);

    try (SqliteStore after = open()) {
      assertThat(done(after.devices().list())).isEmpty();
      assertThat(done(after.devices().put("fourth", HASH, NOW))).isTrue();
    }
  }

  @Test
  void refusesAtOnceWhatTheQueueCannotHold() throws Exception {
    StoreSettings few = queue(64, 1 << 20);
    SqliteStore store = open(few);
    CompletionStage<Boolean> first = keepBusy(store);
    List<CompletionStage<Boolean>> taken = new ArrayList<>();
    for (int i = 0; i < few.queuedOperations(); i++) {
      taken.add(store.devices().put("cam" + i, HASH, NOW));
    }

    assertUnavailable(store.devices().put("more", HASH, NOW), Code.BUSY);

    disk().release();
    assertThat(done(first)).isTrue();
    taken.forEach(stage -> assertThat(done(stage)).isTrue());
    assertThat(done(store.devices().put("more", HASH, NOW))).isTrue();
  }

  @Test
  void refusesAtOnceMoreBytesThanItMayKeep() throws Exception {
    SqliteStore store = open(queue(64, 1 << 20));
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 2 << 20);
    done(store.uploads().begin(press(key), announced(frame), NOW));
    CompletionStage<Boolean> first = keepBusy(store);
    int piece = 128 * 1024;
    List<CompletionStage<Void>> taken = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] bytes = Arrays.copyOfRange(frame, i * piece, (i + 1) * piece);
      taken.add(store.uploads().append(FrameKey.first(key), (long) i * piece, bytes, piece));
    }

    assertUnavailable(
        store.uploads().append(FrameKey.first(key), 8L * piece, new byte[1], 1), Code.BUSY);
    CompletionStage<Boolean> small = store.devices().put("small", HASH, NOW);

    disk().release();
    assertThat(done(first)).isTrue();
    for (CompletionStage<Void> stage : taken) {
      assertThat(stage.toCompletableFuture().handle((value, refused) -> refused).join()).isNull();
    }
    assertThat(done(small)).isTrue();
    assertThat(
            failure(
                store
                    .uploads()
                    .append(FrameKey.first(key), 8L * piece, new byte[300_000], 300_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("up to 262144");
  }

  @Test
  void takesNoNewPiecesFromTheReserveButStillRecordsEnds() throws Exception {
    SqliteStore before = open();
    CaptureKey known = key("porch", 1);
    byte[] frame = frame(known, PIECE);
    done(before.uploads().begin(press(known), announced(frame), NOW));
    before.uploads().append(FrameKey.first(known), 0, frame, PIECE);
    done(before.uploads().store(FrameKey.first(known), 1600, 1200, NOW));
    before.close();
    SqliteStore store = open(reserve(1L << 40));
    CaptureKey fresh = key("porch", 2);

    assertUnavailable(
        store.uploads().begin(press(fresh), announced(frame(fresh, 9)), NOW), Code.DISK_FULL);
    assertThat(done(store.uploads().begin(press(known), announced(frame), NOW)))
        .isEqualTo(new Begun.Known(null, false));
    assertThat(done(store.asking().begin(known, Beginning.of("local", "m"), NOW)))
        .isInstanceOf(Taken.class);
    assertThat(done(store.asking().end(known, billed(NOW), answer("A cat.")))).isTrue();
  }

  @Test
  void waitsForAnotherProcessThatWrites() throws Exception {
    SqliteStore store = open();
    try (Connection other = new DatabaseFile(folder).source(Duration.ZERO).getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      CompletionStage<Boolean> waiting = store.devices().put("porch", HASH, NOW);
      await().during(Duration.ofMillis(300)).until(() -> !waiting.toCompletableFuture().isDone());

      statement.execute("COMMIT");

      assertThat(done(waiting)).isTrue();
    }
  }

  @Test
  void isBusyWhereAnotherProcessDoesNotLetGo() throws Exception {
    SqliteStore store = open();
    try (Connection other = new DatabaseFile(folder).source(Duration.ZERO).getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertUnavailable(store.devices().put("porch", HASH, NOW), Code.BUSY);

      statement.execute("COMMIT");
    }
    assertThat(done(store.devices().put("porch", HASH, NOW))).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void aCommandFindsItsTurnBesideABusyRelay() throws Exception {
    SqliteStore relay = open();
    AtomicBoolean enough = new AtomicBoolean();
    Thread load =
        new Thread(
            () -> {
              for (int i = 0; !enough.get(); i++) {
                relay.devices().seen("porch", NOW.plusSeconds(i));
                done(relay.devices().put("cam" + i % 50, HASH, NOW));
              }
            });
    load.start();
    try (SqliteStore command =
        SqliteStore.open(folder, Role.COMMAND, SqliteFixture.SETTINGS, failures::add)) {
      for (int i = 0; i < 5; i++) {
        assertThat(done(command.devices().put("garden" + i, HASH, NOW))).isTrue();
      }
    } finally {
      enough.set(true);
      load.join();
    }
    assertThat(done(relay.devices().find("garden4"))).isPresent();
  }

  @Test
  void aListenerThatFailsIsNotTheEnd() throws Exception {
    SqliteStore store = open();
    AtomicBoolean heard = new AtomicBoolean();
    store
        .devices()
        .onForeignChange(
            () -> {
              throw new IllegalStateException("a listener's own mistake");
            });
    store.devices().onForeignChange(() -> heard.set(true));

    changeFromOutside();

    await().atMost(Duration.ofSeconds(30)).untilTrue(heard);
    assertThat(done(store.devices().put("porch", HASH, NOW))).isTrue();
    assertThat(failures).isEmpty();
  }

  private void changeFromOutside() throws SQLException {
    try (Connection other = new DatabaseFile(folder).source(Duration.ofSeconds(5)).getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("INSERT INTO device VALUES ('garden', '', 0, NULL, NULL)");
    }
  }

  private static StoreSettings queue(int operations, long bytes) {
    StoreSettings some = SqliteFixture.SETTINGS;
    return new StoreSettings(
        operations,
        bytes,
        some.uploadsPerDevice(),
        some.uploadAge(),
        some.crowdedUploadAge(),
        some.mailboxCount(),
        some.mailboxAge(),
        0,
        some.zone());
  }

  private static StoreSettings reserve(long bytes) {
    StoreSettings some = SqliteFixture.SETTINGS;
    return new StoreSettings(
        some.queuedOperations(),
        some.queuedBytes(),
        some.uploadsPerDevice(),
        some.uploadAge(),
        some.crowdedUploadAge(),
        some.mailboxCount(),
        some.mailboxAge(),
        bytes,
        some.zone());
  }

  private static byte[] received(Uploads uploads, CaptureKey key) throws IOException {
    try (InputStream in = uploads.received(FrameKey.first(key))) {
      return in.readAllBytes();
    }
  }
}
