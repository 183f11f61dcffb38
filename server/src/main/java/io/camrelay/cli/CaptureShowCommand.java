package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay capture show CAPTURE} */
@Command(name = "show", description = "Shows one capture: frame, question, attempts, answer.")
final class CaptureShowCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "CAPTURE", description = "As `capture list` writes it.")
  private String capture;

  @Option(
      names = "--frame",
      paramLabel = "FILE",
      description = "Write the frame into this file, which must not exist.")
  private @Nullable Path frame;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CaptureKey key = CaptureText.parse(capture);
    try (Installation here = installation.open()) {
      Capture found =
          Stages.await(here.captures().find(key))
              .orElseThrow(() -> Failure.failed("there is no capture " + key));
      if (json) {
        spec.commandLine().getOut().println(Json.text(writer -> CaptureText.write(found, writer)));
      } else {
        CaptureText.print(found, spec.commandLine().getOut());
      }
      if (frame != null) {
        save(here, found, frame);
      }
    }
    return ExitCode.OK;
  }

  private void save(Installation here, Capture found, Path file) {
    if (found.storedAt() == null || found.parent() != null) {
      throw Failure.failed(found.key() + " has no frame that could be saved");
    }
    try (InputStream in = here.captures().frame(found.key()).open()) {
      Files.copy(in, file);
    } catch (IOException e) {
      throw Failure.failed("cannot save the frame: " + Failure.sentence(e));
    }
    spec.commandLine().getErr().println("frame saved as " + file);
  }
}
