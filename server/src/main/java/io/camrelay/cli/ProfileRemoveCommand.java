package io.camrelay.cli;

import io.camrelay.device.ProfileName;
import io.camrelay.device.Profiles.Removed;
import io.camrelay.relay.Installation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile remove NAME} */
@Command(name = "remove", description = "Removes a profile that no device has.")
final class ProfileRemoveCommand implements Callable<Integer> {

  private static final int NAMES_WIDTH = 200;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "NAME", description = "The profile.")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Installation here = installation.open()) {
      Removed removed = Stages.await(here.profiles().remove(name, Instant.now()));
      switch (removed) {
        case YES -> spec.commandLine().getOut().println("removed " + name + "; its history stays");
        case UNKNOWN -> throw ProfileText.unknown(name);
        case IN_USE -> throw inUse(here);
        case ALWAYS_THERE ->
            throw Failure.failed(
                ProfileName.DEFAULT
                    + " is always there; `camrelay profile unset` takes out what it sets");
      }
    }
    return ExitCode.OK;
  }

  private Failure inUse(Installation here) {
    List<String> devices = Stages.await(here.profiles().snapshot()).devicesOf(name);
    return Failure.failed(
        "%d devices have the profile %s (%s); give them another first: camrelay profile assign"
            .formatted(
                devices.size(), name, Plain.shortLine(String.join(", ", devices), NAMES_WIDTH)));
  }
}
