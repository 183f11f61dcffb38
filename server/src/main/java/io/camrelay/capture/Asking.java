package io.camrelay.capture;

import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.FrameSource;
import io.camrelay.usage.BudgetPolicy;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetVerdict.Why;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is to be asked, and what became of it. As with {@link Uploads}: nothing blocks, and a stage
 * completes once the change is durable.
 */
public interface Asking {

  /**
   * Settles what a crash left: every attempt without an end is ended as {@code interrupted} and
   * {@link Attempt.Billed#MAYBE}, costs its worst case, and its capture is QUEUED again, due now.
   * Called once, before anything is asked.
   *
   * @return the captures that were in the middle of an attempt
   */
  CompletionStage<List<CaptureKey>> settle(Instant now);

  /**
   * Captures that are QUEUED and due, the longest waiting first, high urgency before the rest. The
   * bound for each device keeps one that has very many from hiding the others.
   *
   * @param perDevice how many of one device at most
   * @param limit how many in all at most
   */
  CompletionStage<List<CaptureKey>> due(Instant now, int perDevice, int limit);

  /** The earliest moment at which a QUEUED capture is or becomes due; empty where there is none. */
  CompletionStage<Optional<Instant>> nextDue();

  /**
   * Takes a QUEUED capture where every budget that it counts against has room for its worst case:
   * reserves that, records the attempt and makes the capture ASKING, all in one step. {@link
   * BudgetPolicy} decides about the budgets of all, of the device and of the profile.
   */
  CompletionStage<Begun> begin(CaptureKey key, Beginning beginning, Instant now);

  /**
   * The attempt failed; the capture is QUEUED again and due then. What was reserved for it is given
   * back, and what its bill says is spent. False where it is not ASKING: the attempt's end is
   * recorded all the same, because it may have cost money.
   */
  CompletionStage<Boolean> again(CaptureKey key, Attempt.End end, Instant dueAt);

  /**
   * The capture has its answer or its failure, and the attempt its bill. False where it is not
   * ASKING or QUEUED, because the device gave it up meanwhile, say: the end of an attempt that is
   * still open is recorded all the same.
   */
  CompletionStage<Boolean> end(CaptureKey key, Attempt.End end, Ending ending);

  /** Nobody can be asked now: a QUEUED capture becomes due then. False where it is not QUEUED. */
  CompletionStage<Boolean> putOff(CaptureKey key, Instant dueAt);

  /**
   * Ends a capture that is QUEUED and will not be asked: its deadline has passed, no budget has
   * room, or its picture is not worth it. False where it is not QUEUED.
   *
   * @param look what was found in its picture, null where nobody has looked
   */
  CompletionStage<Boolean> expire(
      CaptureKey key, Ending.Failure failure, @Nullable Look look, Instant now);

  /**
   * What the device's last picture before this moment looks like: of those that were stored, looked
   * at, and found worth asking about.
   */
  CompletionStage<Optional<Fingerprint>> lastFingerprint(String device, Instant before);

  /**
   * The frames that a capture is about: its own, or its parent's; in order. Reading one blocks, its
   * length too; where it is not there any more, the length is 0 and opening it fails.
   */
  List<FrameSource> frames(Capture capture);

  /**
   * The captures before this one in its conversation, oldest first; empty where it has no parent.
   * Of a very long conversation, the latest.
   */
  CompletionStage<List<Capture>> conversation(Capture capture);

  /** What became of the wish to ask. */
  sealed interface Begun {

    /** All of them, to switch on. */
    enum Kind {
      TAKEN,
      GONE,
      REFUSED
    }

    Kind kind();

    /**
     * The attempt is recorded, and may be made.
     *
     * @param capture with the attempt
     * @param warned budgets that have just reached their warning, each once in its period
     * @param cheaper true where a budget is at or beyond the threshold of its cheaper chain
     */
    record Taken(Capture capture, List<BudgetState> warned, boolean cheaper) implements Begun {

      public Taken {
        warned = List.copyOf(warned);
      }

      @Override
      public Kind kind() {
        return Kind.TAKEN;
      }
    }

    /** The capture is not QUEUED (any more). */
    record Gone() implements Begun {

      @Override
      public Kind kind() {
        return Kind.GONE;
      }
    }

    /**
     * A budget forbids it, and the capture is QUEUED as before.
     *
     * @param whose which one
     */
    record Refused(BudgetState whose, Why why) implements Begun {

      @Override
      public Kind kind() {
        return Kind.REFUSED;
      }
    }
  }
}
