package io.camrelay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the schema that this program knows. One process at a time does it, and
 * none while a relay is running on the folder.
 */
final class Schema {

  /** The last migration in {@link #MIGRATIONS}. */
  static final int VERSION = 4;

  static final String MIGRATIONS = "classpath:io/camrelay/store/migration";

  private static final Duration OTHERS_OPENING = Duration.ofSeconds(30);
  private static final Duration RELAY_STARTING = Duration.ofSeconds(5);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final Duration BUSY_PATIENCE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  private final DatabaseFile file;
  private final Path relayLock;

  Schema(DatabaseFile file, Path relayLock) {
    this.file = file;
    this.relayLock = relayLock;
  }

  /** For the relay, which holds its lock. */
  void prepareForRelay() throws IOException, SQLException {
    try (FolderLock lock = openingLock()) {
      assert lock != null;
      if (version() != VERSION) {
        migrate();
      }
    }
  }

  /** For a command: leaves alone what a running relay uses. */
  void prepareForCommand() throws IOException, SQLException {
    long end = System.nanoTime() + RELAY_STARTING.toNanos();
    while (!preparedForCommand()) {
      if (System.nanoTime() - end >= 0) {
        throw new StoreException(
            "The relay that runs on " + file.folder() + " is of an older version.",
            "Restart it with the version of this command.");
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private boolean preparedForCommand() throws IOException, SQLException {
    try (FolderLock lock = openingLock()) {
      assert lock != null;
      if (version() == VERSION) {
        return true;
      }
      Optional<FolderLock> noRelay = FolderLock.take(relayLock, Duration.ZERO);
      if (noRelay.isEmpty()) {
        return false;
      }
      try (FolderLock held = noRelay.get()) {
        assert held != null;
        migrate();
        return true;
      }
    }
  }

  private FolderLock openingLock() throws IOException {
    return FolderLock.take(file.folder().resolve("opening.lock"), OTHERS_OPENING)
        .orElseThrow(
            () ->
                new StoreException(
                    "Another process has been opening %s for %d s."
                        .formatted(file.folder(), OTHERS_OPENING.toSeconds()),
                    "Look whether a camrelay process hangs, and end it."));
  }

  /** The schema's version, 0 where there is none yet. */
  private int version() throws IOException, SQLException {
    file.create();
    int found = version(file.source(BUSY_PATIENCE));
    if (found > VERSION) {
      throw new StoreException(
          "%s was written by a newer version (schema %d; this one knows up to %d)."
              .formatted(file.path(), found, VERSION),
          "Start that version, or restore a backup from before it.");
    }
    return found;
  }

  static int version(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'")) {
        if (!table.next()) {
          return 0;
        }
      }
      try (ResultSet version =
          statement.executeQuery(
              "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history"
                  + " WHERE success")) {
        return version.getInt(1);
      }
    }
  }

  private void migrate() throws IOException {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(file.source(BUSY_PATIENCE))
          .locations(MIGRATIONS)
          .load()
          .migrate();
      log.info("schema migrated folder={} version={}", file.folder(), VERSION);
    } catch (FlywayException e) {
      throw new StoreException(
          "%s cannot be brought to schema %d: %s".formatted(file.path(), VERSION, e.getMessage()),
          "Keep a copy of the folder, and report this.",
          e);
    }
  }
}
