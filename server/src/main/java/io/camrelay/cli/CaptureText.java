package io.camrelay.cli;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Look;
import io.camrelay.capture.Press;
import io.camrelay.json.JsonWriter;
import io.camrelay.picture.GateVerdict.Finding;
import io.camrelay.protocol.CaptureId;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A capture as text, for people and for scripts. */
final class CaptureText {

  private static final Pattern KEY = Pattern.compile("([^/]+)/([0-9a-fA-F]{1,16})-([0-9]{1,10})");

  private CaptureText() {}

  /** Reads {@code device/epoch-number} as {@link CaptureKey#toString} writes it. */
  static CaptureKey parse(String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage(
          "\"" + text + "\" is no capture; write it as `camrelay capture list` does");
    }
    return new CaptureKey(
        matcher.group(1),
        new CaptureId(
            Long.parseUnsignedLong(matcher.group(2), 16), Long.parseLong(matcher.group(3))));
  }

  /** How it ended, in one line of at most so many characters; empty while it has not. */
  static String shortEnding(Capture capture, int width) {
    Ending ending = capture.ending();
    if (ending == null) {
      return "";
    }
    String text =
        ending instanceof Ending.Failure failure
            ? failure.code().word() + ": " + failure.hint()
            : ((Ending.Answer) ending).text();
    return Plain.shortLine(text, width);
  }

  /** Everything that is known of it, for people. */
  static void print(Capture capture, PrintWriter out) {
    Press press = capture.press();
    out.println("capture    " + capture.key());
    out.println("state      " + capture.state().name().toLowerCase(Locale.ROOT));
    if (capture.key().isOperators()) {
      out.println("asked by   the operator" + asked(capture));
    }
    if (capture.parent() != null) {
      out.println("goes on    " + capture.parent());
    } else if (capture.frame() != null) {
      out.println("about      " + capture.frame());
    } else {
      printFrames(capture, out);
    }
    out.println("taken      " + Times.local(press.takenAt()) + ", by " + word(press.trigger()));
    out.println("begun      " + Times.local(capture.begunAt()));
    out.println("stored     " + Times.local(capture.storedAt()));
    out.println("ended      " + Times.local(capture.endedAt()));
    out.println("delivered  " + Times.local(capture.acknowledgedAt()));
    out.println(
        "question   "
            + (press.question().isEmpty() ? "(its profile's)" : Plain.line(press.question())));
    Look look = capture.look();
    if (look != null) {
      look.findings()
          .forEach(
              finding ->
                  out.println(
                      "picture    "
                          + word(finding.action())
                          + ": "
                          + Plain.line(finding.sentence())));
    }
    for (Attempt attempt : capture.attempts()) {
      AttemptText.print(attempt, out);
    }
    Ending ending = capture.ending();
    if (ending instanceof Ending.Failure failure) {
      out.println("failure    " + failure.code().word() + ": " + failure.hint());
    } else if (ending instanceof Ending.Answer answer) {
      out.println("answer     by " + answer.model() + " at " + answer.provider());
      out.println();
      out.println(Plain.text(answer.text()));
    }
  }

  private static void printFrames(Capture capture, PrintWriter out) {
    int count = capture.press().frameCount();
    for (Frame frame : capture.frames()) {
      out.printf(
          "frame%s %d bytes, %d x %d, CRC %08x%s%n",
          count == 1 ? "     " : "%3d/%d".formatted(frame.index() + 1, count),
          frame.size(),
          frame.width(),
          frame.height(),
          frame.crc(),
          frame.storedAt() == null && count > 1 ? ", not whole" : "");
    }
    if (capture.frames().size() < count) {
      out.printf(
          "frames     %d of %d have not been begun%n", count - capture.frames().size(), count);
    }
  }

  private static void write(Frame frame, JsonWriter writer) {
    writer.beginObject();
    writer.name("index").value(frame.index());
    writer.name("bytes").value(frame.size());
    writer.name("crc").value("%08x".formatted(frame.crc()));
    writer.name("width").value(frame.width());
    writer.name("height").value(frame.height());
    writer.name("stored_at").value(Times.iso(frame.storedAt()));
    writer.endObject();
  }

  /** Everything that is known of it, as one JSON object. */
  static void write(Capture capture, JsonWriter writer) {
    Press press = capture.press();
    writer.beginObject();
    writer.name("capture").value(capture.key().toString());
    writer.name("device").value(capture.key().device());
    writer.name("state").value(word(capture.state()));
    writer.name("parent").value(capture.parent() == null ? null : capture.parent().toString());
    writer.name("frame").value(capture.frameOwner().toString());
    writer.name("bytes").value(capture.ownBytes());
    writer.name("frame_count").value(press.frameCount());
    writer.name("frames").beginArray();
    capture.frames().forEach(frame -> write(frame, writer));
    writer.endArray();
    writer.name("trigger").value(word(press.trigger()));
    writer.name("question").value(press.question());
    writer.name("taken_at").value(Times.iso(press.takenAt()));
    writer.name("begun_at").value(Times.iso(capture.begunAt()));
    writer.name("stored_at").value(Times.iso(capture.storedAt()));
    writer.name("ended_at").value(Times.iso(capture.endedAt()));
    writer.name("acknowledged_at").value(Times.iso(capture.acknowledgedAt()));
    writer.name("asked_profile").value(capture.asked().profile());
    writer.name("asked_provider").value(capture.asked().provider());
    writer.name("findings").beginArray();
    if (capture.look() != null) {
      for (Finding finding : capture.look().findings()) {
        writer.beginObject();
        writer.name("check").value(finding.check().word());
        writer.name("action").value(word(finding.action()));
        writer.name("sentence").value(finding.sentence());
        writer.endObject();
      }
    }
    writer.endArray();
    writer.name("attempts").beginArray();
    capture.attempts().forEach(attempt -> AttemptText.write(attempt, writer));
    writer.endArray();
    writer.name("ending");
    write(capture.ending(), writer);
    writer.endObject();
  }

  private static void write(@Nullable Ending ending, JsonWriter writer) {
    if (ending == null) {
      writer.value((String) null);
      return;
    }
    writer.beginObject();
    if (ending instanceof Ending.Failure failure) {
      writer.name("code").value(failure.code().word());
      writer.name("hint").value(failure.hint());
    } else if (ending instanceof Ending.Answer answer) {
      writer.name("answer").value(answer.text());
      writer.name("status").value(word(answer.status()));
      writer.name("provider").value(answer.provider());
      writer.name("model").value(answer.model());
      writer.name("prompt_tokens").value(answer.promptTokens());
      writer.name("answer_tokens").value(answer.answerTokens());
      writer.name("millis").value(answer.millis());
    }
    writer.endObject();
  }

  private static String asked(Capture capture) {
    String profile = capture.asked().profile();
    String provider = capture.asked().provider();
    return (profile == null ? "" : ", under the profile " + profile)
        + (provider == null ? "" : ", of " + provider + " alone");
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
