package io.camrelay.cli;

import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code camrelay serve} */
@Command(name = "serve", description = "Runs the relay until it is told to stop (SIGTERM, Ctrl-C).")
final class ServeCommand implements Callable<Integer>, TellsItsStory {

  @Mixin private InstallationOptions installation;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name or address under which devices reach the relay; goes into its certificate."
              + " Repeatable.")
  private List<String> hosts = List.of();

  @Option(names = "--port", paramLabel = "PORT", description = "The device port; 0 for any.")
  private @Nullable Integer port;

  @Override
  public Integer call() throws Exception {
    Map<String, String> further = new HashMap<>();
    if (!hosts.isEmpty()) {
      further.put("CAMRELAY_HOSTS", String.join(",", hosts));
    }
    if (port != null) {
      further.put("CAMRELAY_LISTEN_PORT", port.toString());
    }
    RelayConfig config = installation.config(further);
    Relay relay;
    try {
      relay = Relay.start(config);
    } catch (IOException e) {
      throw Failure.failed(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "shutdown"));
    return relay.awaitStopped() ? ExitCode.OK : ExitCode.FAILED;
  }
}
