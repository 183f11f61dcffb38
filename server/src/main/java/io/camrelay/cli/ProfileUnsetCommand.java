package io.camrelay.cli;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.relay.Installation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile unset NAME KEY…} */
@Command(
    name = "unset",
    description = "Has a profile say nothing about something: what lies below it decides.")
final class ProfileUnsetCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(index = "0", paramLabel = "NAME", description = "The profile.")
  private String name;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "What is not set.")
  private List<String> words;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<ProfileKey> keys = words.stream().map(ProfileText::key).toList();
    try (Installation here = installation.open()) {
      if (Stages.await(here.profiles().find(name)).isEmpty()) {
        throw ProfileText.unknown(name);
      }
      Profile changed =
          Stages.await(here.profiles().change(name, had -> without(had, keys), Instant.now()));
      spec.commandLine()
          .getOut()
          .println("profile %s is at revision %d".formatted(name, changed.revision()));
    }
    return ExitCode.OK;
  }

  private static ProfileSettings without(ProfileSettings had, List<ProfileKey> keys) {
    ProfileSettings has = had;
    for (ProfileKey key : keys) {
      has = has.without(key);
    }
    return has;
  }
}
