package io.camrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay profile …} */
@Command(
    name = "profile",
    description = {
      "Sets how devices are asked and what their cameras do; a running relay follows within a"
          + " second.",
      "A device has its own profile over the one named default over the configuration."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ProfileListCommand.class,
      ProfileShowCommand.class,
      ProfileSetCommand.class,
      ProfileUnsetCommand.class,
      ProfileHistoryCommand.class,
      ProfileRemoveCommand.class,
      ProfileAssignCommand.class
    })
final class ProfileCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "profile: list, show, set, unset, history, remove or assign?");
  }
}
