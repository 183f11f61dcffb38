package io.camrelay.cli;

import io.camrelay.protocol.Limits;
import io.camrelay.relay.Build;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code camrelay version} */
@Command(name = "version", description = "Prints versions, for a report.")
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("camrelay  " + Build.version());
    out.println("protocol  " + Limits.ALPN);
    out.println(
        "java      %s (%s)"
            .formatted(Runtime.version(), System.getProperty("java.vendor", "unknown vendor")));
    out.println(
        "system    %s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    return ExitCode.OK;
  }
}
