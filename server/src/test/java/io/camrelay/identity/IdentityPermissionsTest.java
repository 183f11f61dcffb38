package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityPermissionsTest {

  @TempDir private Path temp;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folderAndFilesAreTheOwnersAlone() throws Exception {
    IdentityFixture fixture = new IdentityFixture(temp.resolve("data/identity"));
    fixture.open();
    fixture.open("new.example.org");

    assertThat(permissions(temp.resolve("data"))).isEqualTo("rwx------");
    assertThat(permissions(fixture.path)).isEqualTo("rwx------");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(fixture.path)) {
      for (Path file : files) {
        assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
      }
    }
    assertThat(fixture.inspect()).isEmpty();
  }

  @Test
  void noFileIsOpenToOthersForAMoment() throws Exception {
    List<String> seen = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher = new Thread(() -> watch(seen, done), "watcher");
    watcher.start();
    try {
      for (int i = 0; i < 10; i++) {
        new IdentityFixture(temp.resolve("identity" + i)).open();
      }
    } finally {
      done.set(true);
      watcher.join();
    }
    assertThat(seen).isEmpty();
  }

  private void watch(List<String> seen, AtomicBoolean done) {
    while (!done.get()) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(temp)) {
        for (Path folder : folders) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
              if (!permissions(file).endsWith("------")) {
                seen.add(file + " " + permissions(file));
              }
            }
          }
        }
      } catch (NoSuchFileException e) {
        // Renamed between listing and looking: the next round sees it.
      } catch (IOException e) {
        seen.add(e.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ca.key, rw-r-----, chmod 600",
    "ca.key, rw----r--, chmod 600",
    "server.key, rw--w----, chmod 600",
    "., rwxrwx---, chmod 700",
    "., rwx----w-, chmod 700"
  })
  void warnsOfWhatIsOpenToOthersAndStillStarts(String name, String permissions, String remedy)
      throws Exception {
    IdentityFixture fixture = new IdentityFixture(temp.resolve("identity"));
    fixture.open();
    Path open = fixture.file(name).normalize();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));

    assertThat(fixture.inspect())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.problem()).contains(open.toString());
              assertThat(finding.remedy()).contains(remedy + " " + open);
            });
    assertThat(fixture.open().changes()).isEmpty();
    assertThat(permissions(open)).as("the operator's own choice is left").isEqualTo(permissions);
  }

  @Test
  void certificatesMayBeReadByAnybody() throws Exception {
    IdentityFixture fixture = new IdentityFixture(temp.resolve("identity"));
    fixture.open();
    Files.setPosixFilePermissions(fixture.path, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("ca.crt", "server.crt")) {
      Files.setPosixFilePermissions(
          fixture.file(name), PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(fixture.inspect()).isEmpty();
  }

  @Test
  void worksOnAFileSystemWithoutPermissionsAndSaysSo() throws Exception {
    URI zip = URI.create("jar:" + temp.resolve("disk.zip").toUri());
    try (FileSystem disk = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      IdentityFixture fixture = new IdentityFixture(disk.getPath("/data/identity"));
      RelayIdentity first = fixture.open();

      assertThat(fixture.open("new.example.org").authority()).isEqualTo(first.authority());
      assertThat(fixture.inspect("new.example.org"))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Finding.Severity.NOTE);
                assertThat(finding.problem()).contains("cannot keep others from reading the keys");
              });
    }
  }
}
