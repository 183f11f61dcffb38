package io.camrelay.sketch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The firmware's sources, as they were packed beside this class when the relay was built. */
final class SketchSources {

  /** Where the build puts {@code firmware/Camera} and {@code platformio.ini}; see the pom. */
  private static final String FOLDER = "firmware";

  /** The file that makes a folder a sketch, as it is called in the repository. */
  static final String MAIN = "Camera.ino";

  static final String SETTINGS = "Settings.h";
  static final String PLATFORMIO = "platformio.ini";

  private SketchSources() {}

  /** Every file by its path, with {@code /} between folders. */
  static SortedMap<String, byte[]> read() {
    URL folder = SketchSources.class.getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("the relay's own jar lacks the sketch: build it again");
    }
    try {
      URI place = folder.toURI();
      if (!place.getScheme().equals("jar")) {
        return read(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return read(jar.provider().getPath(place));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sketch from the relay's own jar", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
