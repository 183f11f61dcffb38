package io.camrelay.cli;

import io.camrelay.relay.Installation;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay budget remove all} */
@Command(
    name = "remove",
    description = {
      "Takes budgets away: the named ones, else every budget of this owner.",
      "What was spent is not forgotten."
    })
final class BudgetRemoveCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Mixin private BudgetOwner owner;

  @Option(names = "--day", description = "The day's in dollars.")
  private boolean day;

  @Option(names = "--month", description = "The month's in dollars.")
  private boolean month;

  @Option(names = "--day-tokens", description = "The day's in tokens.")
  private boolean dayTokens;

  @Option(names = "--month-tokens", description = "The month's in tokens.")
  private boolean monthTokens;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<BudgetKey> keys = keys();
    int removed = 0;
    try (Installation here = installation.open()) {
      for (BudgetKey key : keys) {
        if (Stages.await(here.ledger().remove(key))) {
          removed++;
          spec.commandLine().getOut().println("removed " + key + " in " + unit(key));
        }
      }
    }
    if (removed == 0) {
      throw Failure.failed("there is no such budget; see: camrelay budget list");
    }
    return ExitCode.OK;
  }

  private List<BudgetKey> keys() {
    boolean all = !(day || month || dayTokens || monthTokens);
    List<BudgetKey> keys = new ArrayList<>();
    add(keys, all || day, BudgetPeriod.DAY, BudgetUnit.MONEY);
    add(keys, all || month, BudgetPeriod.MONTH, BudgetUnit.MONEY);
    add(keys, all || dayTokens, BudgetPeriod.DAY, BudgetUnit.TOKENS);
    add(keys, all || monthTokens, BudgetPeriod.MONTH, BudgetUnit.TOKENS);
    return keys;
  }

  private void add(List<BudgetKey> keys, boolean wanted, BudgetPeriod period, BudgetUnit unit) {
    if (wanted) {
      keys.add(owner.key(period, unit));
    }
  }

  private static String unit(BudgetKey key) {
    return switch (key.unit()) {
      case MONEY -> "dollars";
      case TOKENS -> "tokens";
    };
  }
}
