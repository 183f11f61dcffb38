package io.camrelay.cli;

import io.camrelay.relay.Installation;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay device revoke NAME} */
@Command(
    name = "revoke",
    description = "Shuts a device out; a running relay cuts it off within a second.")
final class DeviceRevokeCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "NAME", description = "The device.")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Installation here = installation.open()) {
      if (!Stages.await(here.devices().revoke(name, Instant.now()))) {
        throw Failure.failed("there is no device " + name + "; see: camrelay device list");
      }
    }
    spec.commandLine().getOut().println("revoked " + name + "; its captures are kept");
    return ExitCode.OK;
  }
}
