package io.camrelay.cli;

import io.camrelay.identity.DeviceToken;
import io.camrelay.identity.HostName;
import io.camrelay.identity.RelayIdentity;
import io.camrelay.relay.Installation;
import io.camrelay.relay.RelayConfig;
import io.camrelay.sketch.LanAddress;
import io.camrelay.sketch.SketchException;
import io.camrelay.sketch.SketchFolder;
import io.camrelay.sketch.SketchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a device's sketch is to be, and where. */
final class SketchOptions {

  /** What an address to listen on is called when it means all of them. */
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0", "*");

  @Option(
      names = "--sketch",
      paramLabel = "DIR",
      description = "Write a sketch for the device, ready to flash but for the Wi-Fi.")
  private @Nullable Path folder;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = {
        "Where the camera finds the relay: a name or an IPv4 address.",
        "Default: this machine's address in its own network."
      })
  private @Nullable String host;

  @Option(
      names = "--force",
      description = {
        "Write over a sketch that is there.",
        "What was set in its Settings.h stays, the Wi-Fi for one."
      })
  private boolean force;

  /** Where the camera connects, and what else it could be. */
  private record Place(String host, List<String> others) {}

  /** Writes the sketch; null where none is wanted. */
  @Nullable WrittenSketch write(Installation here, String device, DeviceToken token) {
    Path wanted = folder;
    if (wanted == null) {
      if (host != null || force) {
        throw Failure.usage("--host and --force say how a sketch is written: give --sketch DIR");
      }
      return null;
    }
    RelayConfig config = here.config();
    if (config.port() == 0) {
      throw Failure.failed(
          "listen.port is 0, which takes another port at each start; a camera needs one that"
              + " stays, such as 8443");
    }
    try {
      SketchFolder sketch = SketchFolder.at(wanted, force);
      Place place = place(config);
      sketch.write(
          new SketchSettings(
              place.host(),
              config.port(),
              RelayIdentity.NAME,
              here.identity().authorityPem(),
              device,
              token.reveal()));
      return new WrittenSketch(sketch, place.host(), place.others(), config.port());
    } catch (SketchException e) {
      throw Failure.failed(e);
    } catch (IOException e) {
      throw Failure.failed("the sketch could not be written: " + Failure.sentence(e));
    }
  }

  private Place place(RelayConfig config) throws IOException {
    if (host != null) {
      return new Place(checked(host), List.of());
    }
    if (!EVERYWHERE.contains(config.address())) {
      return new Place(config.address(), List.of());
    }
    List<String> found = LanAddress.find();
    if (found.isEmpty()) {
      throw Failure.failed(
          "this machine has no address that a camera could connect to; is its network up? --host"
              + " says where the camera finds the relay");
    }
    return new Place(found.get(0), found.subList(1, found.size()));
  }

  private static String checked(String written) {
    HostName name;
    try {
      name = HostName.parse(written);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
    if (name.toString().indexOf(':') >= 0) {
      throw Failure.usage(
          "--host " + written + " is IPv6, which the boards' libraries do not have");
    }
    return name.toString();
  }
}
