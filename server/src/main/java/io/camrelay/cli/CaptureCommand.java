package io.camrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay capture …} */
@Command(
    name = "capture",
    description = {
      "Lists captures, shows one, and asks about its photo once more.",
      "Works beside a running relay."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CaptureListCommand.class,
      CaptureShowCommand.class,
      CaptureAskCommand.class,
      CaptureAgainCommand.class
    })
final class CaptureCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "capture: list, show, ask or again?");
  }
}
