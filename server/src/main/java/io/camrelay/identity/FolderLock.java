package io.camrelay.identity;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;

/** Held by the one process that changes a folder. The system lets go of it when a process dies. */
final class FolderLock implements AutoCloseable {

  /** Making an identity takes well under a second even on a small board. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  // Holds the lock for as long as it is open.
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path file, FileAttribute<?>... attributes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!taken(channel)) {
        if (System.nanoTime() - end >= 0) {
          throw new IdentityException(
              "Another process has been holding " + file + " for " + PATIENCE.toSeconds() + " s.",
              "Look for another relay that is just starting on this folder, and try again.");
        }
        pause();
      }
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      return false;
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for another relay");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
