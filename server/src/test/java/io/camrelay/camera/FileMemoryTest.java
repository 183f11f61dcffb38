package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.protocol.Covers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoryTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("camera.memory");
  }

  @Test
  @Covers("R-ID-1")
  void drawsAnEpochOnceAndKeepsIt() throws IOException {
    long epoch = CameraMemory.file(file()).epoch();

    assertThat(CameraMemory.file(file()).epoch()).isEqualTo(epoch);
    assertThat(CameraMemory.file(folder.resolve("another")).epoch()).isNotEqualTo(epoch);
  }

  @Test
  @Covers("R-ID-2")
  void givesNoNumberTwiceWhateverHappensInBetween() throws IOException {
    Set<Long> given = new HashSet<>();
    for (int starts = 0; starts < 20; starts++) {
      CameraMemory memory = CameraMemory.file(file());
      for (int i = 0; i <= starts * 3; i++) {
        assertThat(given.add(memory.nextNumber())).isTrue();
      }
    }
  }

  @Test
  void numbersFollowOneAnotherWithinOneRun() throws IOException {
    CameraMemory memory = CameraMemory.file(file());
    long first = memory.nextNumber();
    for (int i = 1; i <= 3 * FileMemory.BLOCK; i++) {
      assertThat(memory.nextNumber()).isEqualTo(first + i);
    }
  }

  @Test
  void keepsATokenForItsOwnerAlone() throws IOException {
    CameraMemory memory = CameraMemory.file(file());
    assertThat(memory.token()).isNull();
    memory.keepToken("secret-2");

    assertThat(memory.token()).isEqualTo("secret-2");
    assertThat(CameraMemory.file(file()).token()).isEqualTo("secret-2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void usesNoTokenAndNoNumberThatItCouldNotKeep() throws IOException {
    Path place = Files.createDirectory(folder.resolve("gone"));
    CameraMemory memory = CameraMemory.file(place.resolve("camera.memory"));
    Files.delete(place.resolve("camera.memory"));
    Files.delete(place);

    assertThatThrownBy(() -> memory.keepToken("secret-2")).isInstanceOf(UncheckedIOException.class);
    assertThat(memory.token()).isNull();
    assertThatThrownBy(memory::nextNumber).isInstanceOf(UncheckedIOException.class);
    Files.createDirectory(place);
    assertThat(memory.nextNumber()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoMemory() throws IOException {
    Files.writeString(file(), "hello\n");

    assertThatThrownBy(() -> CameraMemory.file(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a camera's memory; remove it");
  }
}
