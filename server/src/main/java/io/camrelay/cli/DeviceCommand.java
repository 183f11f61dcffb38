package io.camrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay device …} */
@Command(
    name = "device",
    description = "Adds, lists and revokes devices; works beside a running relay.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DeviceAddCommand.class, DeviceListCommand.class, DeviceRevokeCommand.class})
final class DeviceCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "device: add, list or revoke?");
  }
}
