package io.camrelay.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps pieces from filling the disk to the last byte: what was asked and paid for must still be
 * recorded. Owned by the writer's thread.
 */
final class DiskReserve {

  private static final Duration LOOKS = Duration.ofSeconds(1);

  private final FileStore disk;
  private final long reserved;
  private long lookedAt;
  private boolean enough = true;

  DiskReserve(Path folder, long reserved) throws IOException {
    this.disk = Files.getFileStore(folder);
    this.reserved = reserved;
    this.lookedAt = System.nanoTime() - LOOKS.toNanos();
  }

  /** Throws where there is not enough space for new pieces. */
  void check() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOKS.toNanos()) {
      lookedAt = now;
      enough = reserved == 0 || free(disk) >= reserved;
    }
    if (!enough) {
      throw Unavailable.diskFull("the disk has less free space than the reserve");
    }
  }

  private static long free(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      // Writing will find out.
      return Long.MAX_VALUE;
    }
  }
}
