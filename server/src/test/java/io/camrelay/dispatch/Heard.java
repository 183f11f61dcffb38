package io.camrelay.dispatch;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.StageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what the feed is given, one line each, in the order in which it comes. */
final class Heard implements CaptureListener {

  private final List<String> lines = new ArrayList<>();
  private final List<CaptureKey> ended = new ArrayList<>();

  @Override
  public synchronized void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {
    String wait = retryIn.isZero() ? "" : " in " + retryIn.toMillis() + " ms";
    lines.add((stage + wait + " " + detail).strip());
  }

  @Override
  public synchronized void text(CaptureKey key, int generation, int offset, String piece) {
    lines.add("text " + generation + "@" + offset + " " + piece);
  }

  @Override
  public synchronized void ended(CaptureKey key, int generation, Ending ending) {
    ended.add(key);
    if (ending instanceof Ending.Answer answer) {
      lines.add("answer " + generation + " " + answer.text());
    } else if (ending instanceof Ending.Failure failure) {
      lines.add("failure " + generation + " " + failure.code());
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whose ends were told, in that order. */
  synchronized List<CaptureKey> ended() {
    return List.copyOf(ended);
  }
}
