package io.camrelay.store;

import io.camrelay.bounds.Bounds;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The bounds of the store.
 *
 * @param queuedOperations how many operations may wait for the writer; beyond it callers hear BUSY.
 *     64 to 1 000 000
 * @param queuedBytes how many bytes of pieces may wait for the writer. 1 MiB to 1 GiB
 * @param uploadsPerDevice how many captures a device may have whose frames are not all stored. 1 to
 *     1 000
 * @param uploadAge an upload that has not gone on for so long ends as expired. A minute to 30 days
 * @param crowdedUploadAge the same, for a device that has as many uploads as it may have. A second
 *     to {@code uploadAge}
 * @param mailboxCount how many ends wait for a device; beyond it the oldest are dropped. 1 to 100
 *     000
 * @param mailboxAge how long an end waits for its device. A minute to 3 650 days
 * @param reservedDiskBytes new pieces are not taken where the disk has less space than this, so
 *     that answers can still be recorded. 0 to 1 TiB
 * @param zone by whose calendar days and months of spending begin
 */
public record StoreSettings(
    int queuedOperations,
    long queuedBytes,
    int uploadsPerDevice,
    Duration uploadAge,
    Duration crowdedUploadAge,
    int mailboxCount,
    Duration mailboxAge,
    long reservedDiskBytes,
    ZoneId zone) {

  private static final long MIB = 1 << 20;

  public StoreSettings {
    Bounds.check("queuedOperations", queuedOperations, 64, 1_000_000);
    Bounds.check("queuedBytes", queuedBytes, MIB, 1024 * MIB);
    Bounds.check("uploadsPerDevice", uploadsPerDevice, 1, 1_000);
    Bounds.check("uploadAge", uploadAge, Duration.ofMinutes(1), Duration.ofDays(30));
    Bounds.check("crowdedUploadAge", crowdedUploadAge, Duration.ofSeconds(1), uploadAge);
    Bounds.check("mailboxCount", mailboxCount, 1, 100_000);
    Bounds.check("mailboxAge", mailboxAge, Duration.ofMinutes(1), Duration.ofDays(3_650));
    Bounds.check("reservedDiskBytes", reservedDiskBytes, 0, 1024 * 1024 * MIB);
  }

  /** The same by another time zone. */
  public StoreSettings in(ZoneId other) {
    return new StoreSettings(
        queuedOperations,
        queuedBytes,
        uploadsPerDevice,
        uploadAge,
        crowdedUploadAge,
        mailboxCount,
        mailboxAge,
        reservedDiskBytes,
        other);
  }

  /** What serves a small machine and some thousands of devices. */
  public static StoreSettings defaults() {
    return new StoreSettings(
        32_768,
        32 * MIB,
        16,
        Duration.ofDays(1),
        Duration.ofMinutes(5),
        100,
        Duration.ofDays(30),
        64 * MIB,
        ZoneId.systemDefault());
  }
}
