package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way down, section 12 of the specification: which generation and how many bytes
 * have been taken in, and how many of them the relay knows to be.
 */
final class Delivery {

  private final int handle;
  private final CaptureId capture;
  private final boolean repeated;

  /** 0 before the first piece. */
  private long generation;

  private long taken;
  private long acknowledged;

  /**
   * @param repeated the capture's end is known already, so that nothing of this is shown
   */
  Delivery(int handle, CaptureId capture, boolean repeated) {
    this.handle = handle;
    this.capture = capture;
    this.repeated = repeated;
  }

  int handle() {
    return handle;
  }

  CaptureId capture() {
    return capture;
  }

  boolean repeated() {
    return repeated;
  }

  /** Bytes that were taken in, and whose acknowledgement was not sent. */
  long unacknowledged() {
    return taken - acknowledged;
  }

  /** True if this piece voids what came before it. */
  boolean restartedBy(AnswerText text) {
    return generation != 0 && text.generation() > generation;
  }

  /** Takes a piece in. Returns what is wrong with it, or null. */
  @Nullable String take(AnswerText text) {
    if (text.generation() < generation) {
      return "ANSWER_TEXT of generation %d after %d".formatted(text.generation(), generation);
    }
    if (text.generation() > generation) {
      generation = text.generation();
      taken = 0;
      acknowledged = 0;
    }
    if (text.offset() != taken) {
      return "ANSWER_TEXT at offset %d instead of %d".formatted(text.offset(), taken);
    }
    taken += text.bytes().remaining();
    return null;
  }

  /** What is wrong with this end, or null. */
  @Nullable String contradiction(AnswerEnd end) {
    if (generation != 0 && end.generation() != generation) {
      return "ANSWER_END of generation %d after text of %d".formatted(end.generation(), generation);
    }
    if (end.length() != taken) {
      return "ANSWER_END of %d bytes after %d".formatted(end.length(), taken);
    }
    return null;
  }

  /** Gives the relay credit for what was taken in. */
  AnswerAck credit() {
    acknowledged = taken;
    return new AnswerAck(handle, generation, taken, false);
  }

  /** Lets the relay forget the capture. */
  AnswerAck end() {
    acknowledged = taken;
    return new AnswerAck(handle, generation, taken, true);
  }
}
