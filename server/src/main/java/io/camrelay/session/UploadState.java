package io.camrelay.session;

import io.camrelay.capture.Ending;
import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.picture.JpegVerdict;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one frame's upload on one handle, from BEGIN until it is stored, deferred or ended.
 * Events are methods; each returns what the caller must now do. It counts bytes and holds none.
 *
 * <pre>
 *   LOOKING_UP ──► REPLAYING ──► RECEIVING ──► STORING ──► STORED
 *     ▲     │          │          ▲ │  │ │       │ │
 *     │     │          ▼          │ │  │ ▼       │ │
 *     │     └────► GOING_BACK ────┘ │  │ GIVING_UP │
 *     └─────────────────────────────┴──┼───┼─────┘ │
 *                                      ▼   ▼       ▼
 *                              DRAINING, or OVER from everywhere
 * </pre>
 */
final class UploadState {

  private enum Phase {
    /** The store looks whether it knows the capture. */
    LOOKING_UP,
    /** What came earlier is being checked. */
    REPLAYING,
    RECEIVING,
    /** The store has lost something; the device has yet to go back to what is left. */
    GOING_BACK,
    /** Damaged: the store drops what came. */
    GIVING_UP,
    STORING,
    /** Stored, now or before. */
    STORED,
    /** Deferred: what still comes is thrown away, until it is begun again. */
    DRAINING,
    /** It has its end, or is being given it, or another handle has its place. */
    OVER
  }

  /** How often a device is sent back for what the relay has lost; then it is deferred. */
  static final int MOST_LOSSES = 3;

  private final long size;
  private final long crc;

  /** Why this capture can never be taken; null where it can. */
  private final Ending.@Nullable Failure never;

  /** When a device comes back that found no room. */
  private final Duration retryAfter;

  private Phase phase = Phase.LOOKING_UP;

  /** How often the device was sent back after BEGIN. */
  private int losses;

  /** Bytes of the frame that have arrived, without a gap. */
  private long offset;

  /** What was wrong, while giving up. */
  private Code damage = Code.UNKNOWN;

  UploadState(long size, long crc, Ending.@Nullable Failure never, Duration retryAfter) {
    this.size = size;
    this.crc = crc;
    this.never = never;
    this.retryAfter = retryAfter;
  }

  /** Bytes of the frame that have arrived. */
  long offset() {
    return offset;
  }

  /** True while nothing more can be read of the device until the store has answered. */
  boolean isBlocking() {
    return phase == Phase.LOOKING_UP || phase == Phase.REPLAYING;
  }

  /** True where it counts against the uploads that a device may have unfinished. */
  boolean isUnfinished() {
    return switch (phase) {
      case LOOKING_UP, REPLAYING, RECEIVING, GOING_BACK, GIVING_UP, STORING -> true;
      case STORED, DRAINING, OVER -> false;
    };
  }

  /** True while bytes of the frame are taken. */
  boolean isReceiving() {
    return phase == Phase.RECEIVING;
  }

  boolean isStoring() {
    return phase == Phase.STORING;
  }

  /** True while the store has not said whether the handle stands for its capture at all. */
  boolean isLookingUp() {
    return phase == Phase.LOOKING_UP;
  }

  boolean isDraining() {
    return phase == Phase.DRAINING;
  }

  /** The store has answered to BEGIN or ASK. */
  UploadStep begun(Begun begun) {
    if (phase != Phase.LOOKING_UP) {
      return UploadStep.Nothing.STEP;
    }
    return switch (begun.kind()) {
      case UPLOAD -> upload(((Begun.Upload) begun).offset());
      case FRAME_KNOWN -> {
        phase = Phase.STORED;
        yield UploadStep.TellFrameKnown.STEP;
      }
      case KNOWN -> {
        Ending ending = ((Begun.Known) begun).ending();
        phase = ending == null ? Phase.STORED : Phase.OVER;
        yield new UploadStep.TellKnown(ending);
      }
      case CONFLICT -> {
        phase = Phase.OVER;
        yield new UploadStep.Decline(failure(Code.CONFLICT));
      }
      case TOO_MANY -> defer(Code.TOO_MANY_CAPTURES, retryAfter);
    };
  }

  private UploadStep upload(long arrived) {
    if (never != null) {
      return fail(never);
    }
    offset = arrived;
    if (arrived > 0) {
      phase = Phase.REPLAYING;
      return new UploadStep.Replay(arrived);
    }
    return accept();
  }

  /** What came earlier has gone through the checks. */
  UploadStep replayed() {
    if (phase != Phase.REPLAYING) {
      return UploadStep.Nothing.STEP;
    }
    return accept();
  }

  private UploadStep accept() {
    phase = losses == 0 ? Phase.RECEIVING : Phase.GOING_BACK;
    return new UploadStep.Accept(offset);
  }

  /** A piece of the frame. */
  UploadStep data(long from, int count) {
    if (phase == Phase.GOING_BACK && from <= offset) {
      phase = Phase.RECEIVING;
    }
    if (phase != Phase.RECEIVING) {
      return UploadStep.Nothing.STEP;
    }
    if (from > offset) {
      return damaged(Code.GAP);
    }
    if (from + count > size) {
      return fail(failure(Code.TOO_LARGE));
    }
    long skip = Math.min(offset - from, count);
    offset += count - skip;
    return skip == count ? UploadStep.Nothing.STEP : new UploadStep.Take((int) skip);
  }

  /**
   * All was sent, the device says.
   *
   * @param crcOfEnd the CRC over what the device has sent
   * @param crcOfArrived the CRC over what has arrived
   * @param verdict what the frame is, if it is undamaged
   */
  UploadStep end(long crcOfEnd, long crcOfArrived, JpegVerdict verdict) {
    if (phase != Phase.RECEIVING) {
      return UploadStep.Nothing.STEP;
    }
    if (offset < size) {
      return damaged(Code.GAP);
    }
    if (crc != crcOfArrived || crc != crcOfEnd) {
      return damaged(Code.BAD_CRC);
    }
    return switch (verdict.kind()) {
      case SOUND -> {
        JpegVerdict.Sound sound = (JpegVerdict.Sound) verdict;
        phase = Phase.STORING;
        yield new UploadStep.Store(sound.width(), sound.height());
      }
      case FAULTY -> {
        var fault = ((JpegVerdict.Faulty) verdict).fault();
        yield fail(new Ending.Failure(FrameCheck.code(fault), fault.hint()));
      }
    };
  }

  /**
   * The store has dropped the bytes.
   *
   * @param times how often that has happened to this frame
   */
  UploadStep startedOver(int times) {
    if (phase != Phase.GIVING_UP) {
      return UploadStep.Nothing.STEP;
    }
    if (times > Limits.MAX_DAMAGED_UPLOADS) {
      return fail(failure(damage));
    }
    phase = Phase.DRAINING;
    return new UploadStep.Defer(damage, Duration.ZERO);
  }

  /**
   * The store is done.
   *
   * @param stored what is durable now; LOST where it has lost a piece, and with it all
   */
  UploadStep stored(Stored stored) {
    if (phase != Phase.STORING) {
      return UploadStep.Nothing.STEP;
    }
    return switch (stored) {
      case LOST -> lost();
      case FRAME -> {
        phase = Phase.STORED;
        yield UploadStep.TellFrameStored.STEP;
      }
      case CAPTURE -> {
        phase = Phase.STORED;
        yield UploadStep.TellStored.STEP;
      }
    };
  }

  /** The store has not got what it was given. */
  UploadStep lost() {
    return switch (phase) {
      case RECEIVING, GOING_BACK, STORING -> {
        if (++losses > MOST_LOSSES) {
          yield defer(Code.BUSY, retryAfter);
        }
        phase = Phase.LOOKING_UP;
        yield UploadStep.LookAgain.STEP;
      }
      case LOOKING_UP, REPLAYING, GIVING_UP, STORED, DRAINING, OVER -> UploadStep.Nothing.STEP;
    };
  }

  /** The device has changed its mind. */
  UploadStep cancel() {
    return switch (phase) {
      // Only the store can tell whether there is anything to end: one that was deferred may have
      // come by another connection, or its BEGIN may reach the store still.
      case LOOKING_UP, REPLAYING, RECEIVING, GOING_BACK, GIVING_UP, STORING, STORED, DRAINING ->
          fail(failure(Code.CANCELLED));
      case OVER -> UploadStep.Nothing.STEP;
    };
  }

  /** There is no room for it now, or the store has refused or lost it. */
  UploadStep defer(Code code, Duration comeBack) {
    return switch (phase) {
      case LOOKING_UP, REPLAYING, RECEIVING, GOING_BACK, GIVING_UP, STORING -> {
        phase = Phase.DRAINING;
        yield new UploadStep.Defer(code, comeBack);
      }
      case STORED, DRAINING, OVER -> UploadStep.Nothing.STEP;
    };
  }

  /**
   * Ending it did not succeed: nothing is durable, and the device has to come again; unless it has
   * given up what the store has never had.
   *
   * @param wanted what it was to end in
   * @param code why it did not; GAP where the store has no such capture
   */
  UploadStep notFailed(Code wanted, Code code, Duration comeBack) {
    if (wanted == Code.CANCELLED && code == Code.GAP) {
      phase = Phase.OVER;
      return new UploadStep.Decline(failure(wanted));
    }
    phase = Phase.DRAINING;
    return new UploadStep.Defer(code, comeBack);
  }

  /** It was begun again on another handle, its capture has an end, or the connection is gone. */
  void abandon() {
    phase = Phase.OVER;
  }

  private UploadStep damaged(Code code) {
    phase = Phase.GIVING_UP;
    damage = code;
    return UploadStep.StartOver.STEP;
  }

  private UploadStep fail(Ending.Failure failure) {
    phase = Phase.OVER;
    return new UploadStep.Fail(failure);
  }

  private static Ending.Failure failure(Code code) {
    return new Ending.Failure(code, code.hint());
  }
}
