package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.DriftAlarms;
import io.camrelay.relay.Installation;
import io.camrelay.usage.Drift.Alarm;
import io.camrelay.usage.Drift.Measure;
import io.camrelay.usage.DriftWatch.Standing;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay drift} */
@Command(
    name = "drift",
    description = {
      "Says of each configured model whether it bills what is expected and fails",
      "no more often than usual, by what the ledger remembers."
    })
final class DriftCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Standing> standings;
    try (Installation here = installation.open()) {
      standings = Stages.await(DriftAlarms.recall(here.ledger(), here.config())).standings();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(writer -> write(standings, writer)));
    } else if (standings.isEmpty()) {
      spec.commandLine().getErr().println("none of the configured models was asked yet");
    } else {
      print(standings, out);
    }
    return ExitCode.OK;
  }

  private static void print(List<Standing> standings, PrintWriter out) {
    Table table =
        new Table("PROVIDER", "MODEL", "ATTEMPTS", "FAILED", "USUAL", "BILLED/EXPECTED", "DRIFT");
    for (Standing standing : standings) {
      table.row(
          standing.upstream().provider(),
          standing.upstream().model(),
          Long.toString(standing.attempts()),
          Long.toString(standing.failed()),
          DriftAlarms.value(Measure.ERRORS, standing.usualErrors()),
          standing.tokens().map(now -> DriftAlarms.value(Measure.TOKENS, now)).orElse("-"),
          standing.alarms().isEmpty()
              ? "no"
              : String.join(
                  ", ", standing.alarms().stream().map(on -> word(on.measure())).toList()));
    }
    table.print(out);
    for (Standing standing : standings) {
      for (Alarm alarm : standing.alarms()) {
        out.println();
        Plain.wrapped(sentence(alarm), 80, 0).forEach(out::println);
      }
    }
  }

  private static String sentence(Alarm alarm) {
    String change = String.format(Locale.ROOT, "%+.0f %%", 100 * alarm.change());
    String usual = DriftAlarms.value(alarm.measure(), alarm.usual());
    String now = DriftAlarms.value(alarm.measure(), alarm.now());
    String where =
        "%s at %s since %s (%d attempts): "
            .formatted(
                alarm.upstream().model(),
                alarm.upstream().provider(),
                Times.local(alarm.since()),
                alarm.attempts());
    return where
        + switch (alarm.measure()) {
          case TOKENS ->
              "bills %s times the expected tokens, %s of the %s that %s."
                  .formatted(
                      now,
                      change,
                      usual,
                      switch (alarm.reference()) {
                        case USUAL -> "were usual";
                        case FORMULA -> "the catalogue's formula promises";
                      });
          case ERRORS ->
              "%s of the attempts fail, %s of the %s that are usual.".formatted(now, change, usual);
        };
  }

  private static void write(List<Standing> standings, JsonWriter writer) {
    writer.beginArray();
    for (Standing standing : standings) {
      writer.beginObject();
      writer.name("provider").value(standing.upstream().provider());
      writer.name("model").value(standing.upstream().model());
      writer.name("attempts").value(standing.attempts());
      writer.name("failed").value(standing.failed());
      writer.name("usual_errors").value(rounded(standing.usualErrors()));
      writer.name("tokens");
      standing
          .tokens()
          .ifPresentOrElse(now -> writer.value(rounded(now)), () -> writer.value((String) null));
      writer.name("alarms");
      writer.beginArray();
      for (Alarm alarm : standing.alarms()) {
        writer.beginObject();
        writer.name("what").value(word(alarm.measure()));
        writer.name("against").value(word(alarm.reference()));
        writer.name("since").value(Times.iso(alarm.since()));
        writer.name("usual").value(rounded(alarm.usual()));
        writer.name("now").value(rounded(alarm.now()));
        writer.name("attempts").value(alarm.attempts());
        writer.endObject();
      }
      writer.endArray();
      writer.endObject();
    }
    writer.endArray();
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
