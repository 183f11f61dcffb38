package io.camrelay.session;

import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the caller of {@link UploadState} must now do. */
sealed interface UploadStep {

  /** All steps, to switch on. */
  enum Kind {
    NOTHING,
    LOOK_AGAIN,
    REPLAY,
    ACCEPT,
    TAKE,
    START_OVER,
    STORE,
    TELL_STORED,
    TELL_FRAME_STORED,
    TELL_FRAME_KNOWN,
    TELL_KNOWN,
    FAIL,
    DECLINE,
    DEFER
  }

  Kind kind();

  /** Nothing: what came is thrown away. */
  record Nothing() implements UploadStep {
    static final Nothing STEP = new Nothing();

    @Override
    public Kind kind() {
      return Kind.NOTHING;
    }
  }

  /** Ask the store what it still has, then call {@link UploadState#begun}. */
  record LookAgain() implements UploadStep {
    static final LookAgain STEP = new LookAgain();

    @Override
    public Kind kind() {
      return Kind.LOOK_AGAIN;
    }
  }

  /**
   * Run the checks over what the store has, then call {@link UploadState#replayed}.
   *
   * @param length its bytes
   */
  record Replay(long length) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.REPLAY;
    }
  }

  /**
   * Say ACCEPT.
   *
   * @param offset where the device goes on
   */
  record Accept(long offset) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.ACCEPT;
    }
  }

  /**
   * Add the bytes to the frame.
   *
   * @param skip how many at their start are known already
   */
  record Take(int skip) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.TAKE;
    }
  }

  /** Have the store drop the bytes, then call {@link UploadState#startedOver}. */
  record StartOver() implements UploadStep {
    static final StartOver STEP = new StartOver();

    @Override
    public Kind kind() {
      return Kind.START_OVER;
    }
  }

  /** The frame is whole and sound: have it stored, then call {@link UploadState#stored}. */
  record Store(int width, int height) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.STORE;
    }
  }

  /** Say STORED of a frame, while another one of its capture is still to come. */
  record TellFrameStored() implements UploadStep {
    static final TellFrameStored STEP = new TellFrameStored();

    @Override
    public Kind kind() {
      return Kind.TELL_FRAME_STORED;
    }
  }

  /** The same of a frame that was known. */
  record TellFrameKnown() implements UploadStep {
    static final TellFrameKnown STEP = new TellFrameKnown();

    @Override
    public Kind kind() {
      return Kind.TELL_FRAME_KNOWN;
    }
  }

  /** Say STORED, now that the whole capture is. */
  record TellStored() implements UploadStep {
    static final TellStored STEP = new TellStored();

    @Override
    public Kind kind() {
      return Kind.TELL_STORED;
    }
  }

  /**
   * The capture was known: say STORED where it was, and deliver its end where there is one.
   *
   * @param ending how it ended; null while it has not
   */
  record TellKnown(@Nullable Ending ending) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.TELL_KNOWN;
    }
  }

  /** End the capture for good, then deliver the end. */
  record Fail(Ending.Failure failure) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.FAIL;
    }
  }

  /** Say FAILED about the message alone: the store knows no such capture, or another one. */
  record Decline(Ending.Failure failure) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.DECLINE;
    }
  }

  /**
   * Say DEFERRED.
   *
   * @param code why
   * @param retryAfter when the device is to begin the capture again
   */
  record Defer(Code code, Duration retryAfter) implements UploadStep {
    @Override
    public Kind kind() {
      return Kind.DEFER;
    }
  }
}
