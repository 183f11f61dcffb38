package io.camrelay.cli;

import io.camrelay.capture.Ledger.By;
import io.camrelay.capture.Ledger.Spending;
import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.Installation;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.Money;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay spent} */
@Command(
    name = "spent",
    description = {
      "Says what asking has taken and cost, attempt by attempt added up.",
      "An attempt belongs to the day on which it was begun."
    })
final class SpentCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Mixin private InstallationOptions installation;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "DAY",
      description = "One line a ${COMPLETION-CANDIDATES} (DAY).")
  private By by;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "From this day on, as 2026-11-23; else from the first of this month on.")
  private @Nullable LocalDate since;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    List<Spending> rows;
    Instant from;
    try (Installation here = installation.open()) {
      ZoneId zone = here.config().zone();
      from =
          since == null
              ? BudgetPeriod.MONTH.start(now, zone)
              : since.atStartOfDay(zone).toInstant();
      // What begins while this runs is not left out for a millisecond's sake.
      rows = Stages.await(here.ledger().spending(by, from, now.plusSeconds(1), MOST));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(writer -> write(rows, writer)));
      return ExitCode.OK;
    }
    if (rows.isEmpty()) {
      spec.commandLine().getErr().println("nobody was asked since " + Times.local(from));
      return ExitCode.OK;
    }
    print(rows, out);
    return ExitCode.OK;
  }

  private void print(List<Spending> rows, PrintWriter out) {
    Table table =
        new Table(
            by.name(), "ATTEMPTS", "ANSWERED", "INPUT", "OUTPUT", "COST", "SUPPOSED", "UNPRICED");
    for (Spending row : rows) {
      row(table, row.name().isEmpty() ? "-" : row.name(), row);
    }
    if (rows.size() > 1) {
      row(table, "(all)", sum(rows));
    }
    table.print(out);
    Spending all = sum(rows);
    if (all.supposed().nanos() > 0) {
      out.println();
      out.println(
          "SUPPOSED is the part of COST that may have been billed and nobody knows: worst cases.");
    }
    if (all.unpriced() > 0) {
      out.println();
      out.println(
          "UNPRICED attempts were billed at a price that is not known, and are not in COST.");
    }
  }

  private static void row(Table table, String name, Spending row) {
    table.row(
        name,
        Long.toString(row.attempts()),
        Long.toString(row.answered()),
        Long.toString(row.promptTokens()),
        Long.toString(row.answerTokens()),
        row.cost().toString(),
        row.supposed().toString(),
        Long.toString(row.unpriced()));
  }

  private static Spending sum(List<Spending> rows) {
    Spending all = new Spending("", 0, 0, 0, 0, 0, Money.ZERO, Money.ZERO, 0);
    for (Spending row : rows) {
      all =
          new Spending(
              "",
              all.attempts() + row.attempts(),
              all.answered() + row.answered(),
              all.underWay() + row.underWay(),
              all.promptTokens() + row.promptTokens(),
              all.answerTokens() + row.answerTokens(),
              all.cost().plus(row.cost()),
              all.supposed().plus(row.supposed()),
              all.unpriced() + row.unpriced());
    }
    return all;
  }

  private void write(List<Spending> rows, JsonWriter writer) {
    writer.beginArray();
    for (Spending row : rows) {
      writer.beginObject();
      writer.name(by.name().toLowerCase(Locale.ROOT)).value(row.name());
      writer.name("attempts").value(row.attempts());
      writer.name("answered").value(row.answered());
      writer.name("under_way").value(row.underWay());
      writer.name("prompt_tokens").value(row.promptTokens());
      writer.name("answer_tokens").value(row.answerTokens());
      writer.name("cost").value(BudgetListCommand.dollars(row.cost()));
      writer.name("supposed").value(BudgetListCommand.dollars(row.supposed()));
      writer.name("unpriced").value(row.unpriced());
      writer.endObject();
    }
    writer.endArray();
  }
}
