package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureState;
import io.camrelay.fixtures.FakeProvider.Asked;
import io.camrelay.json.JsonView;
import io.camrelay.relay.Relay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises 1, 3 and 4, with the sketch as it is flashed. */
@Tag("camera-host")
class CameraHostPressesTest {

  private static final int LARGEST_WRITE = 4096;

  @TempDir private Path folder;

  @Test
  void threeHundredPressesOverOneHandshakeAndNoMemoryOfOurs() throws Exception {
    presses(300, "--speed", "20");
  }

  @Test
  @Tag("soak")
  void tenThousandPressesOverOneHandshakeAndNoMemoryOfOurs() throws Exception {
    presses(10_000, "--speed", "50", "--frame-bytes", "40000-120000");
  }

  @Test
  void theSerialMonitorTellsAPressFromTouchToAnswer() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "5")) {
        camera.run("wait link up", "sleep 2s", "press 1", "sleep 1s");
        camera.keepSerial("good-press");

        assertThat(camera.serial().text())
            .containsSubsequence(
                "this camera is \"porch\"",
                "secured",
                "the relay lets us in",
                "touched",
                "photo taken, ",
                "STORED after",
                "the answer:",
                CameraScene.shown(scene.provider().asked().get(0).picture()),
                "ANSWERED after");
        assertThat(camera.serial().photos()).hasSize(1);
        camera.finish();
      }
    }
  }

  private void presses(int count, String... options) throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      Relay relay = scene.startRelay();
      try (CameraHost camera = scene.camera(options)) {
        camera.run("wait link up");
        for (int done = 0; done < count; done += 50) {
          camera.run("press " + Math.min(50, count - done) + " within 120m");
        }
        camera.run("sleep 2s");
        JsonView report = camera.finish();
        System.out.printf("%d presses: %s%n", count, report);
        assertThat(report.number("answered")).hasValue(count);
        assertThat(report.number("handshakes")).as("handshakes of the camera").hasValue(1);
        assertThat(report.number("allocations", "ours")).as("%s", report).hasValue(0);
        assertThat(report.number("largestWrite").orElse(0)).isLessThanOrEqualTo(LARGEST_WRITE);
        assertThat(relay.listener().handshakes()).as("handshakes of the relay").isEqualTo(1);
        judge(scene, camera.serial(), count);
      }
    }
  }

  private static void judge(CameraScene scene, SerialOutput serial, int count) throws Exception {
    List<Asked> asked = scene.provider().asked();
    assertThat(asked).hasSize(count);
    assertThat(scene.provider().counts()).hasSize(count);
    Map<String, Long> lines =
        serial.lines().stream()
            .collect(Collectors.groupingBy(String::strip, Collectors.counting()));
    for (Asked one : asked) {
      assertThat(lines).as("%s", one).containsEntry(CameraScene.shown(one.picture()), 1L);
    }
    Map<Integer, List<String>> photos = serial.photos();
    assertThat(photos).hasSize(count);
    photos.forEach(
        (number, said) ->
            assertThat(SerialOutput.count(said, "ANSWERED")).as("%s", said).isEqualTo(1));
    assertThat(scene.captures()).hasSize(count);
    assertThat(scene.captures()).extracting(Capture::state).containsOnly(CaptureState.ANSWERED);
  }
}
