package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.TranscriptRules.Judge;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The delivery of one capture's end on one handle of one connection. */
final class DeliveryRules {

  final CaptureFacts capture;
  private final Judge judge;

  private long generation;
  private long sent;
  private long acknowledged;
  private boolean ended;
  private boolean over;

  DeliveryRules(CaptureFacts capture, Judge judge) {
    this.capture = capture;
    this.judge = judge;
    judge.check(!capture.over, "R-END-4", "delivered again, and nobody asked for it");
  }

  boolean isUnderWay() {
    return !ended;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean isOver() {
    return over;
  }

  /** Bytes that take up credit. */
  long underWay() {
    return over ? 0 : sent - acknowledged;
  }

  void text(AnswerText text, Charset charset) {
    judge.check(!ended, "R-END-2", "text after the end");
    judge.check(capture.stored, "R-UPL-11", "an answer to a capture that was not stored");
    judge.check(
        text.generation() >= generation,
        "R-ANS-4",
        "generation " + text.generation() + " after " + generation);
    if (text.generation() > generation) {
      judge.check(text.offset() == 0, "R-ANS-4", "a generation that begins at " + text.offset());
      generation = text.generation();
      sent = 0;
      acknowledged = 0;
    }
    judge.check(text.offset() == sent, "R-ANS-3", "text at " + text.offset() + ", sent " + sent);
    judge.check(isShown(text.bytes(), charset), "R-ANS-10", "bytes that are no " + charset);
    sent += text.bytes().remaining();
  }

  void end(AnswerEnd end) {
    judge.check(
        (generation == 0 || end.generation() == generation) && end.length() == sent,
        "R-ANS-11",
        "the end of generation " + end.generation() + ", " + end.length() + " bytes");
    judge.check(capture.stored, "R-UPL-11", "an answer to a capture that was not stored");
    generation = end.generation();
    end(MessageType.ANSWER_END.name());
  }

  void failed(Code code) {
    end(code.name());
  }

  private void end(String how) {
    judge.check(!ended, "R-END-2", "a second end");
    judge.check(
        capture.end.isEmpty() || capture.end.equals(how),
        "R-END-1",
        how + " where the end was " + capture.end);
    capture.end = how;
    ended = true;
  }

  void acknowledge(AnswerAck ack) {
    boolean sentSoFar =
        ack.generation() < generation || (ack.generation() == generation && ack.offset() <= sent);
    judge.check(sentSoFar, "R-ANS-9", "an acknowledgement of what was not sent: " + ack);
    judge.check(!ack.end() || ended, "R-ANS-9", "an acknowledgement of an end that was not sent");
    if (!sentSoFar) {
      return;
    }
    if (ack.generation() == generation) {
      judge.check(ack.offset() >= acknowledged, "R-ANS-8", "acknowledged less than before: " + ack);
      acknowledged = Math.max(acknowledged, ack.offset());
    }
    if (ack.end() && ended) {
      over = true;
      capture.over = true;
    }
  }

  private static boolean isShown(ByteBuffer bytes, Charset charset) {
    ByteBuffer piece = bytes.duplicate();
    while (charset == Charset.ASCII && piece.hasRemaining()) {
      if (piece.get() < 0) {
        return false;
      }
    }
    try {
      return charset != Charset.UTF_8 || UTF_8.newDecoder().decode(piece) != null;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
