package io.camrelay.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * The database file in its data folder, and how connections to it are set up. Folder and file are
 * made for their owner alone: they hold photos.
 */
final class DatabaseFile {

  static final String NAME = "camrelay.db";

  /** Photos are large: measured against SQLite's 4 KB, half the work for each. */
  static final int PAGE_SIZE = 16_384;

  /** How long is waited for another process that opens, recovers or closes the database. */
  static final Duration OPENING_PATIENCE = Duration.ofSeconds(5);

  /**
   * Memory for pages of the writer's, in KiB: a group's pages stay in it until they are committed,
   * else they are written and read once more.
   */
  private static final int WRITER_CACHE = 16_384;

  /** What a WAL that has grown is cut back to once it was checkpointed, in bytes. */
  private static final long KEPT_WAL = 64L << 20;

  private final Path folder;

  DatabaseFile(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path folder() {
    return folder;
  }

  Path path() {
    return folder.resolve(NAME);
  }

  Path wal() {
    return folder.resolve(NAME + "-wal");
  }

  /** Makes the folder where there is none. */
  void createFolder() throws IOException {
    Files.createDirectories(folder, ownerOnly("rwx------"));
  }

  /**
   * Makes an empty database where there is none. The page size cannot be changed later, so it is
   * set before anything else.
   */
  void create() throws IOException, SQLException {
    try {
      Files.createFile(path(), ownerOnly("rw-------"));
    } catch (FileAlreadyExistsException e) {
      // From an earlier start; the pragmas below change nothing where there are tables.
    }
    try (Connection connection = source(Duration.ofSeconds(5)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + PAGE_SIZE);
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  /**
   * A connection that writes. Once it is open it never waits for others by itself, see {@link
   * WriteConnection}.
   */
  Sql openWriter() throws SQLException {
    Sql sql = new Sql(source(OPENING_PATIENCE).getConnection());
    sql.run("PRAGMA cache_size = -" + WRITER_CACHE);
    sql.run("PRAGMA journal_size_limit = " + KEPT_WAL);
    // The writer checkpoints by itself, when nobody waits for it, and hears of errors.
    sql.run("PRAGMA wal_autocheckpoint = 0");
    sql.run("PRAGMA busy_timeout = 0");
    return sql;
  }

  /** A connection that cannot write. */
  Sql openReader() throws SQLException {
    Sql sql = new Sql(source(OPENING_PATIENCE).getConnection());
    sql.run("PRAGMA wal_autocheckpoint = 0");
    sql.run("PRAGMA query_only = ON");
    return sql;
  }

  /** Where connections come from that wait for others for at most so long. */
  DataSource source(Duration patience) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.enforceForeignKeys(true);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path());
    return source;
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
