package io.camrelay.cli;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.Ending;
import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.usage.Bill;
import io.camrelay.usage.Money;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers beside one another, with what each has taken. */
final class CapturesSideBySide {

  private CapturesSideBySide() {}

  /** One of them. */
  static void print(List<Capture> captures, boolean json, PrintWriter out) {
    if (json) {
      out.println(Json.text(writer -> write(captures.get(0), writer)));
    } else {
      print(captures.get(0), out);
    }
  }

  /** Each of them. */
  static void printAll(List<Capture> captures, boolean json, PrintWriter out) {
    if (json) {
      out.println(
          Json.text(
              writer -> {
                writer.beginArray();
                captures.forEach(capture -> write(capture, writer));
                writer.endArray();
              }));
      return;
    }
    if (captures.size() > 1) {
      Table table = new Table("PROVIDER", "MODEL", "TOKENS", "COST", "TIME", "CAPTURE");
      for (Capture capture : captures) {
        table.row(
            provider(capture),
            model(capture),
            tokens(capture),
            cost(capture),
            millis(capture) + " ms",
            capture.key().toString());
      }
      table.print(out);
      out.println();
    }
    captures.forEach(capture -> print(capture, out));
  }

  private static void print(Capture capture, PrintWriter out) {
    out.println(
        "%s at %s  (%s; %s tokens, %s, %d ms)"
            .formatted(
                model(capture),
                provider(capture),
                capture.key(),
                tokens(capture),
                cost(capture),
                millis(capture)));
    Ending ending = capture.ending();
    if (ending instanceof Ending.Answer answer) {
      out.println(Plain.text(answer.text()).strip().indent(2).stripTrailing());
    } else if (ending instanceof Ending.Failure failure) {
      out.println("  failed, " + failure.code().word() + ": " + failure.hint());
    }
  }

  private static void write(Capture capture, JsonWriter writer) {
    writer.beginObject();
    writer.name("capture").value(capture.key().toString());
    writer.name("provider").value(provider(capture));
    writer.name("model").value(model(capture));
    Ending ending = capture.ending();
    if (ending instanceof Ending.Answer answer) {
      writer.name("answer").value(answer.text());
      writer.name("prompt_tokens").value(answer.promptTokens());
      writer.name("answer_tokens").value(answer.answerTokens());
    } else if (ending instanceof Ending.Failure failure) {
      writer.name("code").value(failure.code().word());
      writer.name("hint").value(failure.hint());
    }
    writer.name("cost").value(BudgetListCommand.dollars(sum(capture)));
    writer.name("millis").value(millis(capture));
    writer.name("attempts").value(capture.attempts().size());
    writer.endObject();
  }

  private static String provider(Capture capture) {
    return capture.ending() instanceof Ending.Answer answer
        ? answer.provider()
        : last(capture, "nobody", Attempt::provider);
  }

  private static String model(Capture capture) {
    return capture.ending() instanceof Ending.Answer answer
        ? answer.model()
        : last(capture, "no model", Attempt::model);
  }

  private static String last(Capture capture, String none, Function<Attempt, String> what) {
    List<Attempt> attempts = capture.attempts();
    String asked = capture.asked().provider();
    if (attempts.isEmpty()) {
      return asked == null || !none.equals("nobody") ? none : asked;
    }
    return what.apply(attempts.get(attempts.size() - 1));
  }

  private static String tokens(Capture capture) {
    return capture.ending() instanceof Ending.Answer answer && answer.promptTokens() >= 0
        ? "%d + %d".formatted(answer.promptTokens(), answer.answerTokens())
        : "unknown";
  }

  private static String cost(Capture capture) {
    Money sum = sum(capture);
    return sum == null ? "cost unknown" : sum.toString();
  }

  /** All of its attempts together; null where the price of one is not known. */
  private static @Nullable Money sum(Capture capture) {
    Money sum = Money.ZERO;
    for (Attempt attempt : capture.attempts()) {
      Bill bill = attempt.end() == null ? null : attempt.end().bill();
      if (bill == null || bill.cost() == null) {
        return null;
      }
      sum = sum.plus(bill.cost());
    }
    return sum;
  }

  private static long millis(Capture capture) {
    if (capture.storedAt() == null || capture.endedAt() == null) {
      return -1;
    }
    return capture.endedAt().toEpochMilli() - capture.storedAt().toEpochMilli();
  }
}
