package io.camrelay.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchFolderTest {

  private static final SketchSettings KITCHEN =
      new SketchSettings("192.168.1.20", 8443, "camrelay", "PEM\n", "kitchen", "crt_1");

  @TempDir private Path folder;

  @Test
  void writesASketchThatIsCalledLikeItsFolder() throws Exception {
    SketchFolder sketch = open("kitchen", false);
    sketch.write(KITCHEN);

    assertThat(sketch.main()).isEqualTo(folder.resolve("kitchen/kitchen.ino")).hasContent("// ino");
    assertThat(sketch.settings())
        .hasContent(
            """
            #define WIFI_NAME ""
            #define RELAY_HOST "192.168.1.20"
            #define RELAY_PORT 8443
            #define RELAY_NAME "camrelay"
            #define RELAY_CA \\
              "PEM\\n"
            #define DEVICE_NAME "kitchen"
            #define DEVICE_TOKEN "crt_1"
            #define HOLD_MILLIS 500
            """);
    assertThat(folder.resolve("kitchen/platformio.ini"))
        .hasContent(
            """
            ; See Settings.h.
            [platformio]
            src_dir = .

            [env]
            build_src_filter = +<*> -<.git/> -<.pio/>
            """);
    assertThat(folder.resolve("kitchen/src/core/Session.cpp")).hasContent("// session");
    assertThat(folder.resolve("kitchen/.gitignore")).content().contains("Settings.h");
    assertThat(folder.resolve("kitchen/Camera.ino")).doesNotExist();
    assertThat(sketch.knowsWifi()).isFalse();
  }

  @Test
  void letsNobodyElseReadTheToken() throws Exception {
    SketchFolder sketch = open("kitchen", false);
    sketch.write(KITCHEN);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sketch.settings())))
        .isEqualTo("rw-------");
    assertThat(KITCHEN.toString()).doesNotContain("crt_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my kitchen", "-kitchen", ".kitchen", "kitchen.", "küche"})
  void refusesANameThatArduinoRefuses(String name) {
    assertThatThrownBy(() -> open(name, false))
        .isInstanceOf(SketchException.class)
        .hasMessageContaining("\"" + name + "\" cannot be a sketch's folder");
  }

  @Test
  void takesSixtyThreeCharactersAndNoMore() throws Exception {
    open("a".repeat(63), false).write(KITCHEN);

    assertThatThrownBy(() -> open("a".repeat(64), false)).hasMessageContaining("1 to 63");
  }

  @Test
  void refusesAFolderWithSomethingElseInIt() throws Exception {
    Files.createDirectory(folder.resolve("mine"));
    Path other = Files.writeString(folder.resolve("mine/mine.ino"), "void setup() {}");

    for (boolean force : new boolean[] {false, true}) {
      assertThatThrownBy(() -> open("mine", force)).hasMessageContaining("is not empty");
    }
    assertThat(other).hasContent("void setup() {}");
  }

  @Test
  void refusesAFile() throws Exception {
    Files.writeString(folder.resolve("kitchen"), "");

    assertThatThrownBy(() -> open("kitchen", true)).hasMessageContaining("is no folder");
  }

  @Test
  void takesAFolderThatIsEmptyButForHiddenFiles() throws Exception {
    Files.createDirectories(folder.resolve("kitchen/.git"));

    open("kitchen", false).write(KITCHEN);

    assertThat(folder.resolve("kitchen/kitchen.ino")).exists();
  }

  @Test
  void writesOverASketchOnlyWhenToldAndKeepsWhatTheMakerHasSet() throws Exception {
    open("kitchen", false).write(KITCHEN);
    Path settings = folder.resolve("kitchen/Settings.h");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("WIFI_NAME \"\"", "WIFI_NAME \"home\"")
            .replace("HOLD_MILLIS 500", "HOLD_MILLIS 300"));
    Files.writeString(folder.resolve("kitchen/src/core/Gone.cpp"), "of an older version");
    Files.writeString(folder.resolve("kitchen/notes.txt"), "the maker's");

    assertThatThrownBy(() -> open("kitchen", false)).hasMessageContaining("--force");
    SketchFolder again = open("kitchen", true);
    again.write(new SketchSettings("10.0.0.7", 9000, "camrelay", "NEW\n", "kitchen", "crt_2"));

    assertThat(settings)
        .content()
        .contains("WIFI_NAME \"home\"", "HOLD_MILLIS 300", "\"10.0.0.7\"", "9000", "\"NEW\\n\"")
        .contains("\"crt_2\"")
        .doesNotContain("crt_1", "PEM", "192.168");
    assertThat(again.knowsWifi()).isTrue();
    assertThat(folder.resolve("kitchen/src/core/Gone.cpp")).doesNotExist();
    assertThat(folder.resolve("kitchen/notes.txt")).hasContent("the maker's");
  }

  private SketchFolder open(String name, boolean over) throws IOException {
    return SketchFolder.at(folder.resolve(name), over, sources());
  }

  private static SortedMap<String, byte[]> sources() {
    SortedMap<String, byte[]> sources = new TreeMap<>();
    sources.put("Camera.ino", bytes("// ino"));
    sources.put("src/core/Session.cpp", bytes("// session"));
    sources.put(
        "platformio.ini",
        bytes("; See Camera/Settings.h.\n[platformio]\nsrc_dir = Camera\n\n[env]\n"));
    sources.put(
        "Settings.h",
        bytes(
            """
            #define WIFI_NAME ""
            #define RELAY_HOST ""
            #define RELAY_PORT 8443
            #define RELAY_NAME ""
            #define RELAY_CA ""
            #define DEVICE_NAME ""
            #define DEVICE_TOKEN ""
            #define HOLD_MILLIS 500
            """));
    return sources;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
