package io.camrelay.capture;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * What the operator asks about photos that are stored. It becomes a capture of its own, {@link
 * CaptureKey#isOperators}, which is asked like any other, and of which the device hears nothing.
 */
public interface Questions {

  /**
   * Asks. The capture is QUEUED and durable when the stage completes with {@link Posed.Queued}.
   *
   * @param question what, about which photo, and how
   */
  CompletionStage<Posed> pose(Question question, Instant now);

  /**
   * A question of the operator's.
   *
   * @param about the capture whose photo it is about
   * @param goesOn whether it goes on with that capture's conversation, or begins anew
   * @param text what is asked; empty for what that capture itself asked
   * @param asked how it is to be asked
   */
  record Question(CaptureKey about, boolean goesOn, String text, Capture.Asked asked) {}

  /** What became of a question. */
  sealed interface Posed {

    /** Both, to switch on. */
    enum Kind {
      QUEUED,
      REFUSED
    }

    Kind kind();

    /**
     * It will be asked.
     *
     * @param key the capture that it has become
     */
    record Queued(CaptureKey key) implements Posed {

      @Override
      public Kind kind() {
        return Kind.QUEUED;
      }
    }

    /** It cannot be asked. */
    record Refused(Why why) implements Posed {

      @Override
      public Kind kind() {
        return Kind.REFUSED;
      }
    }
  }

  /** Why a question cannot be asked. */
  enum Why {
    /** There is no such capture. */
    UNKNOWN,
    /** Its photo is still on its way in. */
    ARRIVING,
    /** Its photo is not there (any more). */
    NO_FRAME
  }
}
