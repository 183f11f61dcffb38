package io.camrelay.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of small text files for their owner alone. A file appears whole and durable under its
 * name or not at all: it is written beside it, flushed, and renamed. Whoever writes holds {@link
 * FolderLock}. Permissions are part of the creation, so that there is no moment at which others
 * could read; a file system that has none is used as it is.
 */
final class PrivateFolder {

  /** Far more than any certificate or key takes, in bytes. */
  static final int MAX_FILE = 64 * 1024;

  private static final String PARTIAL = ".partial";
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  PrivateFolder(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Whether the folder is there; what is there in its place and is no folder is an error later. */
  boolean exists() {
    return Files.exists(path);
  }

  /** Makes the folder where it is missing. One that is there keeps its permissions. */
  void create() throws IOException {
    if (exists()) {
      return;
    }
    Files.createDirectories(path, onlyOwner(OWNER_FOLDER));
    Path parent = path.getParent();
    if (parent != null) {
      flushFolder(parent);
    }
  }

  /**
   * A file's text, or null if there is no such file.
   *
   * @throws IdentityException if it is there and cannot be read, or is no small file
   */
  @Nullable String read(String name) throws IdentityException {
    Path file = file(name);
    try {
      if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE)) {
        throw new IdentityException(
            file + " is no certificate or key: it is no file, or too large.",
            "Move it away, or put the right one back from a backup.");
      }
      // Only ASCII means anything in these files, and this decodes whatever the damage.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IdentityException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new IdentityException(
          file + " may not be read by the user who runs this.",
          "Run this as the user who owns it, or give it to the user who runs the relay (chown).",
          e);
    } catch (IOException e) {
      throw new IdentityException(
          file + " cannot be read (" + e + ").", "Look whether its disk is in order.", e);
    }
  }

  /**
   * Writes a file that must not be there yet.
   *
   * @throws FileAlreadyExistsException if it is
   */
  void writeNew(String name, String text) throws IOException {
    Path partial = writePartial(name, text);
    // Without options, a rename that looks first; the lock keeps other relays from coming between.
    Files.move(partial, file(name));
    flushFolder(path);
  }

  /** Writes a file, in place of the one that may be there. */
  void replace(String name, String text) throws IOException {
    Path partial = writePartial(name, text);
    Files.move(
        partial, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    flushFolder(path);
  }

  private Path writePartial(String name, String text) throws IOException {
    Path partial = file("." + name + PARTIAL);
    // Left behind by a crash, and by nobody else: the lock is held.
    Files.deleteIfExists(partial);
    try (FileChannel channel =
        FileChannel.open(
            partial,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            onlyOwner(OWNER_FILE))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
    return partial;
  }

  /** Something done to the folder. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does this while no other relay works on the folder; waits for one that does. */
  <T> T locked(Work<T> work) throws IOException {
    FolderLock lock = FolderLock.take(file(".lock"), onlyOwner(OWNER_FILE));
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  /** Whether the file system knows owners and permissions. */
  boolean hasPermissions() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private FileAttribute<?>[] onlyOwner(Set<PosixFilePermission> permissions) {
    return hasPermissions()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** A rename is durable when its folder is; only POSIX systems let a folder be flushed. */
  private void flushFolder(Path folder) throws IOException {
    if (hasPermissions()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
