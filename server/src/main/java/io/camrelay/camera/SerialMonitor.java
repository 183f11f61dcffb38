package io.camrelay.camera;

import io.camrelay.camera.CameraEvent.Answered;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Limits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the maker sees: one line for each thing that happens, with the seconds since the camera was
 * switched on and the photo it is about, the answer as it arrives folded to the line, and one clear
 * end.
 */
public final class SerialMonitor implements CameraListener {

  /** Columns of an answer; a serial monitor in a narrow window shows as many. */
  static final int WIDTH = 72;

  /** Where a line that is folded goes on: behind the time and what it is about. */
  private static final String CONTINUATION = " ".repeat(21);

  private static final String INDENT = "    ";

  private final Consumer<String> lines;
  private final LongSupplier millis;
  private final long started;

  // All below: owned by the camera's event loop.

  private final Map<CaptureId, FoldedText> answers = new HashMap<>();
  private final Map<CaptureId, Long> shownProgress = new HashMap<>();

  private SerialMonitor(Consumer<String> lines, LongSupplier millis) {
    this.lines = lines;
    this.millis = millis;
    this.started = millis.getAsLong();
  }

  /** A monitor that gives each line, without its end, to the consumer. */
  public static SerialMonitor to(Consumer<String> lines) {
    return to(lines, () -> System.nanoTime() / 1_000_000);
  }

  /** The same with a clock of its own, in milliseconds. */
  static SerialMonitor to(Consumer<String> lines, LongSupplier millis) {
    return new SerialMonitor(lines, millis);
  }

  @Override
  public void heard(CameraEvent event) {
    if (event instanceof CameraEvent.OfCapture ofCapture) {
      heardOf(ofCapture);
    } else {
      heardOfLink(event);
    }
  }

  private void heardOfLink(CameraEvent event) {
    switch (event.kind()) {
      case CONNECTING -> {
        CameraEvent.Connecting to = (CameraEvent.Connecting) event;
        say(
            "link",
            "connecting to %s port %d%s"
                .formatted(
                    to.host(), to.port(), to.attempt() > 1 ? ", attempt " + to.attempt() : ""));
      }
      case SECURED -> {
        CameraEvent.Secured secured = (CameraEvent.Secured) event;
        say(
            "link",
            "secured by %s (TCP %d ms, handshake %d ms)"
                .formatted(secured.tls(), secured.connectMillis(), secured.handshakeMillis()));
      }
      case WELCOMED -> {
        String question = ((CameraEvent.Welcomed) event).welcome().profile().question();
        say("link", "the relay lets us in" + asks(question));
      }
      case REFUSED -> {
        CameraEvent.Refused refused = (CameraEvent.Refused) event;
        say("link", "REFUSED " + refused.code().word() + ": " + refused.hint());
      }
      case GOODBYE -> {
        CameraEvent.Goodbye goodbye = (CameraEvent.Goodbye) event;
        say("link", "goodbye, " + goodbye.code().word() + ": " + goodbye.hint());
      }
      case LINK_LOST -> {
        CameraEvent.LinkLost lost = (CameraEvent.LinkLost) event;
        say("link", "no link (" + lost.cause() + "), again in " + seconds(lost.returnInMillis()));
      }
      case RELAY_MISBEHAVED ->
          say(
              "link",
              "the relay broke the protocol: " + ((CameraEvent.RelayMisbehaved) event).detail());
      case PROFILE ->
          say("relay", "new settings" + asks(((CameraEvent.Profile) event).profile().question()));
      case NOTICE -> say("relay", ((CameraEvent.Notice) event).text());
      case PHOTO_WANTED -> say("relay", "wants a photo");
      case TOKEN_CHANGED -> say("relay", "sent a new token; it is kept");
      case REBOOT ->
          say("relay", "wants a restart in " + seconds(((CameraEvent.Reboot) event).delayMillis()));
      default -> throw new IllegalStateException("an event without a line: " + event.kind());
    }
  }

  private void heardOf(CameraEvent.OfCapture event) {
    CaptureId id = event.capture();
    switch (event.kind()) {
      case TAKEN -> taken((CameraEvent.Taken) event);
      case DROPPED -> {
        long dropped = ((CameraEvent.Dropped) event).dropped();
        say(photo(id), "LOST: the outbox is full (" + dropped + " lost so far)");
      }
      case ACCEPTED -> {
        long offset = ((CameraEvent.Accepted) event).offset();
        say(photo(id), offset == 0 ? "sending" : "sending, going on at byte " + offset);
      }
      case PROGRESS -> progress((CameraEvent.Progress) event);
      case FRAME_STORED -> {
        CameraEvent.FrameStored frame = (CameraEvent.FrameStored) event;
        shownProgress.remove(id);
        say(
            photo(id),
            "frame %d is safe with the relay, %d of %d are"
                .formatted(frame.index() + 1, frame.stored(), frame.count()));
      }
      case STORED -> {
        shownProgress.remove(id);
        say(
            photo(id),
            "STORED after "
                + ((CameraEvent.Stored) event).millis()
                + " ms: the photo is safe with the relay");
      }
      case STAGE -> stage((CameraEvent.Stage) event);
      case DEFERRED -> {
        CameraEvent.Deferred deferred = (CameraEvent.Deferred) event;
        say(
            photo(id),
            "not now, "
                + deferred.code().word()
                + "; again in "
                + seconds(deferred.retryInMillis())
                + ": "
                + deferred.hint());
      }
      case ANSWER_BEGUN -> {
        if (answers.containsKey(id)) {
          endAnswer(id);
          say(photo(id), "the answer comes once more, from its start");
        }
      }
      case ANSWER_PIECE -> {
        CameraEvent.AnswerPiece piece = (CameraEvent.AnswerPiece) event;
        answers
            .computeIfAbsent(
                id,
                key -> new FoldedText(WIDTH, line -> lines.accept((INDENT + line).stripTrailing())))
            .add(piece.text());
      }
      case ANSWER_RESTARTED -> {
        endAnswer(id);
        say(photo(id), "the answer begins anew; forget what was shown of it");
      }
      case ANSWERED -> answered((Answered) event);
      case FAILED -> {
        endAnswer(id);
        CameraEvent.Failed failed = (CameraEvent.Failed) event;
        say(photo(id), "FAILED " + failed.code().word() + ": " + failed.hint());
      }
      case END_REPEATED -> {
        // Nothing that the maker has to know.
      }
      default -> throw new IllegalStateException("an event without a line: " + event.kind());
    }
  }

  private void taken(CameraEvent.Taken taken) {
    String what =
        taken.bytes() == 0
            ? "another question"
            : "%s taken, %d bytes%s"
                .formatted(
                    taken.frames() == 1 ? "photo" : taken.frames() + " photos",
                    taken.bytes(),
                    taken.width() == 0 ? "" : ", " + taken.width() + "x" + taken.height());
    say(
        photo(taken.capture()),
        what + (taken.question().isEmpty() ? "" : ": \"" + taken.question() + "\""));
  }

  /** Quarters are enough. */
  private void progress(CameraEvent.Progress progress) {
    long quarter = progress.size() == 0 ? 4 : progress.received() * 4 / progress.size();
    Long shown = shownProgress.put(progress.capture(), quarter);
    if (quarter > 0 && quarter < 4 && (shown == null || shown < quarter)) {
      say(photo(progress.capture()), quarter * 25 + " % sent");
    }
  }

  private void stage(CameraEvent.Stage stage) {
    String detail = stage.detail().isEmpty() ? "" : " " + stage.detail();
    String retry = stage.retryInMillis() > 0 ? " in " + seconds(stage.retryInMillis()) : "";
    String line =
        switch (stage.stage()) {
          case CHECKED -> "the picture is sound";
          case QUEUED -> "waiting for its turn";
          case ASKING -> "asking" + detail;
          case RETRYING ->
              "no answer yet, asking again" + retry + (detail.isEmpty() ? "" : ":" + detail);
          case BUSY -> "the relay's disk is busy" + retry;
          case OTHER -> "the relay is at work" + detail;
        };
    say(photo(stage.capture()), line);
  }

  private void answered(Answered answered) {
    endAnswer(answered.capture());
    String cut = answered.status() == AnswerStatus.CUT ? ", cut at its limit" : "";
    String tokens =
        answered.promptTokens() == Limits.UNKNOWN
            ? "tokens unknown"
            : answered.promptTokens() + " + " + answered.answerTokens() + " tokens";
    say(
        photo(answered.capture()),
        "answered after %d ms (%s%s)".formatted(answered.millis(), tokens, cut));
  }

  private void endAnswer(CaptureId id) {
    shownProgress.remove(id);
    FoldedText answer = answers.remove(id);
    if (answer != null) {
      answer.end();
    }
  }

  private void say(String about, String what) {
    double seconds = (millis.getAsLong() - started) / 1e3;
    String head = String.format(Locale.ROOT, "[%8.3f] %-9s ", seconds, about);
    StringBuilder line = new StringBuilder(head);
    FoldedText folded =
        new FoldedText(
            WIDTH,
            part -> {
              lines.accept(line + part);
              line.setLength(0);
              line.append(CONTINUATION);
            });
    // Hints and notices come from elsewhere, and one event is one paragraph.
    folded.add(what.replace('\n', ' '));
    folded.end();
  }

  private static String asks(String question) {
    return question.isEmpty() ? "" : "; a press asks: \"" + question + "\"";
  }

  private static String photo(CaptureId id) {
    return "photo " + id.number();
  }

  private static String seconds(long millis) {
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
