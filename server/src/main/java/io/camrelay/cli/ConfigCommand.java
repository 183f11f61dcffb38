package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.relay.RelayConfig;
import io.camrelay.relay.Setting;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code camrelay config …} */
@Command(
    name = "config",
    description = "Checks and prints the configuration.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Print.class})
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "config: check or print?");
  }

  /** {@code camrelay config check} */
  @Command(
      name = "check",
      description = "Says whether the configuration can be used, and every reason why not.")
  static final class Check implements Callable<Integer> {

    @Mixin private InstallationOptions installation;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      RelayConfig config = installation.config();
      long set = config.settings().stream().filter(s -> !s.origin().equals("default")).count();
      spec.commandLine()
          .getOut()
          .println(
              "the configuration is good: %d of %d settings are not the default"
                  .formatted(set, config.settings().size()));
      return ExitCode.OK;
    }
  }

  /** {@code camrelay config print} */
  @Command(
      name = "print",
      description = "Prints every setting: its value, where that comes from, and what it does.")
  static final class Print implements Callable<Integer> {

    @Mixin private InstallationOptions installation;

    /** Longer values would push their meaning off the screen; {@code --json} has them whole. */
    private static final int VALUE_WIDTH = 40;

    @Option(names = "--json", description = "Print a JSON array; long values are not cut.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      RelayConfig config = installation.config();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            Json.text(
                writer -> {
                  writer.beginArray();
                  for (Setting setting : config.settings()) {
                    writer
                        .beginObject()
                        .name("key")
                        .value(setting.key())
                        .name("value")
                        .value(setting.value())
                        .name("default")
                        .value(setting.standard())
                        .name("origin")
                        .value(setting.origin())
                        .name("variable")
                        .value(setting.variable())
                        .name("meaning")
                        .value(setting.meaning())
                        .endObject();
                  }
                  writer.endArray();
                }));
        return ExitCode.OK;
      }
      Table table = new Table("KEY", "VALUE", "FROM", "MEANING");
      for (Setting setting : config.settings()) {
        table.row(
            setting.key(),
            Plain.shortLine(setting.value(), VALUE_WIDTH),
            setting.origin(),
            setting.meaning());
      }
      table.print(out);
      return ExitCode.OK;
    }
  }
}
