package io.camrelay.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by one process at a time for as long as it is open; the system lets go of it when the
 * process dies, however it dies.
 */
final class FolderLock implements AutoCloseable {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock; empty where another has held it for so long. */
  static Optional<FolderLock> take(Path file, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      long end = System.nanoTime() + patience.toNanos();
      taken = tryLock(channel);
      while (!taken && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        taken = tryLock(channel);
      }
      return taken ? Optional.of(new FolderLock(channel)) : Optional.empty();
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process has it.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
