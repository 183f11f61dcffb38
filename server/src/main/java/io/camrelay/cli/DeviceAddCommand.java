package io.camrelay.cli;

import io.camrelay.device.Device;
import io.camrelay.device.DeviceName;
import io.camrelay.identity.DeviceToken;
import io.camrelay.json.Json;
import io.camrelay.relay.Installation;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay device add NAME} */
@Command(
    name = "add",
    description = {
      "Adds a device and prints its token, once. Only the token's hash is kept.",
      "With --sketch it writes a sketch with everything filled in but the Wi-Fi."
    })
final class DeviceAddCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "NAME", description = "a to z, 0 to 9, and inside it . _ -")
  private String name;

  @Option(
      names = "--replace",
      description = "Give a known device a new token; the old one stops working at once.")
  private boolean replace;

  @Mixin private SketchOptions sketch;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String problem = DeviceName.problem(name);
    if (problem != null) {
      throw Failure.usage("\"" + name + "\" cannot be a device's name: " + problem);
    }
    try (Installation here = installation.open()) {
      Optional<Device> known = Stages.await(here.devices().find(name));
      if (known.isPresent() && known.get().admitted() && !replace) {
        throw Failure.failed(
            "there is already a device "
                + name
                + "; --replace gives it a new token, and the old one stops working");
      }
      DeviceToken token = DeviceToken.generate(new SecureRandom());
      // First what may fail: a token that nobody has been told would shut the device out.
      WrittenSketch written = sketch.write(here, name, token);
      Stages.await(
          here.devices().put(name, HexFormat.of().formatHex(token.hash().bytes()), Instant.now()));
      print(here, token, written);
    }
    return ExitCode.OK;
  }

  private void print(Installation here, DeviceToken token, @Nullable WrittenSketch written) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(here, token, written));
      return;
    }
    out.println("device  " + name);
    if (written == null) {
      out.println("token   " + token.reveal());
      out.println("relay   port " + here.config().port() + ", checked as the name camrelay");
      out.println("CA      " + here.authorityFile());
      out.println();
      out.println(
          "The token is shown this once. A relay that is running lets the device in at once.");
    } else {
      written.tell(out);
    }
  }

  private String json(Installation here, DeviceToken token, @Nullable WrittenSketch written) {
    return Json.text(
        writer -> {
          writer.beginObject().name("device").value(name).name("token").value(token.reveal());
          writer.name("port").value(here.config().port());
          writer.name("ca_file").value(here.authorityFile().toString());
          writer.name("ca_fingerprint").value(here.identity().fingerprint());
          if (written != null) {
            writer.name("sketch").value(written.folder().path().toString());
            writer.name("host").value(written.host());
          }
          writer.endObject();
        });
  }
}
