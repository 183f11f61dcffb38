package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.relay.Doctor;
import io.camrelay.relay.Doctor.Check;
import io.camrelay.relay.Doctor.Level;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay doctor} */
@Command(
    name = "doctor",
    description = "Says what is wrong with this installation and how to mend it.")
final class DoctorCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Check> checks = Doctor.examine(installation.config());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.text(
              writer -> {
                writer.beginArray();
                for (Check check : checks) {
                  writer
                      .beginObject()
                      .name("level")
                      .value(check.level().name().toLowerCase(Locale.ROOT))
                      .name("what")
                      .value(check.what())
                      .name("remedy")
                      .value(check.remedy())
                      .endObject();
                }
                writer.endArray();
              }));
    } else {
      checks.forEach(check -> print(check, out));
    }
    boolean bad = checks.stream().anyMatch(check -> check.level() == Level.BAD);
    if (!json) {
      out.println();
      out.println(bad ? "The relay cannot run like this." : "The relay can run.");
    }
    return bad ? ExitCode.FAILED : ExitCode.OK;
  }

  private static void print(Check check, PrintWriter out) {
    String mark =
        switch (check.level()) {
          case GOOD -> "  ok   ";
          case NOTE -> "  note ";
          case WARNING -> "  WARN ";
          case BAD -> "  BAD  ";
        };
    out.println(mark + Plain.line(check.what()));
    if (!check.remedy().isEmpty()) {
      out.println("         → " + Plain.line(check.remedy()));
    }
  }
}
