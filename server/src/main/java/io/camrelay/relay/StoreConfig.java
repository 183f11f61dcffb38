package io.camrelay.relay;

import io.camrelay.store.StoreSettings;
import java.time.Duration;

/** Reads the section {@code [store]}. */
final class StoreConfig {

  private static final long MB = 1 << 20;
  private static final long GB = 1 << 30;

  private StoreConfig() {}

  static StoreSettings read(ConfigSource source) {
    StoreSettings usual = StoreSettings.defaults();
    int operations =
        source.number(
            "store.queued_operations",
            usual.queuedOperations(),
            64,
            1_000_000,
            "operations that may wait for the disk; beyond it devices are deferred");
    long bytes =
        source.bytes(
            "store.queued_bytes",
            usual.queuedBytes(),
            MB,
            GB,
            "bytes of photos that may wait for the disk");
    int uploads =
        source.number(
            "store.uploads_per_device",
            usual.uploadsPerDevice(),
            1,
            1_000,
            "captures whose photos may be unfinished, of one device, connected or not");
    Duration uploadAge =
        source.duration(
            "store.upload_age",
            usual.uploadAge(),
            Duration.ofMinutes(1),
            Duration.ofDays(30),
            "when an upload that does not go on ends as expired");
    Duration crowdedAge =
        source.duration(
            "store.crowded_upload_age",
            usual.crowdedUploadAge(),
            Duration.ofSeconds(1),
            Duration.ofDays(30),
            "the same for a device that has as many uploads as it may have");
    int mailbox =
        source.number(
            "store.mailbox_count",
            usual.mailboxCount(),
            1,
            100_000,
            "answers that wait for one device; beyond it the oldest are dropped");
    Duration mailboxAge =
        source.duration(
            "store.mailbox_age",
            usual.mailboxAge(),
            Duration.ofMinutes(1),
            Duration.ofDays(3_650),
            "how long an answer waits for its device");
    long reserved =
        source.bytes(
            "store.reserved_disk",
            usual.reservedDiskBytes(),
            0,
            1024 * GB,
            "with less free space no new photo is taken, so that answers can be recorded");
    try {
      return new StoreSettings(
          operations,
          bytes,
          uploads,
          uploadAge,
          crowdedAge,
          mailbox,
          mailboxAge,
          reserved,
          usual.zone());
    } catch (IllegalArgumentException e) {
      source.refuse("store.crowded_upload_age", String.valueOf(e.getMessage()));
      return usual;
    }
  }
}
