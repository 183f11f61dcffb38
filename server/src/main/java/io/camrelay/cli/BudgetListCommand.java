package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.Installation;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay budget list} */
@Command(name = "list", description = "Lists the budgets and how far each is used up.")
final class BudgetListCommand implements Callable<Integer> {

  private static final DateTimeFormatter RENEWAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<BudgetState> states;
    ZoneId zone;
    try (Installation here = installation.open()) {
      states = Stages.await(here.ledger().budgets(Instant.now()));
      zone = here.config().zone();
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(writer -> write(states, writer)));
      return ExitCode.OK;
    }
    if (states.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("no budgets; set one with: camrelay budget set all --day 1.00");
      return ExitCode.OK;
    }
    Table table =
        new Table(
            "WHOSE", "PERIOD", "LIMIT", "SPENT", "RESERVED", "USED", "RENEWS", "WARN", "CHEAPER");
    for (BudgetState state : states) {
      Budget budget = state.budget();
      table.row(
          whose(budget.key()),
          word(budget.key().period()),
          budget.amount(budget.limit()),
          budget.amount(state.spent()),
          budget.amount(state.reserved()),
          percent(state.taken(), budget.limit()),
          RENEWAL.format(state.renewsAt().atZone(zone)),
          threshold(budget.warnPercent()),
          threshold(budget.cheaperPercent()));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static String whose(BudgetKey key) {
    return key.scope() == BudgetScope.ALL ? "all" : word(key.scope()) + " " + key.name();
  }

  private static String percent(long taken, long limit) {
    return Math.round(100.0 * taken / limit) + " %";
  }

  private static String threshold(int percent) {
    return percent == 0 ? "-" : percent + " %";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void write(List<BudgetState> states, JsonWriter writer) {
    writer.beginArray();
    for (BudgetState state : states) {
      Budget budget = state.budget();
      BudgetKey key = budget.key();
      writer.beginObject();
      writer.name("scope").value(word(key.scope()));
      writer.name("name").value(key.name().isEmpty() ? null : key.name());
      writer.name("period").value(word(key.period()));
      writer.name("unit").value(word(key.unit()));
      write(writer, "limit", key.unit(), budget.limit());
      write(writer, "spent", key.unit(), state.spent());
      write(writer, "reserved", key.unit(), state.reserved());
      writer.name("renews_at").value(Times.iso(state.renewsAt()));
      writer.name("warn_percent").value(budget.warnPercent());
      writer.name("cheaper_percent").value(budget.cheaperPercent());
      writer.endObject();
    }
    writer.endArray();
  }

  /** Dollars as a text, so that no script rounds them. */
  private static void write(JsonWriter writer, String name, BudgetUnit unit, long amount) {
    writer.name(name);
    switch (unit) {
      case MONEY -> writer.value(dollars(new Money(Math.max(0, amount))));
      case TOKENS -> writer.value(amount);
    }
  }

  /** Exactly, without the dollar sign; null for none. */
  static @Nullable String dollars(@Nullable Money money) {
    return money == null ? null : money.dollars().stripTrailingZeros().toPlainString();
  }
}
