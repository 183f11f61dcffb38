package io.camrelay.cli;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileName;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay profile list} */
@Command(name = "list", description = "Lists the profiles, what they set and who has them.")
final class ProfileListCommand implements Callable<Integer> {

  private static final int SETS_WIDTH = 60;

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ProfileSnapshot all;
    try (Installation here = installation.open()) {
      all = Stages.await(here.profiles().snapshot());
    }
    List<Profile> profiles =
        all.profiles().values().stream().sorted(Comparator.comparing(Profile::name)).toList();
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              Json.text(
                  writer -> {
                    writer.beginArray();
                    profiles.forEach(profile -> ProfileText.write(profile, all, writer));
                    writer.endArray();
                  }));
      return ExitCode.OK;
    }
    Table table = new Table("PROFILE", "REVISION", "DEVICES", "SETS");
    for (Profile profile : profiles) {
      String sets =
          profile.settings().written().entrySet().stream()
              .map(entry -> entry.getKey().word() + "=" + entry.getValue())
              .collect(Collectors.joining(" "));
      table.row(
          profile.name(),
          Long.toString(profile.revision()),
          profile.name().equals(ProfileName.DEFAULT)
              ? "all others"
              : Integer.toString(all.devicesOf(profile.name()).size()),
          Plain.shortLine(sets, SETS_WIDTH));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
