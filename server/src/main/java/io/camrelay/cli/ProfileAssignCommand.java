package io.camrelay.cli;

import io.camrelay.device.ProfileName;
import io.camrelay.device.Profiles.Assigned;
import io.camrelay.relay.Installation;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile assign DEVICE PROFILE} */
@Command(name = "assign", description = "Gives a device a profile.")
final class ProfileAssignCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(index = "0", paramLabel = "DEVICE", description = "The device.")
  private String device;

  @Parameters(
      index = "1",
      paramLabel = "PROFILE",
      description = "The profile; " + ProfileName.DEFAULT + " takes every other back.")
  private String profile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Installation here = installation.open()) {
      Assigned assigned = Stages.await(here.profiles().assign(device, profile, Instant.now()));
      switch (assigned) {
        case YES -> spec.commandLine().getOut().println(device + " has the profile " + profile);
        case NO_SUCH_DEVICE ->
            throw Failure.failed("there is no device " + device + "; see: camrelay device list");
        case NO_SUCH_PROFILE -> throw ProfileText.unknown(profile);
      }
    }
    return ExitCode.OK;
  }
}
