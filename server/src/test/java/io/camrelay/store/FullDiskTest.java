package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.capture.StoreUnavailable;
import io.camrelay.protocol.Code;
import io.camrelay.store.SqliteStore.Role;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 7: a full disk is told to who waits for it, and is no end of the store. */
class FullDiskTest {

  /** Rows of which some fill a page. */
  private static final int MANY = 20_000;

  @TempDir private Path folder;

  private final AtomicReference<@Nullable WriteConnection> disk = new AtomicReference<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private void pages(long most) {
    WriteConnection connection = disk.get();
    assertThat(connection).isNotNull();
    try {
      connection.sql().run("PRAGMA max_page_count = " + most);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysSoEachTimeAndGoesOnOnceThereIsSpace() throws Exception {
    try (SqliteStore store =
        SqliteStore.open(
            folder,
            Role.RELAY,
            SqliteFixture.SETTINGS,
            failures::add,
            connection -> {
              disk.set(connection);
              return connection;
            })) {
      done(put(store, 0));
      pages(1);
      int full = untilFull(store);
      for (int again = 0; again < 3; again++) {
        assertFull(store, full);
      }
      assertThat(done(store.devices().find("cam-0"))).isPresent();

      pages(100_000);
      done(put(store, full));
      assertThat(failures).isEmpty();
    }
  }

  private static CompletionStage<Boolean> put(SqliteStore store, int number) {
    return store.devices().put("cam-" + number, "ab".repeat(32), NOW);
  }

  /** Which device was the first for which there was no space. */
  private static int untilFull(SqliteStore store) {
    for (int number = 1; number < MANY; number++) {
      try {
        put(store, number).toCompletableFuture().join();
      } catch (CompletionException e) {
        return number;
      }
    }
    throw new AssertionError("the disk never was full");
  }

  private static void assertFull(SqliteStore store, int number) {
    assertThatThrownBy(() -> put(store, number).toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            StoreUnavailable.class,
            unavailable -> assertThat(unavailable.code()).isEqualTo(Code.DISK_FULL));
  }
}
