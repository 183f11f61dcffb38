package io.camrelay.protocol;

import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.TranscriptRules.Judge;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** One upload (or ASK) on one handle, from its BEGIN to STORED, DEFERRED or FAILED. */
final class UploadRules {

  private enum State {
    /** Begun; the relay has not answered. */
    ASKED,
    RECEIVING,
    /** The relay has sent a further ACCEPT; what is above its offset is drained. */
    GOING_BACK,
    /** A piece is missing: the relay must say so. */
    GAPPED,
    /** More came than was announced: the relay must say so. */
    OVERFLOWED,
    /** Whole, and as announced. */
    WHOLE,
    /** Whole, and not as announced: the relay must say so. */
    DAMAGED,
    /** The identity is another capture's: the relay must say so. */
    CONFLICT,
    /** The relay has answered with STORED, DEFERRED or FAILED. */
    ANSWERED
  }

  final CaptureFacts capture;
  private final boolean hasFrame;
  private final long size;
  private final long crc;
  private final Judge judge;
  private State state;

  /** How far the device has come since BEGIN, without a gap from 0. */
  private long sinceBegin;

  private boolean accepted;
  private long progress;

  private UploadRules(
      CaptureFacts capture, boolean hasFrame, long size, long crc, boolean same, Judge judge) {
    this.capture = capture;
    this.hasFrame = hasFrame;
    this.size = size;
    this.crc = crc;
    this.judge = judge;
    this.state = same ? State.ASKED : State.CONFLICT;
  }

  static UploadRules begin(CaptureFacts capture, CaptureBegin begin, Judge judge) {
    boolean same = capture.isSame(begin);
    if (same && capture.begin == null) {
      capture.begin = begin;
      // Frames of transcripts are small; one that claims more is refused and never sent.
      capture.frame = new byte[(int) Math.min(begin.size(), 1 << 20)];
    }
    if (same) {
      capture.over = false;
    }
    return new UploadRules(capture, true, begin.size(), begin.crc(), same, judge);
  }

  static UploadRules ask(CaptureFacts capture, DeviceMessage.Ask ask, Judge judge) {
    boolean same = capture.isSame(ask);
    if (same) {
      capture.ask = ask;
      capture.over = false;
    }
    return new UploadRules(capture, false, 0, 0, same, judge);
  }

  /** False once the relay has said what becomes of it. */
  boolean isUnfinished() {
    return state != State.ANSWERED;
  }

  boolean isConflict() {
    return state == State.CONFLICT;
  }

  void data(CaptureData data) {
    long end = data.offset() + data.bytes().remaining();
    switch (state) {
      case ASKED, RECEIVING -> {
        long due = accepted ? capture.have : sinceBegin;
        if (data.offset() > due) {
          judge.broken("R-UPL-2", "a piece at " + data.offset() + " where " + due + " is due");
          state = State.GAPPED;
        } else if (!hasFrame || end > size) {
          judge.broken("R-UPL-8", "a piece up to " + end + " of " + size + " bytes");
          state = State.OVERFLOWED;
        } else {
          take(data, end);
        }
      }
      case GOING_BACK -> {
        if (data.offset() <= capture.have) {
          state = State.RECEIVING;
          take(data, end);
        }
      }
      case GAPPED, OVERFLOWED, WHOLE, DAMAGED, CONFLICT, ANSWERED -> {} // drained
    }
  }

  private void take(CaptureData data, long end) {
    ByteBuffer bytes = data.bytes().duplicate();
    bytes.get(capture.frame, (int) data.offset(), bytes.remaining());
    sinceBegin = Math.max(sinceBegin, end);
    capture.have = Math.max(capture.have, end);
  }

  void end(DeviceMessage.CaptureEnd end) {
    switch (state) {
      case ASKED, RECEIVING -> {
        if (capture.have < size) {
          judge.broken("R-UPL-2", "END after " + capture.have + " of " + size + " bytes");
          state = State.GAPPED;
        } else {
          CRC32 sum = new CRC32();
          sum.update(capture.frame);
          boolean good = end.crc() == crc && sum.getValue() == crc;
          state = good ? State.WHOLE : State.DAMAGED;
        }
      }
      case GOING_BACK, GAPPED, OVERFLOWED, WHOLE, DAMAGED, CONFLICT, ANSWERED -> {} // drained
    }
  }

  void accept(long offset) {
    judge.check(hasFrame && isUnfinished(), "R-UPL-3", "ACCEPT where nothing is being sent");
    judge.check(
        offset <= capture.have, "R-UPL-5", "ACCEPT says " + offset + ", sent " + capture.have);
    if (accepted) {
      capture.have = offset;
      state = State.GOING_BACK;
    } else {
      capture.have = Math.max(offset, sinceBegin);
      state = state == State.ASKED ? State.RECEIVING : state;
    }
    accepted = true;
    progress = 0;
  }

  void progress(long received) {
    judge.check(
        received >= progress && received <= capture.have,
        "R-UPL-17",
        "PROGRESS from " + progress + " to " + received + ", sent " + capture.have);
    progress = received;
  }

  void stored() {
    boolean due = capture.stored || state == State.WHOLE || (!hasFrame && state == State.ASKED);
    judge.check(due, "R-UPL-11", "STORED before all was sent, or twice");
    judge.check(isUnfinished(), "R-UPL-14", "STORED after STORED, DEFERRED or FAILED");
    judge.check(state != State.CONFLICT, "R-ID-4", "STORED for another capture's identity");
    capture.stored = true;
    state = State.ANSWERED;
  }

  void deferred(Code code) {
    judge.check(isUnfinished(), "R-UPL-14", "DEFERRED after STORED, DEFERRED or FAILED");
    judge.check(state != State.CONFLICT, "R-ID-4", "DEFERRED for another capture's identity");
    judgeDamage(code);
    if (code == Code.BAD_CRC) {
      Arrays.fill(capture.frame, (byte) 0);
      capture.have = 0;
    }
    if (code == Code.BAD_CRC || code == Code.GAP) {
      capture.damaged++;
      judge.check(
          capture.damaged <= Limits.MAX_DAMAGED_UPLOADS, "R-UPL-10", "deferred for damage again");
    }
    state = State.ANSWERED;
  }

  void failed(Code code) {
    judge.check(
        (code == Code.CONFLICT) == (state == State.CONFLICT),
        "R-ID-4",
        code + " where the frame is " + (state == State.CONFLICT ? "another" : "the same"));
    if (state != State.ANSWERED) {
      judgeDamage(code);
    }
    if (code == Code.BAD_CRC || code == Code.GAP) {
      judge.check(
          capture.damaged == Limits.MAX_DAMAGED_UPLOADS,
          "R-UPL-10",
          "FAILED after " + capture.damaged + " times of damage");
    }
    state = State.ANSWERED;
  }

  private void judgeDamage(Code code) {
    judge.check(
        (code == Code.BAD_CRC) == (state == State.DAMAGED), "R-UPL-9", code + " for " + state);
    judge.check((code == Code.GAP) == (state == State.GAPPED), "R-UPL-7", code + " for " + state);
    judge.check(
        state != State.OVERFLOWED || code == Code.TOO_LARGE, "R-UPL-8", code + " for " + state);
  }
}
