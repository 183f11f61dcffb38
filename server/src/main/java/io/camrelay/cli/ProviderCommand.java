package io.camrelay.cli;

import io.camrelay.relay.RelayConfig;
import io.camrelay.vision.ProviderSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay provider …} */
@Command(
    name = "provider",
    description = "Lists and checks the configured vision APIs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ProviderCommand.List.class, ProviderCheckCommand.class})
final class ProviderCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "provider: list or check?");
  }

  /** {@code camrelay provider list} */
  @Command(name = "list", description = "Lists the configured vision APIs.")
  static final class List implements Callable<Integer> {

    @Mixin private InstallationOptions installation;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      RelayConfig config = installation.config();
      PrintWriter out = spec.commandLine().getOut();
      Table table = new Table("PROVIDER", "ASKED", "MODEL", "KEY", "URL");
      table.row("offline", asked(config, "offline"), "none: arithmetic", "", "");
      for (ProviderSettings settings : config.providers().values()) {
        table.row(
            settings.name(),
            asked(config, settings.name()),
            settings.model(),
            settings.endpoint().key().isEmpty() ? "none" : "set",
            settings.endpoint().baseUrl());
      }
      table.print(out);
      return ExitCode.OK;
    }

    private static String asked(RelayConfig config, String name) {
      return config.provider().equals(name) ? "yes" : "";
    }
  }
}
