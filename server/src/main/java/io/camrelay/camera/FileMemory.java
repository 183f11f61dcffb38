package io.camrelay.camera;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A camera's memory as a small text file. Numbers are reserved in blocks, so that not every capture
 * costs a write: after a crash the rest of the block is skipped, and no number is ever used twice.
 */
final class FileMemory implements CameraMemory {

  /** Numbers that one write reserves. */
  static final int BLOCK = 32;

  private static final String EPOCH = "epoch";
  private static final String RESERVED = "reserved";
  private static final String TOKEN = "token";

  private final Path file;
  private final long epoch;

  /** The last number that was given. */
  private long last;

  /** The last number that the file reserves; never below {@link #last}. */
  private long reserved;

  private @Nullable String token;

  private FileMemory(Path file, long epoch, long reserved, @Nullable String token) {
    this.file = file;
    this.epoch = epoch;
    this.last = reserved;
    this.reserved = reserved;
    this.token = token;
  }

  static FileMemory open(Path file) throws IOException {
    if (!Files.exists(file)) {
      FileMemory memory = new FileMemory(file, new SecureRandom().nextLong(), 0, null);
      memory.write();
      return memory;
    }
    Map<String, String> entries = read(file);
    try {
      return new FileMemory(
          file,
          Long.parseUnsignedLong(entries.getOrDefault(EPOCH, ""), 16),
          Long.parseLong(entries.getOrDefault(RESERVED, "")),
          entries.get(TOKEN));
    } catch (NumberFormatException e) {
      throw new IOException(
          file + " is not a camera's memory; remove it to begin with a new epoch", e);
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  /**
   * @throws UncheckedIOException if a block cannot be reserved; no number is given then
   */
  @Override
  public synchronized long nextNumber() {
    if (last == reserved) {
      reserved += BLOCK;
      try {
        write();
      } catch (IOException e) {
        reserved -= BLOCK;
        throw new UncheckedIOException(e);
      }
    }
    return ++last;
  }

  @Override
  public synchronized @Nullable String token() {
    return token;
  }

  /**
   * @throws UncheckedIOException if it cannot be written; the old token stays
   */
  @Override
  public synchronized void keepToken(String fresh) {
    String old = token;
    token = fresh;
    try {
      write();
    } catch (IOException e) {
      token = old;
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> entries = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        entries.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return entries;
  }

  /** Replaces the file as a whole: a crash leaves the old one or the new one. */
  private void write() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(EPOCH).append('=').append(Long.toHexString(epoch)).append('\n');
    text.append(RESERVED).append('=').append(reserved).append('\n');
    if (token != null) {
      text.append(TOKEN).append('=').append(token).append('\n');
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    createPrivate(fresh);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void createPrivate(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
  }
}
