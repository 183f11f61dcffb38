package io.camrelay.vision;

import io.camrelay.picture.FrameAbandoned;
import io.camrelay.picture.PictureReader;
import io.camrelay.picture.PictureReading;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one picture and speaks about it, sentence by sentence. */
final class OfflineAttempt implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(OfflineAttempt.class);

  /** What no arithmetic can do. */
  static final String NOT_UNDERSTOOD =
      "The question was not understood: that takes a model, which the relay's configuration can"
          + " name.";

  /** A form that is filled with nothing would be a lie. */
  static final String NO_SCHEMA =
      "offline is no model and cannot fill in the form (JSON schema) that the answer must have; name"
          + " a provider with a model in the profile";

  /** It costs nothing, and that is known. */
  private static final Receipt FREE = new Receipt(0, 0, 0, 0, 0, 0, OfflineProvider.NAME, "");

  private final Ask ask;
  private final Speaker speaker;
  private final Consumer<OfflineAttempt> whenEnded;
  private final long deadlineNanos;
  private volatile boolean cancelled;

  /**
   * @param whenEnded told once, before the listener hears of the end
   */
  OfflineAttempt(Ask ask, Speaker speaker, Consumer<OfflineAttempt> whenEnded) {
    this.ask = ask;
    this.speaker = speaker;
    this.whenEnded = whenEnded;
    this.deadlineNanos = System.nanoTime() + ask.timeLeft().toNanos();
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public void run() {
    AttemptResult result;
    try {
      result = answer();
    } catch (RuntimeException | Error defect) {
      log.error("attempt defective provider={}", OfflineProvider.NAME, defect);
      result = failed(Failure.PROVIDER_ERROR, "a defect of the relay: " + defect);
    }
    whenEnded.accept(this);
    speaker.end(result);
  }

  private AttemptResult answer() {
    if (isOver()) {
      return ended();
    }
    if (ask.manner().schema() != null) {
      return failed(Failure.REJECTED, NO_SCHEMA);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ask.frames().size(); i++) {
      PictureReading reading;
      try {
        reading = PictureReader.read(ask.frames().get(i));
      } catch (FrameAbandoned e) {
        return failed(Failure.CANCELLED, "the frame never came: " + e.getMessage());
      } catch (IOException e) {
        return failed(Failure.BAD_PICTURE, "the frame cannot be read: " + e.getMessage());
      }
      if (reading instanceof PictureReading.Unreadable unreadable) {
        return failed(Failure.BAD_PICTURE, unreadable.reason());
      }
      text.append(ask.frames().size() > 1 ? "Photo " + (i + 1) + ": " : "");
      text.append(((PictureReading.Read) reading).facts().inWords()).append(' ');
    }
    return speak(text + NOT_UNDERSTOOD);
  }

  private AttemptResult speak(String text) {
    // A sentence keeps the space after it, so that the pieces join.
    for (String sentence : text.split("(?<=[.:] )", -1)) {
      if (isOver()) {
        return ended();
      }
      speaker.say(sentence);
    }
    return new Answered(false, FREE);
  }

  private boolean isOver() {
    return cancelled || System.nanoTime() - deadlineNanos > 0;
  }

  private Failed ended() {
    return cancelled
        ? failed(Failure.CANCELLED, "this side hung up")
        : failed(Failure.TIMEOUT, "the time for the whole attempt is over");
  }

  private static Failed failed(Failure failure, String detail) {
    return new Failed(failure, Billing.NO, null, detail, FREE);
  }
}
