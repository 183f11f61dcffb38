package io.camrelay.cli;

import io.camrelay.relay.ConfigException;
import io.camrelay.relay.Installation;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command is about. */
final class InstallationOptions {

  /** Read where nobody names another file. */
  private static final Path STANDARD_FILE = Path.of("camrelay.toml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "The configuration.",
        "Default: $$CAMRELAY_CONFIG, else camrelay.toml if there is one here."
      })
  private @Nullable Path file;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "DIR",
      description = "The data folder, instead of the configuration's.")
  private @Nullable Path data;

  /** The configuration in force. */
  RelayConfig config() {
    return config(Map.of());
  }

  /** The configuration in force, with further variables over the environment's. */
  RelayConfig config(Map<String, String> further) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(further);
    if (data != null) {
      environment.put("CAMRELAY_DATA", data.toString());
    }
    try {
      return RelayConfig.load(file(environment), environment);
    } catch (ConfigException e) {
      throw Failure.configuration(e);
    }
  }

  /** Opens the data folder beside a running relay, or without one. */
  Installation open() {
    RelayConfig config = config();
    try {
      return Installation.open(config);
    } catch (IOException e) {
      throw Failure.failed(e);
    }
  }

  private @Nullable Path file(Map<String, String> environment) {
    if (file != null) {
      return file;
    }
    String named = environment.get("CAMRELAY_CONFIG");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return Files.exists(STANDARD_FILE) ? STANDARD_FILE : null;
  }
}
