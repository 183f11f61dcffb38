package io.camrelay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.store.SqliteStore.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2: nothing is called durable that the next start would not find. */
class DeletedFolderTest {

  private static final String HASH = "ab".repeat(32);

  @TempDir private Path root;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private SqliteStore open() throws IOException {
    return SqliteStore.open(
        root.resolve("data"), Role.RELAY, SqliteFixture.SETTINGS, failures::add);
  }

  private static CompletableFuture<Boolean> put(SqliteStore store, String device) {
    return store.devices().put(device, HASH, Instant.EPOCH).toCompletableFuture();
  }

  @Test
  void promisesNothingOnceItsFolderIsDeleted() throws Exception {
    try (SqliteStore store = open()) {
      put(store, "before").join();
      SqliteFixture.delete(root.resolve("data"));
      assertThat(put(store, "after")).failsWithin(Duration.ofSeconds(20));
      await().untilAsserted(() -> assertThat(failures).hasSize(1));
      assertThat(failures.get(0)).hasMessageContaining("was deleted or moved away");
    }
  }

  @Test
  void noticesThatItsFolderWasReplacedAlsoWhileNothingIsWritten() throws Exception {
    try (SqliteStore store = open()) {
      put(store, "before").join();
      Files.move(root.resolve("data"), root.resolve("moved"));
      Files.createDirectory(root.resolve("data"));
      Files.createFile(root.resolve("data").resolve(DatabaseFile.NAME));
      await().untilAsserted(() -> assertThat(failures).hasSize(1));
      assertThat(failures.get(0)).hasMessageContaining("was replaced by another file");
    }
  }
}
