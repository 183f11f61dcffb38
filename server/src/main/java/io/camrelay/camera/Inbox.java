package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.Failed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ends of captures as they come down: takes them in, tells the listener, and says what is to be
 * acknowledged. The relay delivers one answer at a time. Methods return what is wrong with a
 * message, or null.
 */
final class Inbox {

  /** How many ends are remembered, so that one which comes again is not shown again. */
  static final int REMEMBERED_ENDS = 256;

  private final java.nio.charset.Charset charset;
  private final Outbox outbox;
  private final CameraListener listener;

  /** The delivery that was begun last and has not ended. */
  private @Nullable Delivery current;

  /** Ends that were taken in on this connection and are to be acknowledged, in order. */
  private final Queue<AnswerAck> ends = new ArrayDeque<>();

  /** Captures that have ended, oldest first, at most {@link #REMEMBERED_ENDS}. */
  private final Set<CaptureId> ended = new LinkedHashSet<>();

  Inbox(Charset charset, Outbox outbox, CameraListener listener) {
    this.charset =
        switch (charset) {
          case ASCII -> StandardCharsets.US_ASCII;
          case LATIN_1 -> StandardCharsets.ISO_8859_1;
          case UTF_8 -> StandardCharsets.UTF_8;
        };
    this.outbox = outbox;
    this.listener = listener;
  }

  @Nullable String begin(AnswerBegin begin) {
    if (current != null) {
      return "ANSWER_BEGIN of %s before the end of %s".formatted(begin.id(), current.capture());
    }
    CaptureId bound = outbox.capture(begin.handle());
    if (bound != null && !bound.equals(begin.id())) {
      return "ANSWER_BEGIN of %s on the handle of %s".formatted(begin.id(), bound);
    }
    boolean repeated = hasEnded(begin.id());
    current = new Delivery(begin.handle(), begin.id(), repeated);
    if (!repeated) {
      listener.heard(new CameraEvent.AnswerBegun(begin.id()));
    }
    return null;
  }

  @Nullable String text(AnswerText text) {
    Delivery delivery = current;
    if (delivery == null || delivery.handle() != text.handle()) {
      return null; // of a handle that is over
    }
    if (delivery.restartedBy(text) && !delivery.repeated()) {
      listener.heard(new CameraEvent.AnswerRestarted(delivery.capture(), text.generation()));
    }
    String problem = delivery.take(text);
    if (problem == null && !delivery.repeated()) {
      listener.heard(
          new CameraEvent.AnswerPiece(
              delivery.capture(),
              text.generation(),
              text.offset(),
              charset.decode(text.bytes().duplicate()).toString()));
    }
    return problem;
  }

  @Nullable String end(AnswerEnd end) {
    Delivery delivery = current;
    if (delivery == null || delivery.handle() != end.handle()) {
      return null; // of a handle that is over
    }
    String problem = delivery.contradiction(end);
    if (problem != null) {
      return problem;
    }
    finish(
        delivery,
        new CameraEvent.Answered(
            delivery.capture(),
            end.status(),
            end.generation(),
            end.length(),
            end.promptTokens(),
            end.answerTokens(),
            end.millis()));
    return null;
  }

  void failed(Failed failed) {
    Delivery delivery = current;
    if (delivery == null || delivery.handle() != failed.handle()) {
      CaptureId capture = outbox.capture(failed.handle());
      if (capture == null) {
        return; // of a handle that is over
      }
      delivery = new Delivery(failed.handle(), capture, hasEnded(capture));
    }
    finish(delivery, new CameraEvent.Failed(delivery.capture(), failed.code(), failed.hint()));
  }

  /**
   * The acknowledgement to be sent next, or null.
   *
   * @param answerBuffer the credit that the relay works with; at half of it, it gets more
   */
  @Nullable AnswerAck next(long answerBuffer) {
    AnswerAck end = ends.poll();
    if (end != null) {
      return end;
    }
    Delivery delivery = current;
    return delivery != null && 2 * delivery.unacknowledged() >= answerBuffer
        ? delivery.credit()
        : null;
  }

  /** The capture whose answer is under way on this handle, or null. */
  @Nullable CaptureId capture(int handle) {
    return current != null && current.handle() == handle ? current.capture() : null;
  }

  boolean quiet() {
    return current == null && ends.isEmpty();
  }

  /** A capture is begun again on purpose: its end is news. */
  void forget(CaptureId capture) {
    ended.remove(capture);
  }

  /** The link is gone; what was not acknowledged comes again. */
  void unlink() {
    current = null;
    ends.clear();
  }

  private void finish(Delivery delivery, CameraEvent.OfCapture end) {
    if (delivery == current) {
      current = null;
    }
    ends.add(delivery.end());
    outbox.release(delivery.handle());
    if (delivery.repeated()) {
      listener.heard(new CameraEvent.EndRepeated(delivery.capture()));
      return;
    }
    outbox.ended(delivery.capture());
    remember(delivery.capture());
    listener.heard(end);
  }

  private boolean hasEnded(CaptureId capture) {
    return outbox.outgoing(capture) == null && ended.contains(capture);
  }

  private void remember(CaptureId capture) {
    ended.add(capture);
    if (ended.size() > REMEMBERED_ENDS) {
      ended.remove(ended.iterator().next());
    }
  }
}
