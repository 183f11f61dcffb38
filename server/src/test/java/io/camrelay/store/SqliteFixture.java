package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Ledger;
import io.camrelay.capture.Mailbox;
import io.camrelay.capture.Questions;
import io.camrelay.capture.StoreFixture;
import io.camrelay.capture.Uploads;
import io.camrelay.device.Devices;
import io.camrelay.device.Profiles;
import io.camrelay.store.SqliteStore.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** SQLite behind the ports, in a folder of each test's own. */
final class SqliteFixture implements StoreFixture, BeforeEachCallback, AfterEachCallback {

  static final StoreSettings SETTINGS =
      new StoreSettings(
          32_768,
          32 << 20,
          UPLOADS_PER_DEVICE,
          UPLOAD_AGE,
          CROWDED_UPLOAD_AGE,
          MAILBOX_COUNT,
          MAILBOX_AGE,
          0,
          ZONE);

  private final List<SqliteStore> opened = new ArrayList<>();

  /** What the stores said of the disk; nothing, in these tests. */
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private Path root = Path.of("");
  private Path folder = Path.of("");

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("camrelay-store");
    folder = root.resolve("data");
    open();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (SqliteStore store : opened) {
      store.close();
    }
    delete(root);
    assertThat(failures).isEmpty();
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  Path folder() {
    return folder;
  }

  SqliteStore store() {
    return opened.get(opened.size() - 1);
  }

  private void open() {
    open(ZONE);
  }

  private void open(ZoneId zone) {
    try {
      opened.add(SqliteStore.open(folder, Role.RELAY, SETTINGS.in(zone), failures::add));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void reopen() {
    reopenIn(ZONE);
  }

  @Override
  public void reopenIn(ZoneId zone) {
    try {
      store().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open(zone);
  }

  /** The files as they are on the disk now; the index of the WAL is never durable. */
  @Override
  public void crash() {
    Path crashed = root.resolve("crashed-" + opened.size());
    try {
      Files.createDirectory(crashed);
      for (String name : List.of(DatabaseFile.NAME, DatabaseFile.NAME + "-wal")) {
        Files.copy(folder.resolve(name), crashed.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder = crashed;
    open();
  }

  @Override
  public void addDeviceFromOutside(String name) {
    try (SqliteStore command = SqliteStore.open(folder, Role.COMMAND, SETTINGS, failures::add)) {
      done(command.devices().put(name, "0".repeat(64), NOW));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Uploads uploads() {
    return store().uploads();
  }

  @Override
  public Asking asking() {
    return store().asking();
  }

  @Override
  public Questions questions() {
    return store().questions();
  }

  @Override
  public Ledger ledger() {
    return store().ledger();
  }

  @Override
  public Mailbox mailbox() {
    return store().mailbox();
  }

  @Override
  public Captures captures() {
    return store().captures();
  }

  @Override
  public Devices devices() {
    return store().devices();
  }

  @Override
  public Profiles profiles() {
    return store().profiles();
  }
}
