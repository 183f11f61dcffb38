package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A camera: the sketch as it is flashed, in a process of its own on this machine. Its script is
 * given command by command; see {@code firmware/host/README.md} for what there is.
 */
final class CameraHost implements AutoCloseable {

  /** Of this machine's clock; the script's own waits end sooner. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int WAIT_IN_VAIN = 3;
  private static final int STOP_SECONDS = 20;
  private static final int SHOWN = 4_000;
  private static final Path KEPT = Path.of("target", "serial");

  private final Path folder;
  private final Process process;
  private final Writer script;

  private final Output serial = new Output();
  private final Output host = new Output();

  private int marks;

  private CameraHost(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.script = process.outputWriter(StandardCharsets.UTF_8);
    read(process.getInputStream(), serial);
    read(process.getErrorStream(), host);
  }

  /**
   * Starts the program.
   *
   * @param folder keeps the camera's state; starting there again is the same board again
   * @param port where on this machine the sketch's relay is
   * @param options further ones
   */
  static CameraHost start(Path program, Path folder, int port, String... options)
      throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(program.toAbsolutePath().toString());
    command.addAll(List.of("--state", folder.resolve("state").toString()));
    command.addAll(List.of("--route", "*=127.0.0.1:" + port));
    command.addAll(List.of("--report", folder.resolve("report.json").toString()));
    command.addAll(List.of("--script", "-"));
    command.addAll(List.of(options));
    return new CameraHost(folder, new ProcessBuilder(command).start());
  }

  /** What a stream has given so far; its reader adds, everybody looks. */
  private static final class Output {

    // Guarded by this.
    private final StringBuilder text = new StringBuilder();

    synchronized void add(char[] characters, int count) {
      text.append(characters, 0, count);
    }

    synchronized boolean has(String part) {
      return text.indexOf(part) >= 0;
    }

    @Override
    public synchronized String toString() {
      return text.toString();
    }
  }

  private static void read(InputStream stream, Output into) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                char[] some = new char[4096];
                for (int read = in.read(some); read >= 0; read = in.read(some)) {
                  into.add(some, read);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "camera-host");
    reader.setDaemon(true);
    reader.start();
  }

  /** Does these, one after the other, and returns when the last is done. */
  void run(String... commands) throws IOException {
    String mark = "mark " + ++marks;
    for (String command : commands) {
      script.write(command + "\n");
    }
    script.write("say " + mark + "\n");
    script.flush();
    String done = "host: " + mark + "\n";
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> host.has(done) || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(String.join("; ", commands) + " takes too long\n" + story(), e);
    }
    if (!host.has(done)) {
      throw new AssertionError(
          String.join("; ", commands)
              + (process.exitValue() == WAIT_IN_VAIN ? ": in vain\n" : " ended the program\n")
              + story());
    }
  }

  /** Ends the run in order. */
  JsonView finish() throws Exception {
    script.write("end\n");
    script.flush();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(story()).isTrue();
    assertThat(process.exitValue()).as("how the camera ended\n%s", story()).isZero();
    return report();
  }

  /** The report as it was written last. */
  private JsonView report() throws IOException, JsonException {
    return Json.parse(Files.readAllBytes(folder.resolve("report.json")));
  }

  /** The report as of now. */
  JsonView reportNow() throws Exception {
    run("report");
    return report();
  }

  /** What a maker saw until now. */
  SerialOutput serial() {
    return new SerialOutput(serial.toString().replace("\r\n", "\n"));
  }

  /** Keeps what a maker saw, to be read by people. */
  void keepSerial(String name) throws IOException {
    Files.createDirectories(KEPT);
    Files.writeString(KEPT.resolve(name + ".txt"), serial().text());
  }

  private String story() {
    return "---- host\n"
        + end(host.toString())
        + "\n---- serial monitor\n"
        + end(serial().text())
        + "\n----";
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - SHOWN));
  }

  /** Stops the program where it still runs. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
