package io.camrelay.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code camrelay}: the command line's root. */
@Command(
    name = "camrelay",
    description =
        "A relay between ESP32-S3 cameras and a vision model: one TLS connection, many photos.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      DeviceCommand.class,
      ProfileCommand.class,
      AskCommand.class,
      CaptureCommand.class,
      ProviderCommand.class,
      CostCommand.class,
      BudgetCommand.class,
      SpentCommand.class,
      DriftCommand.class,
      SimulateCommand.class,
      ConfigCommand.class,
      DoctorCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Start here:  camrelay demo                 all of it, with a virtual camera",
      "             camrelay device add kitchen   a name and a secret for a board",
      "             camrelay serve                the relay itself",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 wrong configuration."
    })
public final class Main implements Runnable {

  /** What logback.xml reads before the first line is logged. */
  private static final String LOG_LEVEL = "camrelay.log.level";

  // Read by picocli, which then shows the help instead of running the command.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs a command and returns its exit status. */
  static int run(String[] args, java.io.PrintStream out, java.io.PrintStream err) {
    CommandLine commands =
        new CommandLine(new Main())
            .setOut(writer(out))
            .setErr(writer(err))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(Main::withLogging)
            .setExecutionExceptionHandler(Main::explain)
            .setParameterExceptionHandler(Main::explainUsage);
    int status = commands.execute(args);
    commands.getOut().flush();
    commands.getErr().flush();
    return status;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** Long-running commands tell their story, the others only what goes wrong. */
  private static int withLogging(CommandLine.ParseResult parsed) {
    if (System.getProperty(LOG_LEVEL) == null) {
      String environment = System.getenv("CAMRELAY_LOG_LEVEL");
      CommandLine.ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      boolean tells = last.commandSpec().userObject() instanceof TellsItsStory;
      System.setProperty(LOG_LEVEL, environment != null ? environment : tells ? "INFO" : "WARN");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int explain(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    if (problem instanceof Failure failure) {
      command.getErr().println("camrelay: " + failure.getMessage());
      return failure.exitCode();
    }
    command.getErr().println("camrelay: " + problem);
    problem.printStackTrace(command.getErr());
    return ExitCode.FAILED;
  }

  private static int explainUsage(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    boolean group = !command.getSubcommands().isEmpty();
    command
        .getErr()
        .println(
            problem instanceof UnmatchedArgumentException unmatched && group
                ? "camrelay: there is no command " + String.join(" ", unmatched.getUnmatched())
                : "camrelay: " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, command.getErr());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
