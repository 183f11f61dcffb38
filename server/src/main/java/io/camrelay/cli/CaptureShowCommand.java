package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay capture show CAPTURE} */
@Command(name = "show", description = "Shows one capture: frames, question, attempts, answer.")
final class CaptureShowCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "CAPTURE", description = "As `capture list` writes it.")
  private String capture;

  @Option(
      names = "--frame",
      paramLabel = "FILE",
      description = {
        "Write the frame into this file, which must not exist.",
        "Of several frames, each into a file of its own: photo.jpg becomes photo-1.jpg and so on."
      })
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
        saveAll(here, found, frame);
      }
    }
    return ExitCode.OK;
  }

  /** Those that are whole, also of a capture that still waits for others. */
  private void saveAll(Installation here, Capture found, Path file) {
    List<Frame> whole =
        found.frame() != null
            ? List.of()
            : found.frames().stream().filter(one -> one.storedAt() != null).toList();
    if (whole.isEmpty()) {
      throw Failure.failed(found.key() + " has no frame that could be saved");
    }
    for (Frame one : whole) {
      FrameKey key = new FrameKey(found.key(), one.index());
      save(here, key, found.press().frameCount() == 1 ? file : numbered(file, one.index() + 1));
    }
  }

  /** The name with a number before its last dot. */
  static Path numbered(Path file, int number) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    int at = dot > 0 ? dot : name.length();
    return file.resolveSibling(name.substring(0, at) + "-" + number + name.substring(at));
  }

  private void save(Installation here, FrameKey key, Path file) {
    try (InputStream in = here.captures().frame(key).open()) {
      Files.copy(in, file);
    } catch (IOException e) {
      throw Failure.failed("cannot save the frame: " + Failure.sentence(e));
    }
    spec.commandLine().getErr().println("frame saved as " + file);
  }
}
