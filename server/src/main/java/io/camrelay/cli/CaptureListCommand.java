package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureState;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay capture list} */
@Command(name = "list", description = "Lists captures, the latest first.")
final class CaptureListCommand implements Callable<Integer> {

  private static final int MOST = 10_000;
  private static final int ENDING_WIDTH = 60;

  @Mixin private InstallationOptions installation;

  @Option(names = "--device", paramLabel = "NAME", description = "Only this device's.")
  private @Nullable String device;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those that are ${COMPLETION-CANDIDATES}.")
  private @Nullable CaptureState state;

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
    List<Capture> captures;
    try (Installation here = installation.open()) {
      captures = Stages.await(here.captures().latest(device, state, limit));
    }
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              Json.text(
                  writer -> {
                    writer.beginArray();
                    captures.forEach(capture -> CaptureText.write(capture, writer));
                    writer.endArray();
                  }));
      return ExitCode.OK;
    }
    if (captures.isEmpty()) {
      spec.commandLine().getErr().println("no captures");
      return ExitCode.OK;
    }
    Table table = new Table("CAPTURE", "BEGUN", "STATE", "BYTES", "ENDING");
    for (Capture capture : captures) {
      table.row(
          capture.key().toString(),
          Times.local(capture.begunAt()),
          capture.state().name().toLowerCase(Locale.ROOT),
          Long.toString(capture.ownBytes()),
          CaptureText.shortEnding(capture, ENDING_WIDTH));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
