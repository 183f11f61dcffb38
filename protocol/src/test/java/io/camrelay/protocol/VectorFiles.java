package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the files below {@code protocol/vectors}, which are plain ASCII. */
public final class VectorFiles {

  private VectorFiles() {}

  /**
   * One vector: keys with their values in order, a key more than once where it goes on.
   *
   * @param file where it stands, for messages of tests
   */
  record Vector(String file, Map<String, List<String>> values) {

    boolean has(String key) {
      return values.containsKey(key);
    }

    String one(String key) {
      List<String> all = all(key);
      if (all.size() != 1) {
        throw new IllegalArgumentException(this + " has no single " + key);
      }
      return all.get(0);
    }

    List<String> all(String key) {
      return values.getOrDefault(key, List.of());
    }

    byte[] hex() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      all("hex").forEach(line -> bytes.writeBytes(VectorText.hex(line)));
      return bytes.toByteArray();
    }

    @Override
    public String toString() {
      return file + ": " + String.join(" ", all("name"));
    }
  }

  /** The repository's protocol folder, from whichever module the tests run in. */
  static Path protocol() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("protocol") ? here : here.resolveSibling("protocol");
  }

  /** The lines of a file below {@code protocol/vectors}. */
  public static List<String> lines(String file) {
    try {
      return Files.readAllLines(protocol().resolve("vectors").resolve(file), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Vector> vectors(String file) {
    List<Vector> vectors = new ArrayList<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String line : Stream.concat(lines(file).stream(), Stream.of("")).toList()) {
      if (line.isEmpty() && !values.isEmpty()) {
        vectors.add(new Vector(file, values));
        values = new LinkedHashMap<>();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        if (colon < 0) {
          throw new IllegalArgumentException(file + " has a line without a key: " + line);
        }
        values
            .computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
            .add(line.substring(colon + 2));
      }
    }
    return vectors;
  }

  /** The frames that transcripts upload, by name. */
  public static Map<String, byte[]> frames() {
    Map<String, byte[]> frames = new HashMap<>();
    vectors("frames.txt").forEach(frame -> frames.put(frame.one("name"), frame.hex()));
    return frames;
  }

  /** The transcripts' file names, in order. */
  public static List<String> transcripts() {
    try (Stream<Path> files = Files.list(protocol().resolve("vectors/transcripts"))) {
      return files.map(file -> "transcripts/" + file.getFileName()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
