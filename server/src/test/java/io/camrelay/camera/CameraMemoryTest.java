package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.protocol.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a camera remembers over a loss of power. */
class CameraMemoryTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("porch.memory");
  }

  @Test
  @Covers("R-ID-1")
  void drawsAnEpochOverAll64BitsWhereThereIsNone() throws IOException {
    long ones = 0;
    long zeros = 0;
    Set<Long> epochs = new HashSet<>();
    for (int i = 0; i < 64; i++) {
      long inFile = CameraMemory.file(folder.resolve("memory-" + i)).epoch();
      long inMemory = CameraMemory.inMemory().epoch();
      epochs.add(inFile);
      epochs.add(inMemory);
      ones |= inFile | inMemory;
      zeros |= ~inFile | ~inMemory;
    }
    assertThat(epochs).hasSize(128);
    assertThat(ones).as("bits that were ever set").isEqualTo(-1L);
    assertThat(zeros).as("bits that were ever clear").isEqualTo(-1L);
  }

  @Test
  @Covers("R-ID-1")
  void keepsItsEpochAndItsToken() throws IOException {
    CameraMemory memory = CameraMemory.file(file);
    assertThat(memory.token()).isNull();
    memory.keepToken("secret-2");

    CameraMemory afterwards = CameraMemory.file(file);

    assertThat(afterwards.epoch()).isEqualTo(memory.epoch());
    assertThat(afterwards.token()).isEqualTo("secret-2");
  }

  @Test
  @Covers("R-ID-2")
  void givesNoNumberTwiceWhereverThePowerFails() throws IOException {
    Set<Long> given = new HashSet<>();
    long last = 0;
    for (int presses = 0; presses <= FileMemory.BLOCK + 1; presses++) {
      CameraMemory memory = CameraMemory.file(file);
      for (int i = 0; i < presses; i++) {
        long number = memory.nextNumber();
        assertThat(number).isGreaterThan(last);
        assertThat(given.add(number)).as("%s is given for the first time", number).isTrue();
        last = number;
      }
    }
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    CameraMemory.file(file).keepToken("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesAFileThatIsSomethingElse() throws IOException {
    Files.writeString(file, "shopping list\n");
    assertThatThrownBy(() -> CameraMemory.file(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("remove it to begin with a new epoch");
    assertThat(file).hasContent("shopping list\n");
  }
}
