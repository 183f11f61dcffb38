package io.camrelay.cli;

import io.camrelay.camera.CameraEvent;
import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Photo;
import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.SerialMonitor;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.CaptureKey;
import io.camrelay.device.Device;
import io.camrelay.device.Devices;
import io.camrelay.identity.TokenHash;
import io.camrelay.json.Json;
import io.camrelay.protocol.Limits;
import io.camrelay.relay.Installation;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay ask PHOTO…} */
@Command(
    name = "ask",
    description = {
      "Asks about photos as a camera would: through the relay that runs here, or through one that is"
          + " started for the purpose.",
      "Of several photos, about each by itself, or about all of them at once."
    })
final class AskCommand implements Callable<Integer> {

  /** The device that this command is. */
  private static final String DEVICE = "cli";

  private static final int PROBE_MILLIS = 500;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "PHOTO", arity = "1..*", description = "JPEG files.")
  private List<Path> photos;

  @Option(
      names = {"-q", "--question"},
      paramLabel = "QUESTION",
      defaultValue = "",
      description = "What to ask; else the relay's own question.")
  private String question;

  @Option(
      names = "--together",
      description = "Ask once about all photos, in this order, as frames of one capture.")
  private boolean together;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show on standard error what a serial monitor would show.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  private record Asked(List<Path> photos, CaptureKey key, Reply reply) {}

  @Override
  public Integer call() throws Exception {
    List<byte[]> frames = new ArrayList<>();
    for (Path photo : photos) {
      frames.add(read(photo));
    }
    RelayConfig config = installation.config();
    int most = config.maxFrames();
    if (together && photos.size() > most) {
      throw Failure.usage(
          "%d photos are too many for one question; session.max_frames is %d"
              .formatted(photos.size(), most));
    }
    List<Asked> asked;
    if (relayRuns(config)) {
      asked = askRunning(config, frames);
    } else {
      RelayConfig own = installation.config(Map.of("CAMRELAY_LISTEN_PORT", "0"));
      try (LocalRelay local = LocalRelay.start(own)) {
        asked =
            ask(
                own,
                local.relay().devices(),
                local.relay().port(),
                local.relay().identity().authorityPem(),
                frames);
      }
    }
    print(asked);
    return asked.stream().allMatch(one -> one.reply().answered()) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean relayRuns(RelayConfig config) {
    try {
      return Installation.relayRuns(config);
    } catch (IOException e) {
      throw Failure.failed(e);
    }
  }

  private List<Asked> askRunning(RelayConfig config, List<byte[]> frames) throws IOException {
    if (!listens(config)) {
      throw Failure.failed(
          "a relay is running on the data folder %s, but not at port %d; set CAMRELAY_LISTEN_PORT to its port"
              .formatted(config.data(), config.port()));
    }
    try (Installation here = installation.open()) {
      return ask(config, here.devices(), config.port(), here.identity().authorityPem(), frames);
    }
  }

  private List<Asked> ask(
      RelayConfig config, Devices devices, int port, String caPem, List<byte[]> frames)
      throws IOException {
    CameraMemory memory = CameraMemory.file(config.data().resolve("cli-camera"));
    CameraSettings settings =
        CameraSettings.of(LocalRelay.LOOPBACK, port, caPem, DEVICE, token(devices, memory))
            .outbox(frames.size())
            .dataMessage(CameraSettings.MAX_DATA_MESSAGE)
            .firmware("camrelay ask")
            .build();
    PrintWriter err = spec.commandLine().getErr();
    CameraListener monitor = verbose ? SerialMonitor.to(err::println) : CameraListener.none();
    CompletableFuture<Void> linked = new CompletableFuture<>();
    CameraListener listener =
        event -> {
          monitor.heard(event);
          linkHeard(event, linked);
        };
    List<Asked> asked = new ArrayList<>();
    try (CameraFleet fleet = CameraFleet.start(1)) {
      VirtualCamera camera = fleet.camera(settings, memory, listener);
      camera.connect();
      Stages.await(linked);
      List<Photo> taken = frames.stream().map(Photo::of).toList();
      List<Pressed> presses =
          together
              ? List.of(camera.press(taken, question))
              : taken.stream().map(photo -> camera.press(photo, question)).toList();
      for (int i = 0; i < presses.size(); i++) {
        Pressed pressed = presses.get(i);
        asked.add(
            new Asked(
                together ? photos : List.of(photos.get(i)),
                new CaptureKey(DEVICE, pressed.capture()),
                Stages.await(pressed.reply())));
      }
    }
    return asked;
  }

  /** A camera tries for ever; a person wants to know why the first try failed. */
  private static void linkHeard(CameraEvent event, CompletableFuture<Void> linked) {
    if (event instanceof CameraEvent.Welcomed) {
      linked.complete(null);
    } else if (event instanceof CameraEvent.Refused refused) {
      linked.completeExceptionally(
          new IOException("the relay refused: " + refused.code().word() + ": " + refused.hint()));
    } else if (event instanceof CameraEvent.LinkLost lost) {
      linked.completeExceptionally(new IOException("no link to the relay: " + lost.cause()));
    }
  }

  /**
   * The token that this folder's {@code cli} has, or a new one: also where somebody has given the
   * device another.
   */
  private static String token(Devices devices, CameraMemory memory) {
    String kept = memory.token();
    Optional<Device> known = Stages.await(devices.find(DEVICE));
    if (kept != null
        && known.isPresent()
        && known.get().admitted()
        && TokenHash.admits(
            TokenHash.ofBytes(HexFormat.of().parseHex(known.get().tokenHash())), kept)) {
      return kept;
    }
    if (known.isPresent() && !known.get().admitted()) {
      throw Failure.failed(
          "the device "
              + DEVICE
              + ", which `ask` is, was revoked; let it in again with: camrelay"
              + " device add "
              + DEVICE);
    }
    String token = LocalRelay.admit(devices, DEVICE).reveal();
    memory.keepToken(token);
    return token;
  }

  private static boolean listens(RelayConfig config) {
    try (Socket probe = new Socket()) {
      probe.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()), PROBE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] read(Path photo) {
    try {
      long size = Files.size(photo);
      if (size > Limits.MAX_ANSWER_BUFFER * 64L) {
        throw Failure.failed(photo + " has " + size + " bytes: that is no camera's photo");
      }
      return Files.readAllBytes(photo);
    } catch (IOException e) {
      throw Failure.failed("cannot read the photo: " + Failure.sentence(e));
    }
  }

  private void print(List<Asked> asked) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.text(
              writer -> {
                writer.beginArray();
                for (Asked one : asked) {
                  writer.beginObject();
                  writer.name("photos").beginArray();
                  one.photos().forEach(photo -> writer.value(photo.toString()));
                  writer.endArray();
                  writer.name("capture").value(one.key().toString());
                  if (one.reply() instanceof Reply.Answered answer) {
                    writer.name("answer").value(answer.text());
                    writer.name("prompt_tokens").value(known(answer.promptTokens()));
                    writer.name("answer_tokens").value(known(answer.answerTokens()));
                    writer.name("millis").value(answer.millis());
                  } else if (one.reply() instanceof Reply.Failed failed) {
                    writer.name("code").value(failed.code().word());
                    writer.name("hint").value(failed.hint());
                  }
                  writer.endObject();
                }
                writer.endArray();
              }));
      return;
    }
    for (Asked one : asked) {
      String names = one.photos().stream().map(Path::toString).collect(Collectors.joining("  "));
      out.println(names + "  (" + one.key() + ")");
      if (one.reply() instanceof Reply.Answered answer) {
        out.println(Plain.text(answer.text()).strip().indent(2).stripTrailing());
      } else if (one.reply() instanceof Reply.Failed failed) {
        out.println("  failed, " + failed.code().word() + ": " + failed.hint());
      }
    }
  }

  private static long known(long tokens) {
    return tokens == Limits.UNKNOWN ? -1 : tokens;
  }
}
