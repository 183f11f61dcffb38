package io.camrelay.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A relay in a process of its own, which can be killed. */
final class RelayProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 30;
  private static final String STARTED = "relay started";

  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code serve}; returns once devices can connect. Its log is added to the file. */
  static RelayProcess start(Path config, Path log) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dcamrelay.log.level=INFO",
                    "-Dlogback.configurationFile=logback.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.camrelay.cli.Main",
                    "serve",
                    "--config",
                    config.toString()))
            .redirectErrorStream(true)
            .start();
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, log, started), "relay-log");
    reader.setDaemon(true);
    reader.start();
    if (!started.join()) {
      throw new IOException("the relay did not start:\n" + Files.readString(log));
    }
    return new RelayProcess(process);
  }

  /** As a power cut has it: no handler runs. Returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** As a service manager has it; fails where the relay does not stop. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  private static void read(Process process, Path log, CompletableFuture<Boolean> started) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (line.contains(STARTED)) {
          started.complete(true);
        }
      }
    } catch (IOException e) {
      // A process that is killed takes its output with it.
      assert !process.isAlive() : e;
    } finally {
      started.complete(false);
    }
  }
}
