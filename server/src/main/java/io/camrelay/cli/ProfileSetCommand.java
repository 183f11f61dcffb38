package io.camrelay.cli;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileName;
import io.camrelay.device.ProfileSettings;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile set NAME KEY=VALUE…} */
@Command(
    name = "set",
    description = {
      "Sets something in a profile, and makes the profile where there is none.",
      "KEY=@FILE takes the value from a file. `profile show` lists the keys."
    })
final class ProfileSetCommand implements Callable<Integer> {

  /** Nothing that a profile holds is longer. */
  private static final int MAX_FILE = 1 << 17;

  @Mixin private InstallationOptions installation;

  @Parameters(index = "0", paramLabel = "NAME", description = "The profile.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What is set.")
  private List<String> written;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String problem = ProfileName.problem(name);
    if (problem != null) {
      throw Failure.usage("\"" + name + "\" cannot be a profile's name: " + problem);
    }
    ProfileSettings set = parsed();
    try (Installation here = installation.open()) {
      List<String> named = new ArrayList<>();
      if (set.chain() != null) {
        named.addAll(set.chain());
      }
      if (set.cheaperChain() != null) {
        named.addAll(set.cheaperChain());
      }
      ProfileText.checkProviders(named, here.config());
      boolean isNew = Stages.await(here.profiles().find(name)).isEmpty();
      Profile changed =
          Stages.await(here.profiles().change(name, had -> set.over(had), Instant.now()));
      tell(changed, isNew, here);
    }
    return ExitCode.OK;
  }

  private void tell(Profile changed, boolean isNew, Installation here) {
    if (json) {
      var all = Stages.await(here.profiles().snapshot());
      spec.commandLine()
          .getOut()
          .println(Json.text(writer -> ProfileText.write(changed, all, writer)));
      return;
    }
    spec.commandLine()
        .getOut()
        .println(
            "profile %s is at revision %d%s"
                .formatted(
                    name,
                    changed.revision(),
                    isNew
                        ? ", and new; give it to a device with: camrelay profile assign DEVICE "
                            + name
                        : ""));
  }

  private ProfileSettings parsed() {
    Map<ProfileKey, String> values = new EnumMap<>(ProfileKey.class);
    for (String one : written) {
      int equals = one.indexOf('=');
      if (equals < 1) {
        throw Failure.usage("\"" + one + "\" is not KEY=VALUE");
      }
      ProfileKey key = ProfileText.key(one.substring(0, equals));
      String value = one.substring(equals + 1);
      if (values.put(key, value.startsWith("@") ? file(value.substring(1)) : value) != null) {
        throw Failure.usage(key.word() + " is set twice");
      }
    }
    try {
      ProfileSettings set = new ProfileSettings(values);
      set.checkSchema();
      return set;
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String file(String name) {
    Path file = Path.of(name);
    try {
      if (Files.size(file) > MAX_FILE) {
        throw Failure.failed(file + " is longer than the " + MAX_FILE + " bytes that are read");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw Failure.failed("cannot read the value: " + Failure.sentence(e));
    }
  }
}
