package io.camrelay.wire;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** {@code openssl s_client}: a client that shares no code with the relay. */
final class OpensslClient {

  private final Path folder;
  private final int port;
  private int runs;

  OpensslClient(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Connects, types the lines one after the other, and gives all that openssl printed.
   *
   * @param lines each typed when the line before it was answered; a line is answered when its text
   *     comes back, and {@code R} and {@code K} are openssl's own commands
   */
  String talk(List<String> lines, String... options) throws Exception {
    Path output = folder.resolve("openssl-" + runs++ + ".txt");
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(output.toFile()))
            .start();
    try (OutputStream keyboard = process.getOutputStream()) {
      for (String line : lines) {
        keyboard.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
        await(process, output, line);
      }
    } catch (IOException e) {
      // It has ended already; what it printed says why.
    }
    if (!process.waitFor(TlsServer.PATIENCE.toMillis(), MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("openssl does not end:\n" + Files.readString(output));
    }
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }

  private static void await(Process process, Path output, String line) {
    String answer =
        switch (line) {
          case "R" -> "RENEGOTIATING";
          case "K" -> "KEYUPDATE";
          default -> line;
        };
    Awaitility.await()
        .atMost(TlsServer.PATIENCE)
        .until(
            () ->
                !process.isAlive()
                    || Files.readString(output, StandardCharsets.ISO_8859_1).contains(answer));
  }
}
