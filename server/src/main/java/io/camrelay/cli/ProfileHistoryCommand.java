package io.camrelay.cli;

import io.camrelay.device.ProfileChange;
import io.camrelay.device.ProfileSettings;
import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile history NAME} */
@Command(
    name = "history",
    description = "Shows how a profile was changed, the latest first; nothing of it is forgotten.")
final class ProfileHistoryCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "NAME", description = "The profile, also one that was removed.")
  private String name;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many, 1 to " + MOST + " (${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > MOST) {
      throw Failure.usage("--limit must be 1 to " + MOST + ", not " + limit);
    }
    List<ProfileChange> changes;
    try (Installation here = installation.open()) {
      changes = Stages.await(here.profiles().history(name, limit));
      if (changes.isEmpty() && Stages.await(here.profiles().find(name)).isEmpty()) {
        throw ProfileText.unknown(name);
      }
    }
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              Json.text(
                  writer -> {
                    writer.beginArray();
                    changes.forEach(change -> write(change, writer));
                    writer.endArray();
                  }));
      return ExitCode.OK;
    }
    if (changes.isEmpty()) {
      spec.commandLine().getErr().println("profile " + name + " was never changed");
      return ExitCode.OK;
    }
    Table table = new Table("REVISION", "CHANGED", "WHAT");
    for (ProfileChange change : changes) {
      table.row(
          Long.toString(change.revision()), Times.local(change.at()), Plain.line(what(change)));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static String what(ProfileChange change) {
    ProfileSettings settings = change.settings();
    if (change.device() != null) {
      return "given to the device " + change.device();
    }
    if (settings == null) {
      return "removed";
    }
    return settings.written().isEmpty()
        ? "sets nothing"
        : settings.written().entrySet().stream()
            .map(entry -> entry.getKey().word() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  private static void write(ProfileChange change, JsonWriter writer) {
    ProfileSettings settings = change.settings();
    writer.beginObject();
    writer.name("revision").value(change.revision());
    writer.name("changed_at").value(Times.iso(change.at()));
    writer.name("profile").value(change.profile());
    writer.name("device").value(change.device());
    writer.name("removed").value(settings == null && change.device() == null);
    if (settings != null) {
      writer.name("sets").beginObject();
      settings.written().forEach((key, value) -> writer.name(key.word()).value(value));
      writer.endObject();
    }
    writer.endObject();
  }
}
