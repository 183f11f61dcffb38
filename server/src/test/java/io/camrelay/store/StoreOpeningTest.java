package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camrelay.device.Device;
import io.camrelay.store.SqliteStore.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOpeningTest {

  private static final String HASH = "0".repeat(64);

  @TempDir Path root = Path.of("");

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void names() {
    folder = root.resolve("new/data");
  }

  private SqliteStore open(Role role) throws IOException {
    return SqliteStore.open(folder, role, StoreSettings.defaults(), failures::add);
  }

  @Test
  void makesAFolderForItsOwnerAlone() throws Exception {
    try (SqliteStore store = open(Role.RELAY)) {
      done(store.devices().put("porch", HASH, NOW));

      assertThat(folder)
          .isDirectoryContaining("glob:**/camrelay.db")
          .isDirectoryContaining("glob:**/camrelay.db-wal");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      for (String name : List.of("camrelay.db", "camrelay.db-wal", "camrelay.db-shm")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void setsTheDatabaseUpAsDesigned() throws Exception {
    try (SqliteStore store = open(Role.RELAY)) {
      done(store.devices().put("porch", HASH, NOW));
    }

    assertThat(pragma("page_size")).isEqualTo("16384");
    assertThat(pragma("auto_vacuum")).as("incremental").isEqualTo("2");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    DatabaseFile file = new DatabaseFile(folder);
    for (Sql sql : List.of(file.openWriter(), file.openReader())) {
      try (sql) {
        assertThat(sql.number("PRAGMA synchronous")).as("full").isEqualTo(2);
        assertThat(sql.number("PRAGMA foreign_keys")).isEqualTo(1);
        assertThat(sql.number("PRAGMA wal_autocheckpoint")).isZero();
      }
    }
  }

  @Test
  void aReaderCannotWrite() throws Exception {
    open(Role.RELAY).close();

    try (Sql reader = new DatabaseFile(folder).openReader()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> reader.update("DELETE FROM device"))
          .withMessageContaining("readonly");
    }
  }

  @Test
  void keepsWhatWasHandedOverWhenItIsClosed() throws Exception {
    try (SqliteStore store = open(Role.RELAY)) {
      for (int i = 0; i < 500; i++) {
        store.devices().put("cam" + i, HASH, NOW);
      }
      store.devices().seen("cam7", NOW.plusSeconds(5));
    }

    try (SqliteStore store = open(Role.RELAY)) {
      assertThat(done(store.devices().list())).hasSize(500);
      assertThat(done(store.devices().find("cam7")))
          .contains(new Device("cam7", HASH, NOW, null, NOW.plusSeconds(5)));
    }
  }

  @Test
  void saysSoToWhoCallsItAfterItsEnd() throws Exception {
    SqliteStore store = open(Role.RELAY);
    store.close();

    assertThat(failure(store.devices().put("porch", HASH, NOW))).hasMessageContaining("closed");
    assertThat(failure(store.devices().find("porch"))).hasMessageContaining("closed");
    store.close();
  }

  @Test
  void refusesASecondRelay() throws Exception {
    try (SqliteStore store = open(Role.RELAY)) {
      done(store.devices().put("porch", HASH, NOW));

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> open(Role.RELAY))
          .withMessageContaining("Another relay is running on " + folder)
          .satisfies(refusal -> assertThat(refusal.remedy()).contains("data folder of its own"));
    }
    open(Role.RELAY).close();
  }

  @Test
  void aCommandWorksBesideTheRelay() throws Exception {
    try (SqliteStore relay = open(Role.RELAY)) {
      try (SqliteStore command = open(Role.COMMAND)) {
        assertThat(done(command.devices().put("porch", HASH, NOW))).isTrue();
      }
      assertThat(done(relay.devices().find("porch"))).isPresent();
      assertThat(done(relay.devices().put("garden", HASH, NOW))).isTrue();
      try (SqliteStore command = open(Role.COMMAND)) {
        assertThat(done(command.devices().list())).hasSize(2);
      }
    }
  }

  @Test
  void aCommandMayBeTheFirstToOpenAFolder() throws Exception {
    try (SqliteStore command = open(Role.COMMAND)) {
      done(command.devices().put("porch", HASH, NOW));
    }
    try (SqliteStore relay = open(Role.RELAY)) {
      assertThat(done(relay.devices().find("porch"))).isPresent();
    }
  }

  @Test
  void manyMayOpenANewFolderAtOnce() throws Exception {
    List<Throwable> refused = new CopyOnWriteArrayList<>();
    List<Thread> commands =
        Stream.generate(() -> new Thread(() -> addDevice(refused))).limit(4).toList();
    commands.forEach(Thread::start);
    for (Thread command : commands) {
      command.join();
    }

    assertThat(refused).isEmpty();
    try (SqliteStore relay = open(Role.RELAY)) {
      assertThat(done(relay.devices().list())).hasSize(4);
    }
  }

  private void addDevice(List<Throwable> refused) {
    try (SqliteStore command = open(Role.COMMAND)) {
      done(command.devices().put("cam" + Thread.currentThread().getId(), HASH, NOW));
    } catch (IOException | AssertionError e) {
      refused.add(e);
    }
  }

  @Test
  void refusesANewerSchema() throws Exception {
    open(Role.RELAY).close();
    execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (99, '99', 'more', 'SQL', 'V99__more.sql', '', 1, 1)");

    for (Role role : Role.values()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> open(role))
          .withMessageContaining(
              "written by a newer version (schema 99; this one knows up to " + Schema.VERSION + ")")
          .satisfies(refusal -> assertThat(refusal.remedy()).contains("Start that version"));
    }
  }

  @Test
  void aCommandLeavesTheSchemaOfARunningRelayAlone() throws Exception {
    Files.createDirectories(folder);
    try (FolderLock olderRelay =
        FolderLock.take(folder.resolve("relay.lock"), Duration.ZERO).orElseThrow()) {
      assertThat(olderRelay).isNotNull();

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> open(Role.COMMAND))
          .withMessageContaining("of an older version");
    }
    open(Role.COMMAND).close();
  }

  @Test
  void refusesWhatIsNoDatabase() throws Exception {
    Files.createDirectories(folder);
    Files.write(
        folder.resolve("camrelay.db"),
        "no database ".repeat(4_000).getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(Role.RELAY))
        .withMessageContaining("camrelay.db cannot be opened")
        .satisfies(refusal -> assertThat(refusal.remedy()).contains("restore a backup"));
    assertThat(failures).isEmpty();
  }

  @Test
  void refusesADatabaseOfSomethingElse() throws Exception {
    Files.createDirectories(folder);
    execute("CREATE TABLE photos (id INTEGER)");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(Role.RELAY))
        .withMessageContaining("cannot be brought to schema " + Schema.VERSION);
  }

  @Test
  void theSchemasVersionIsThatOfTheLastMigration() throws Exception {
    open(Role.RELAY).close();

    assertThat(Schema.version(new DatabaseFile(folder).source(Duration.ZERO)))
        .isEqualTo(Schema.VERSION);
  }

  private String pragma(String name) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("camrelay.db"));
  }
}
