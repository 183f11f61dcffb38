package io.camrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay budget …} */
@Command(
    name = "budget",
    description = {
      "Bounds what asking may cost, in dollars or tokens, a day or a month: a hard stop before the"
          + " money is spent.",
      "Works beside a running relay, which obeys at once."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BudgetSetCommand.class, BudgetListCommand.class, BudgetRemoveCommand.class})
final class BudgetCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "budget: set, list or remove?");
  }
}
