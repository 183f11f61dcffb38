package io.camrelay.cli;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.SerialMonitor;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.picture.SamplePhotos;
import io.camrelay.picture.SamplePhotos.SamplePhoto;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay demo} */
@Command(
    name = "demo",
    description = {
      "Starts a relay in a temporary folder and lets a virtual camera press for three photos.",
      "Asks a model where OPENAI_API_KEY or --base-url and --model are given, else the built-in"
          + " offline provider."
    })
final class DemoCommand implements Callable<Integer>, TellsItsStory {

  private static final String DEVICE = "demo";

  /** Sets the maker's lines off from the operator's log. */
  private static final String MONITOR = "   monitor | ";

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "An OpenAI-compatible upstream, such as http://127.0.0.1:11434/v1 for Ollama.")
  private @Nullable String baseUrl;

  @Option(names = "--model", paramLabel = "MODEL", description = "The model to ask.")
  private @Nullable String model;

  @Option(names = "--keep", description = "Leave the relay running, and tell how to go on.")
  private boolean keep;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("camrelay-demo");
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> environment = System.getenv();
    DemoConfig config = DemoConfig.choose(folder, baseUrl, model, environment);
    out.println("A relay in " + folder + ", a camera that is not there, and three photos.");
    out.println("Asked is " + config.asked() + ".");
    out.println("Lines with `monitor |` are what the maker sees on the serial monitor, the others");
    out.println("are the relay's log, as its operator sees it.");
    out.println();
    int status;
    try (LocalRelay local = LocalRelay.start(config.write(0, environment))) {
      int answered = press(local, out);
      int photos = SamplePhotos.all().size();
      out.println();
      out.println("%d of %d photos were answered.".formatted(answered, photos));
      status = answered == photos ? ExitCode.OK : ExitCode.FAILED;
      if (keep) {
        stay(config, local, out);
        return status;
      }
    }
    LocalRelay.delete(folder);
    return status;
  }

  /** Presses for each photo, one after the other as a person does; counts the answers. */
  private int press(LocalRelay local, PrintWriter out) {
    int answered = 0;
    try (CameraFleet fleet = CameraFleet.start(1)) {
      CameraListener monitor = SerialMonitor.to(line -> out.println(MONITOR + line));
      VirtualCamera camera = fleet.camera(local.camera(DEVICE).tls12Only().build(), monitor);
      Stages.await(camera.connect());
      for (SamplePhoto photo : SamplePhotos.all()) {
        Pressed pressed = camera.press(photo.bytes(), photo.question());
        Reply reply = Stages.await(pressed.reply());
        answered += reply.answered() ? 1 : 0;
      }
    }
    return answered;
  }

  private static void stay(DemoConfig config, LocalRelay local, PrintWriter out)
      throws IOException, InterruptedException {
    config.write(local.relay().port(), System.getenv());
    String options = " --config " + config.file();
    out.println();
    out.println("The relay goes on at port " + local.relay().port() + ". In another terminal:");
    out.println("  ./camrelay ask" + options + " PHOTO.jpg -q \"What is this?\"");
    out.println("  ./camrelay capture list" + options);
    out.println("  ./camrelay device add kitchen" + options);
    out.println("Ctrl-C stops it; its folder stays.");
    CountDownLatch interrupted = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(local::close, "shutdown"));
    interrupted.await();
  }
}
