package io.camrelay.store;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Ledger;
import io.camrelay.capture.Mailbox;
import io.camrelay.capture.Questions;
import io.camrelay.capture.Uploads;
import io.camrelay.device.Devices;
import io.camrelay.device.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data folder that is open: all that the relay keeps, in one SQLite database. One relay at a time
 * has a folder open; commands may open it beside the relay.
 */
public final class SqliteStore implements AutoCloseable {

  /** Who opens the folder. */
  public enum Role {
    /** The relay itself: the only one on its folder. */
    RELAY,
    /** A command, beside a running relay or without one. */
    COMMAND
  }

  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  private final @Nullable FolderLock relayLock;
  private final WriteConnection connection;
  private final Writer writer;
  private final Readers readers;
  private final Uploads uploads;
  private final Asking asking;
  private final Questions questions;
  private final Ledger ledger;
  private final Mailbox mailbox;
  private final Captures captures;
  private final Devices devices;
  private final Profiles profiles;

  private SqliteStore(
      DatabaseFile file,
      @Nullable FolderLock relayLock,
      StoreSettings settings,
      WriteConnection connection,
      Consumer<Throwable> onFatal)
      throws IOException {
    this.relayLock = relayLock;
    this.connection = connection;
    ForeignChanges changes = new ForeignChanges();
    this.writer =
        new Writer(connection, new OpenFile(file.path()), settings, changes::happened, onFatal);
    this.readers = new Readers(file);
    DiskReserve reserve = new DiskReserve(file.folder(), settings.reservedDiskBytes());
    this.uploads = new SqliteUploads(writer, readers, settings, reserve);
    Counters counters = new Counters(settings.zone());
    this.asking = new SqliteAsking(writer, readers, counters);
    this.questions = new SqliteQuestions(writer);
    this.ledger = new SqliteLedger(writer, readers, counters, settings.zone());
    this.mailbox = new SqliteMailbox(writer, readers, settings);
    this.captures = new SqliteCaptures(readers);
    this.devices = new SqliteDevices(writer, readers, changes);
    this.profiles = new SqliteProfiles(writer, readers, changes);
  }

  /**
   * Opens a data folder; makes it where there is none.
   *
   * @param onFatal called once, on a thread of the store, when the store has failed for good. All
   *     later calls fail; the relay has to stop.
   * @throws StoreException with a remedy, where another relay has the folder, its schema is newer,
   *     or it is damaged
   */
  public static SqliteStore open(
      Path folder, Role role, StoreSettings settings, Consumer<Throwable> onFatal)
      throws IOException {
    return open(folder, role, settings, onFatal, connection -> connection);
  }

  /** As above, with a disk that tests let fail. */
  static SqliteStore open(
      Path folder,
      Role role,
      StoreSettings settings,
      Consumer<Throwable> onFatal,
      UnaryOperator<WriteConnection> disk)
      throws IOException {
    DatabaseFile file = new DatabaseFile(folder);
    try {
      file.createFolder();
      FolderLock lock = role == Role.RELAY ? relayLock(file) : null;
      try {
        return opened(file, lock, settings, onFatal, disk);
      } catch (IOException | SQLException | RuntimeException e) {
        if (lock != null) {
          lock.close();
        }
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(
          "%s cannot be opened: %s".formatted(file.path(), e.getMessage()),
          "Look whether its disk is in order; else restore a backup, or move the folder away.",
          e);
    }
  }

  private static SqliteStore opened(
      DatabaseFile file,
      @Nullable FolderLock lock,
      StoreSettings settings,
      Consumer<Throwable> onFatal,
      UnaryOperator<WriteConnection> disk)
      throws IOException, SQLException {
    Schema schema = new Schema(file, relayLockFile(file));
    if (lock == null) {
      schema.prepareForCommand();
    } else {
      schema.prepareForRelay();
    }
    WriteConnection connection = disk.apply(new WriteConnection(file.openWriter()));
    SqliteStore store = new SqliteStore(file, lock, settings, connection, onFatal);
    store.writer.start();
    return store;
  }

  static Path relayLockFile(DatabaseFile file) {
    return file.folder().resolve("relay.lock");
  }

  private static FolderLock relayLock(DatabaseFile file) throws IOException {
    // A command that brings the schema up to date may hold it for a moment.
    return FolderLock.take(relayLockFile(file), Duration.ofSeconds(2))
        .orElseThrow(
            () ->
                new StoreException(
                    "Another relay is running on " + file.folder() + ".",
                    "Stop it first, or give this one a data folder of its own."));
  }

  /** Frames on their way in. */
  public Uploads uploads() {
    return uploads;
  }

  /** What is to be asked. */
  public Asking asking() {
    return asking;
  }

  /** What the operator asks. */
  public Questions questions() {
    return questions;
  }

  /** What asking has cost, and may cost. */
  public Ledger ledger() {
    return ledger;
  }

  /** What is to be delivered. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /** What is to be looked at. */
  public Captures captures() {
    return captures;
  }

  /** Who may connect. */
  public Devices devices() {
    return devices;
  }

  /** What the operator has set for them. */
  public Profiles profiles() {
    return profiles;
  }

  /**
   * Makes durable what was handed over, and closes the folder. Waits for the disk, but not for
   * ever. Not to be called from a stage of the store.
   */
  @Override
  public void close() throws IOException {
    readers.close();
    if (!writer.stop()) {
      // The disk does not answer. The folder stays locked until the process ends.
      log.warn("store not closed in time");
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("store not closed in order reason={}", e.getMessage());
    }
    if (relayLock != null) {
      relayLock.close();
    }
  }
}
