package io.camrelay.store;

import io.camrelay.capture.CaptureState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies in a data folder, looked at without changing it, beside a running relay or without one.
 *
 * @param file the database file
 * @param relayRuns true where a relay has the folder open
 * @param schema the schema's version, 0 where there is none yet
 * @param knownSchema the version that this program knows
 * @param captures how many there are in each state that occurs
 * @param bytes the size of the database file
 * @param walBytes the size of its write-ahead log
 * @param checked false where the database was too large to be read through
 * @param damage what is wrong with it, as SQLite says it; empty where nothing was found
 */
public record StoreInspection(
    Path file,
    boolean relayRuns,
    int schema,
    int knownSchema,
    Map<CaptureState, Long> captures,
    long bytes,
    long walBytes,
    boolean checked,
    List<String> damage) {

  /**
   * A larger database is not read through: it would take minutes on a small machine, and the WAL
   * would grow meanwhile.
   */
  static final long MAX_CHECKED_BYTES = 2L << 30;

  /** One is enough to know that a backup is needed. */
  private static final int MAX_DAMAGE = 3;

  /**
   * Looks at the folder.
   *
   * @return empty where there is no database yet
   * @throws StoreException when there is one that cannot be read
   */
  public static Optional<StoreInspection> of(Path folder) throws IOException {
    DatabaseFile file = new DatabaseFile(folder);
    if (!Files.exists(file.path())) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(file));
    } catch (SQLException e) {
      throw new StoreException(
          "%s cannot be read: %s".formatted(file.path(), e.getMessage()),
          "Look whether its disk is in order; else restore a backup, or move the folder away.",
          e);
    }
  }

  /**
   * True where a relay has this folder open. Not for the process of that relay: looking would let
   * go of its lock.
   */
  public static boolean relayRuns(Path folder) throws IOException {
    Path lock = SqliteStore.relayLockFile(new DatabaseFile(folder));
    if (!Files.exists(lock)) {
      return false;
    }
    Optional<FolderLock> free = FolderLock.take(lock, Duration.ZERO);
    if (free.isPresent()) {
      free.get().close();
    }
    return free.isEmpty();
  }

  private static StoreInspection of(DatabaseFile file) throws IOException, SQLException {
    boolean relayRuns = relayRuns(file.folder());
    long bytes = Files.size(file.path());
    long walBytes = Files.exists(file.wal()) ? Files.size(file.wal()) : 0;
    boolean small = bytes + walBytes <= MAX_CHECKED_BYTES;
    int schema = Schema.version(file.source(DatabaseFile.OPENING_PATIENCE));
    try (Sql sql = file.openReader()) {
      Map<CaptureState, Long> captures = new EnumMap<>(CaptureState.class);
      if (schema > 0) {
        sql.list(
            "SELECT state, count(*) FROM capture GROUP BY state",
            row -> captures.put(CaptureState.valueOf(row.getString(1)), row.getLong(2)));
      }
      List<String> damage =
          small
              ? sql.list("PRAGMA quick_check(" + MAX_DAMAGE + ")", row -> row.getString(1)).stream()
                  .filter(line -> !line.equals("ok"))
                  .toList()
              : List.of();
      return new StoreInspection(
          file.path(), relayRuns, schema, Schema.VERSION, captures, bytes, walBytes, small, damage);
    }
  }
}
