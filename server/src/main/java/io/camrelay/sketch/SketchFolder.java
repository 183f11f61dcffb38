package io.camrelay.sketch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that a maker opens in the Arduino IDE, with arduino-cli or with PlatformIO, and flashes
 * as it is. It can be written once more over itself: what the maker has set in it stays.
 */
public final class SketchFolder {

  /** The specification of Arduino's sketches has this of a folder's name. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_-])?");

  /** Folders of ours, in which nobody else's files are. */
  private static final List<String> OWN = List.of("src/core", "src/board");

  private static final String IGNORED = ".gitignore";
  private static final Pattern SOURCE_FOLDER = Pattern.compile("(?m)^src_dir\\s*=.*$");
  private static final Pattern ENVIRONMENTS = Pattern.compile("(?m)^\\[env\\]$");

  /** The firmware's files, by their paths. */
  private final SortedMap<String, byte[]> sources;

  private final Path folder;
  private final String name;

  /** What the maker has set before; null where there was nothing. */
  private final @Nullable SettingsText before;

  private SketchFolder(
      SortedMap<String, byte[]> sources, Path folder, String name, @Nullable SettingsText before) {
    this.sources = sources;
    this.folder = folder;
    this.name = name;
    this.before = before;
  }

  /**
   * Looks whether a sketch can be written there, and writes nothing yet.
   *
   * @param over whether a sketch of ours that is there already may be written over
   * @throws SketchException if none can be; the message says why
   */
  public static SketchFolder at(Path folder, boolean over) throws IOException {
    return at(folder, over, SketchSources.read());
  }

  /** The same with other sources. */
  static SketchFolder at(Path written, boolean over, SortedMap<String, byte[]> sources)
      throws IOException {
    Path folder = written.toAbsolutePath().normalize();
    Path last = folder.getFileName();
    String name = last == null ? "" : last.toString();
    if (!NAME.matcher(name).matches()) {
      throw new SketchException(
          "\"%s\" cannot be a sketch's folder: Arduino wants 1 to 63 of A to Z, a to z, 0 to 9 and _ . - in its name, . and - not first, . not last"
              .formatted(name));
    }
    if (!Files.exists(folder)) {
      return new SketchFolder(sources, folder, name, null);
    }
    if (!Files.isDirectory(folder)) {
      throw new SketchException(folder + " is there already, and is no folder");
    }
    SettingsText settings = settings(folder, name);
    if (settings == null && !isEmpty(folder)) {
      throw new SketchException(
          folder + " is not empty, and what is in it is no camera's sketch; give another folder");
    }
    if (settings != null && !over) {
      throw new SketchException(
          folder
              + " holds a sketch already; --force writes over it, and keeps what you have set in"
              + " its Settings.h");
    }
    return new SketchFolder(sources, folder, name, settings);
  }

  private static @Nullable SettingsText settings(Path folder, String name) throws IOException {
    Path settings = folder.resolve(SketchSources.SETTINGS);
    if (!Files.isRegularFile(folder.resolve(name + ".ino")) || !Files.isRegularFile(settings)) {
      return null;
    }
    // What an editor has saved in another encoding is kept byte for byte.
    SettingsText text = SettingsText.parse(Files.readString(settings, StandardCharsets.ISO_8859_1));
    return text.defines("DEVICE_TOKEN") ? text : null;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  /** The whole path. */
  public Path path() {
    return folder;
  }

  /** The file to open. */
  public Path main() {
    return folder.resolve(name + ".ino");
  }

  /** The file with the secrets, which nobody but its owner can read. */
  public Path settings() {
    return folder.resolve(SketchSources.SETTINGS);
  }

  /** Whether the maker had set a Wi-Fi before. */
  public boolean knowsWifi() {
    return before != null && before.isSet("WIFI_NAME");
  }

  /**
   * Writes the whole sketch.
   *
   * @throws IOException if it could not be written; what is there then is not whole
   */
  public void write(SketchSettings values) throws IOException {
    SortedMap<String, String> files = files(values);
    Files.createDirectories(folder);
    if (before != null) {
      removeOld(files);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      if (path.equals(settings())) {
        writeSecret(path, file.getValue());
      } else {
        writeChanged(path, file.getValue());
      }
    }
  }

  /** Every file's bytes as characters, by its path. */
  private SortedMap<String, String> files(SketchSettings values) {
    SortedMap<String, String> files = new TreeMap<>();
    for (Map.Entry<String, byte[]> source : sources.entrySet()) {
      String path = source.getKey();
      String text = new String(source.getValue(), StandardCharsets.ISO_8859_1);
      switch (path) {
        case SketchSources.MAIN -> files.put(name + ".ino", text);
        case SketchSources.SETTINGS -> files.put(path, settings(text, values));
        case SketchSources.PLATFORMIO -> files.put(path, platformio(text));
        default -> files.put(path, text);
      }
    }
    files.put(IGNORED, "# Holds the device's token and the Wi-Fi's password.\nSettings.h\n.pio/\n");
    return files;
  }

  private String settings(String template, SketchSettings values) {
    SettingsText text = SettingsText.parse(template);
    if (before != null) {
      text = text.keeping(before);
    }
    return text.with(values.defines()).toString();
  }

  /** In the repository the sketch lies beside this file, here around it and what it builds. */
  private static String platformio(String text) {
    String here = replaced(text, SOURCE_FOLDER, "src_dir = .");
    here = replaced(here, ENVIRONMENTS, "[env]\nbuild_src_filter = +<*> -<.git/> -<.pio/>");
    return here.replace("Camera/Settings.h", "Settings.h");
  }

  private static String replaced(String text, Pattern line, String by) {
    Matcher found = line.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("the sketch's platformio.ini has no line " + line);
    }
    return found.replaceFirst(by);
  }

  /** A source that an older version had, and this one has not, would be compiled all the same. */
  private void removeOld(SortedMap<String, String> files) throws IOException {
    for (String own : OWN) {
      Path sources = folder.resolve(own);
      if (!Files.isDirectory(sources)) {
        continue;
      }
      List<Path> old;
      try (Stream<Path> found = Files.walk(sources)) {
        old = found.filter(file -> Files.isRegularFile(file) && !isIn(files, file)).toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
    }
  }

  private boolean isIn(SortedMap<String, String> files, Path file) {
    return files.containsKey(folder.relativize(file).toString().replace('\\', '/'));
  }

  /** A file that stays as it is is not compiled again. */
  private static void writeChanged(Path path, String text) throws IOException {
    if (!Files.isRegularFile(path)
        || !Files.readString(path, StandardCharsets.ISO_8859_1).equals(text)) {
      Files.writeString(path, text, StandardCharsets.ISO_8859_1);
    }
  }

  /** Appears whole or not at all, and at no moment can anybody else read it. */
  private void writeSecret(Path path, String text) throws IOException {
    boolean permissions = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        permissions
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path partial = Files.createTempFile(folder, ".settings", ".partial", owner);
    try {
      Files.writeString(partial, text, StandardCharsets.ISO_8859_1);
      Files.move(
          partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
