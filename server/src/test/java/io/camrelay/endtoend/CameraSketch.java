package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.sketch.SketchFolder;
import io.camrelay.sketch.SketchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A sketch as a maker has it, and the program that runs it on this machine. All tests use one
 * folder after the other, so that only what differs between their sketches is compiled again.
 */
final class CameraSketch {

  private static final Path BUILDS = Path.of("target", "camera-host").toAbsolutePath();
  private static final Path FOLDER = BUILDS.resolve("camera");
  private static final Path HOST = Path.of("..", "firmware", "host").toAbsolutePath().normalize();
  private static final int BUILD_MINUTES = 10;

  private CameraSketch() {}

  /**
   * As a maker does it: {@code device add NAME --sketch}, beside the relay that may be running.
   *
   * @param config the relay's configuration, with a port of its own
   */
  static void add(Path config, String device) throws Exception {
    run(
        Path.of(""),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "io.camrelay.cli.Main",
            "device",
            "add",
            device,
            "--replace",
            "--sketch",
            FOLDER.toString(),
            "--force",
            "--config",
            config.toString()));
  }

  /** The same without a relay of ours. */
  static void write(SketchSettings settings) throws IOException {
    SketchFolder.at(FOLDER, true).write(settings);
  }

  /** What a maker then changes in {@code Settings.h}: values in C by their names. */
  static void set(Map<String, String> values) throws IOException {
    Path file = FOLDER.resolve("Settings.h");
    String text = Files.readString(file, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> value : values.entrySet()) {
      String define = "#define " + value.getKey() + " ";
      String changed =
          text.replaceAll(
              "(?m)^" + define + "(.*\\\\\n)*.*$",
              java.util.regex.Matcher.quoteReplacement(define + value.getValue()));
      assertThat(changed).as("Settings.h with another %s", value.getKey()).contains(define);
      text = changed;
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /**
   * Compiles the sketch.
   *
   * @param program where the program is to be
   */
  static Path build(Path program) throws Exception {
    Path build = BUILDS.resolve("build");
    if (!Files.exists(build.resolve("build.ninja"))) {
      Files.createDirectories(build);
      run(
          build,
          List.of("cmake", "-G", "Ninja", "-S", HOST.toString(), "-B", ".", "-DSKETCH=" + FOLDER));
    }
    run(build, List.of("ninja", "camera-host"));
    return Files.copy(build.resolve("camera-host"), program, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void run(Path folder, List<String> command) throws Exception {
    Path output = Files.createTempFile("camera-host", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(folder.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "the camera's firmware is tested on this machine, which needs cmake, ninja, g++ and"
              + " mbedTLS: apt-get install cmake ninja-build g++ libmbedtls-dev doctest-dev",
          e);
    }
    if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    Files.delete(output);
    assertThat(process.waitFor()).as("%s\n%s", String.join(" ", command), said).isZero();
  }
}
