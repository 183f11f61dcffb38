package io.camrelay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database as it was opened. A file that is open can be deleted or moved away, and takes with
 * it what is written from then on, without any error.
 */
final class OpenFile {

  private final Path path;

  /** Names the file itself, whatever it is called; null where the system has no such thing. */
  private final @Nullable Object key;

  OpenFile(Path path) throws IOException {
    this.path = path;
    this.key = key(path);
  }

  /** Throws where the next start would not find what is written here. */
  void check() throws SQLException {
    try {
      if (Objects.equals(key, key(path))) {
        return;
      }
    } catch (IOException e) {
      throw new SQLException(path + " was deleted or moved away under the relay", e);
    }
    throw new SQLException(path + " was replaced by another file under the relay");
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
