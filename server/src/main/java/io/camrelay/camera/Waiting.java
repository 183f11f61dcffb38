package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait for replies: gathers each answer from its pieces and completes their stages.
 * Belongs to the camera's event loop.
 */
final class Waiting implements CameraListener {

  private static final class Press {
    private final CompletableFuture<Void> stored;
    private final CompletableFuture<Reply> reply;

    /** The answer so far, at most {@link VirtualCamera#LONGEST_ANSWER} characters. */
    private final StringBuilder text = new StringBuilder();

    private Press(CompletableFuture<Void> stored, CompletableFuture<Reply> reply) {
      this.stored = stored;
      this.reply = reply;
    }

    private void lost(String why) {
      stored.completeExceptionally(new CaptureLost(why));
      reply.completeExceptionally(new CaptureLost(why));
    }
  }

  private final Map<CaptureId, Press> presses = new HashMap<>();

  /** Somebody waits for this capture from now on. */
  void add(CaptureId capture, CompletableFuture<Void> stored, CompletableFuture<Reply> reply) {
    presses.put(capture, new Press(stored, reply));
  }

  /** Nobody will get a reply any more. */
  void giveUp(String why) {
    presses.values().forEach(press -> press.lost(why));
    presses.clear();
  }

  @Override
  public void heard(CameraEvent event) {
    if (event instanceof CameraEvent.OfCapture ofCapture) {
      Press press = presses.get(ofCapture.capture());
      if (press != null) {
        heard(press, ofCapture);
      }
    }
  }

  private void heard(Press press, CameraEvent.OfCapture event) {
    switch (event.kind()) {
      case STORED -> press.stored.complete(null);
      case ANSWER_BEGUN, ANSWER_RESTARTED -> press.text.setLength(0);
      case ANSWER_PIECE -> append(press.text, ((CameraEvent.AnswerPiece) event).text());
      case ANSWERED -> {
        press.stored.complete(null);
        end(event.capture(), answered((CameraEvent.Answered) event, press.text.toString()));
      }
      case FAILED -> {
        CameraEvent.Failed failed = (CameraEvent.Failed) event;
        press.stored.completeExceptionally(new CaptureLost("it failed: " + failed.code().word()));
        end(event.capture(), new Reply.Failed(failed.capture(), failed.code(), failed.hint()));
      }
      case DROPPED -> {
        presses.remove(event.capture());
        press.lost("the outbox is full");
      }
      default -> {} // nobody waits for that
    }
  }

  private void end(CaptureId capture, Reply reply) {
    Press press = presses.remove(capture);
    if (press != null) {
      press.reply.complete(reply);
    }
  }

  private static void append(StringBuilder text, String piece) {
    int room = VirtualCamera.LONGEST_ANSWER - text.length();
    text.append(piece, 0, Math.min(room, piece.length()));
  }

  private static Reply answered(CameraEvent.Answered event, String text) {
    return new Reply.Answered(
        event.capture(),
        text,
        event.status(),
        event.generation(),
        event.promptTokens(),
        event.answerTokens(),
        event.millis());
  }
}
