package io.camrelay.cli;

import static io.camrelay.cli.CaptureText.word;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Beginning.Sent;
import io.camrelay.json.JsonWriter;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Expected;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** An attempt as text: what it was expected to take, what it took, and how that is known. */
final class AttemptText {

  private static final String INDENT = "           ";

  private AttemptText() {}

  /** For people. */
  static void print(Attempt attempt, PrintWriter out) {
    Beginning beginning = attempt.beginning();
    out.println("attempt " + attempt.ordinal() + "  " + sentence(attempt));
    if (!beginning.profile().isEmpty()) {
      out.println(INDENT + "profile " + beginning.profile() + ", revision " + beginning.revision());
    }
    out.println(INDENT + tokens(attempt));
    Attempt.End end = attempt.end();
    if (end != null) {
      out.println(INDENT + cost(end.bill()));
    } else {
      out.println(INDENT + "at most " + worst(beginning.worst()));
    }
    Sent sent = beginning.sent();
    if (sent != null) {
      out.printf(
          INDENT + "sent reduced: %d bytes, %d x %d, CRC %08x%n",
          sent.bytes(),
          sent.width(),
          sent.height(),
          sent.crc());
    }
    if (beginning.overlapped()) {
      out.println(INDENT + "begun while the photo was still arriving");
    }
  }

  private static String sentence(Attempt attempt) {
    String who = attempt.model() + " at " + attempt.provider();
    Attempt.End end = attempt.end();
    if (end == null) {
      return who + ": under way since " + Times.local(attempt.startedAt());
    }
    return "%s: %s after %d ms, billed: %s%s"
        .formatted(
            who,
            end.outcome(),
            end.at().toEpochMilli() - attempt.startedAt().toEpochMilli(),
            word(end.billed()),
            end.detail().isEmpty() ? "" : " (" + Plain.line(end.detail()) + ")");
  }

  private static String tokens(Attempt attempt) {
    Expected expected = attempt.beginning().expected();
    String before =
        "tokens expected: %s, the picture %s"
            .formatted(count(expected.promptTokens()), count(expected.pictureTokens()));
    Attempt.End end = attempt.end();
    if (end == null) {
      return before;
    }
    UsedTokens used = end.bill().tokens();
    return before
        + "; billed: %s + %s".formatted(count(used.prompt()), count(used.answer()))
        + part(used.cached(), "from the cache")
        + part(used.reasoning(), "of reasoning");
  }

  private static String part(long count, String what) {
    return count > 0 ? ", " + count + " " + what : "";
  }

  private static String cost(Bill bill) {
    return "cost: "
        + (bill.cost() == null ? "unknown" : bill.cost())
        + switch (bill.basis()) {
          case PROVIDER -> ", as the provider says";
          case CATALOGUE -> ", by the catalogue's prices";
          case WORST_CASE -> ", the worst case: nobody knows whether it was billed";
          case NOTHING -> ", not billed";
          case UNKNOWN -> ": nobody knows the price";
        };
  }

  private static String worst(WorstCase worst) {
    return "%s tokens, %s"
        .formatted(count(worst.tokens()), worst.cost() == null ? "cost unknown" : worst.cost());
  }

  private static String count(long tokens) {
    return tokens < 0 ? "unknown" : Long.toString(tokens);
  }

  /** For scripts; tokens that nobody knows are -1, a cost that nobody knows is null. */
  static void write(Attempt attempt, JsonWriter writer) {
    Beginning beginning = attempt.beginning();
    writer.beginObject();
    writer.name("ordinal").value(attempt.ordinal());
    writer.name("provider").value(attempt.provider());
    writer.name("model").value(attempt.model());
    writer.name("profile").value(beginning.profile().isEmpty() ? null : beginning.profile());
    writer.name("revision").value(beginning.revision());
    writer.name("started_at").value(Times.iso(attempt.startedAt()));
    writer.name("expected_picture_tokens").value(beginning.expected().pictureTokens());
    writer.name("expected_prompt_tokens").value(beginning.expected().promptTokens());
    writer.name("worst_tokens").value(beginning.worst().tokens());
    writer.name("worst_cost").value(BudgetListCommand.dollars(beginning.worst().cost()));
    writer.name("overlapped").value(beginning.overlapped());
    write(beginning.sent(), writer);
    Attempt.End end = attempt.end();
    if (end != null) {
      write(end, writer);
    }
    writer.endObject();
  }

  private static void write(@Nullable Sent sent, JsonWriter writer) {
    if (sent == null) {
      return;
    }
    writer.name("sent").beginObject();
    writer.name("bytes").value(sent.bytes());
    writer.name("width").value(sent.width());
    writer.name("height").value(sent.height());
    writer.name("crc").value("%08x".formatted(sent.crc()));
    writer.endObject();
  }

  private static void write(Attempt.End end, JsonWriter writer) {
    UsedTokens used = end.bill().tokens();
    CostBasis basis = end.bill().basis();
    writer.name("ended_at").value(Times.iso(end.at()));
    writer.name("outcome").value(end.outcome());
    writer.name("billed").value(word(end.billed()));
    writer.name("detail").value(end.detail());
    writer.name("prompt_tokens").value(used.prompt());
    writer.name("cached_tokens").value(used.cached());
    writer.name("cache_write_tokens").value(used.cacheWrite());
    writer.name("answer_tokens").value(used.answer());
    writer.name("reasoning_tokens").value(used.reasoning());
    writer.name("cost").value(BudgetListCommand.dollars(end.bill().cost()));
    writer.name("cost_basis").value(word(basis));
    writer.name("request_id").value(end.requestId());
  }
}
