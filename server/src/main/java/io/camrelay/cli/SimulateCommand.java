package io.camrelay.cli;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraSettings;
import io.camrelay.json.Json;
import io.camrelay.picture.SamplePhotos;
import io.camrelay.relay.RelayConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay simulate} */
@Command(
    name = "simulate",
    description =
        "Lets many virtual cameras press at a relay of their own (offline provider), and tells how"
            + " it went.")
final class SimulateCommand implements Callable<Integer> {

  static final int MOST_CAMERAS = 20_000;
  static final int MOST_PRESSES = 1_000_000;
  private static final int THREADS = 2;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many, 1 to " + MOST_CAMERAS + " (${DEFAULT-VALUE}).")
  private int cameras;

  @Option(
      names = "--presses",
      paramLabel = "R",
      defaultValue = "3",
      description = "How often each presses, one after the other (${DEFAULT-VALUE}).")
  private int presses;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (cameras < 1 || cameras > MOST_CAMERAS) {
      throw Failure.usage("--cameras must be 1 to " + MOST_CAMERAS + ", not " + cameras);
    }
    if (presses < 1 || (long) presses * cameras > MOST_PRESSES) {
      throw Failure.usage(
          "--presses must be 1 or more, and at most " + MOST_PRESSES + " over all cameras");
    }
    Path folder = Files.createTempDirectory("camrelay-simulate");
    SimulationReport report;
    try (LocalRelay local = LocalRelay.start(config(folder));
        CameraFleet fleet = CameraFleet.start(THREADS)) {
      report = run(local, fleet);
    } finally {
      LocalRelay.delete(folder);
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(report::write));
    } else {
      report.print(spec.commandLine().getOut());
    }
    return report.allAnswered() ? ExitCode.OK : ExitCode.FAILED;
  }

  private SimulationReport run(LocalRelay local, CameraFleet fleet) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("adding %d devices".formatted(cameras));
    List<CameraSettings> settings = new ArrayList<>();
    for (int i = 1; i <= cameras; i++) {
      settings.add(local.camera("sim-%05d".formatted(i)).build());
    }
    List<byte[]> photos = SamplePhotos.all().stream().map(p -> p.bytes()).toList();
    SimulationReport report = new SimulationReport(cameras, presses);
    for (int i = 0; i < cameras; i++) {
      report.begin(
          fleet.camera(settings.get(i), CameraListener.none()), photos.get(i % photos.size()));
    }
    while (!report.awaitEnd(Duration.ofSeconds(1))) {
      err.println(report.progress());
    }
    return report;
  }

  /** A relay of its own, with room for as many as there are. */
  private RelayConfig config(Path folder) throws Exception {
    return RelayConfig.load(
        null,
        Map.of(
            "CAMRELAY_DATA",
            folder.resolve("data").toString(),
            "CAMRELAY_LISTEN_ADDRESS",
            LocalRelay.LOOPBACK,
            "CAMRELAY_LISTEN_PORT",
            "0",
            "CAMRELAY_LISTEN_MAX_CONNECTIONS",
            Integer.toString(cameras + 16),
            "CAMRELAY_LISTEN_MAX_CONNECTIONS_PER_ADDRESS",
            Integer.toString(cameras + 16),
            "CAMRELAY_ASKING_DEADLINE",
            "1h"));
  }
}
