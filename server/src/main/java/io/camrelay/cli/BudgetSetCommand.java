package io.camrelay.cli;

import io.camrelay.relay.Installation;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay budget set all --day 1.00} */
@Command(
    name = "set",
    description = {
      "Sets budgets. What was spent in the day or month before counts.",
      "A budget in dollars refuses models without a known price: see `camrelay cost`."
    })
final class BudgetSetCommand implements Callable<Integer> {

  private static final int USUAL_WARNING = 80;

  @Mixin private InstallationOptions installation;

  @Mixin private BudgetOwner owner;

  @Option(names = "--day", paramLabel = "DOLLARS", description = "A day.")
  private @Nullable BigDecimal day;

  @Option(names = "--month", paramLabel = "DOLLARS", description = "A month.")
  private @Nullable BigDecimal month;

  @Option(names = "--day-tokens", paramLabel = "TOKENS", description = "A day, in tokens.")
  private @Nullable Long dayTokens;

  @Option(names = "--month-tokens", paramLabel = "TOKENS", description = "A month, in tokens.")
  private @Nullable Long monthTokens;

  @Option(
      names = "--warn",
      paramLabel = "PERCENT",
      defaultValue = "" + USUAL_WARNING,
      description = "Log a warning from so much on, once a period (${DEFAULT-VALUE}); 0: never.")
  private int warn;

  @Option(
      names = "--cheaper",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "Ask the profile's cheaper_chain from so much on; 0: never (the default).")
  private int cheaper;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Budget> budgets = budgets();
    if (budgets.isEmpty()) {
      throw Failure.usage("how much? Give --day, --month, --day-tokens or --month-tokens");
    }
    Instant now = Instant.now();
    try (Installation here = installation.open()) {
      owner.check(here);
      for (Budget budget : budgets) {
        BudgetState state = Stages.await(here.ledger().put(budget, now));
        spec.commandLine()
            .getOut()
            .println(
                "%s is %s; %s of it are spent or being spent"
                    .formatted(
                        budget.key(), budget.amount(budget.limit()), budget.amount(state.taken())));
      }
    }
    return ExitCode.OK;
  }

  private List<Budget> budgets() {
    List<Budget> budgets = new ArrayList<>();
    add(budgets, BudgetPeriod.DAY, BudgetUnit.MONEY, nanos("--day", day));
    add(budgets, BudgetPeriod.MONTH, BudgetUnit.MONEY, nanos("--month", month));
    add(budgets, BudgetPeriod.DAY, BudgetUnit.TOKENS, dayTokens);
    add(budgets, BudgetPeriod.MONTH, BudgetUnit.TOKENS, monthTokens);
    return budgets;
  }

  private void add(
      List<Budget> budgets, BudgetPeriod period, BudgetUnit unit, @Nullable Long limit) {
    if (limit == null) {
      return;
    }
    BudgetKey key = owner.key(period, unit);
    try {
      budgets.add(new Budget(key, limit, warn, cheaper));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Long nanos(String option, @Nullable BigDecimal dollars) {
    if (dollars == null) {
      return null;
    }
    try {
      if (dollars.signum() > 0) {
        return Money.ofDollars(dollars).nanos();
      }
    } catch (ArithmeticException e) {
      // More money than there is.
    }
    throw Failure.usage(
        "%s must be more than 0 and at most 1000000000 dollars, not %s"
            .formatted(option, dollars.toPlainString()));
  }
}
