package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureState;
import io.camrelay.json.JsonView;
import io.camrelay.protocol.Covers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to link, relay, card and Wi-Fi: every photo that was taken is answered exactly
 * once, or it is told that it was dropped.
 */
@Tag("camera-host")
class CameraHostFaultsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration AT_MOST_ALIVE = Duration.ofMillis(2_500);
  private static final String KINDS = "cut,silent,stall,slow,short,wifi,refuse,card";

  @TempDir private Path folder;

  private final long seed = Long.getLong("camrelay.seed", System.nanoTime() & 0xffffffffL);
  private final Random random = new Random(seed);

  CameraHostFaultsTest() {
    System.out.println("faults drawn from -Dcamrelay.seed=" + seed);
  }

  @Test
  void nothingIsLostOverFaultsFromASeed() throws Exception {
    faults(30, seed);
  }

  @Test
  @Tag("soak")
  void nothingIsLostOverManyFaultsFromManySeeds() throws Exception {
    for (int i = 0; i < 20; i++) {
      faults(200, seed + i);
    }
  }

  private void faults(int presses, long with) throws Exception {
    System.out.println("camera-host --faults " + with);
    try (CameraScene scene = new CameraScene(folder.resolve(Long.toString(with)))) {
      scene.startRelay();
      try (CameraHost camera =
          scene.camera(
              "--speed",
              "20",
              "--faults",
              Long.toString(with),
              "--fault-kinds",
              KINDS,
              "--fault-every",
              "8s")) {
        camera.run("wait link up", "press " + presses + " each 3s");
        awaitEnds(camera);
        JsonView report = camera.finish();
        System.out.println(report.at("faults") + " over " + presses + " presses");
        judge(scene, camera.serial(), presses);
        judgeAskedOnce(scene);
        assertThat(report.number("allocations", "ours")).as("%s", report).hasValue(0);
      }
    }
  }

  @Test
  @Covers("R-UPL-11")
  void aPhotoGoesOnWhereverTheLinkIsCut() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "20", "--frame-bytes", "20000")) {
        camera.run("wait link up", "press 1");
        int presses = 25;
        for (int i = 1; i < presses; i++) {
          boolean up = random.nextInt(4) > 0;
          String cut =
              "link cut after %d %s %s"
                  .formatted(
                      random.nextInt(up ? 22_000 : 900),
                      up ? "up" : "down",
                      random.nextBoolean() ? "rst" : "fin");
          camera.run(cut, "press 1 within 60m");
        }
        camera.keepSerial("reconnect");
        JsonView report = camera.finish();
        System.out.println(report.number("handshakes").orElse(0) + " connections for " + presses);
        assertThat(report.number("handshakes").orElse(0)).isGreaterThan(10);
        judge(scene, camera.serial(), presses);
        judgeAskedOnce(scene);
      }
    }
  }

  @Test
  @Covers("R-LIV-3")
  void aLinkThatIsHalfOpenIsNoticedAndThePhotoGoesOn() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "20")) {
        camera.run("wait link up", "link cut after 50000 up silent", "press 1 within 60m");
        camera.run("link silent", "press 1 within 60m");
        assertThat(camera.finish().number("handshakes").orElse(0)).isEqualTo(3);
        judge(scene, camera.serial(), 2);
        judgeAskedOnce(scene);
      }
    }
  }

  @Test
  void writesOfOneByteAreOnlySlow() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "2", "--frame-bytes", "12000")) {
        camera.run("wait link up", "write at most 1", "press 2 within 60m");
        JsonView report = camera.finish();
        assertThat(report.number("handshakes")).hasValue(1);
        assertThat(report.number("shortWrites").orElse(0)).isGreaterThan(10_000);
        judge(scene, camera.serial(), 2);
        judgeAskedOnce(scene);
      }
    }
  }

  @Test
  void aMinuteWithoutWifiIsSpentOnTheCardAndThePhotosGoUpInOrder() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "20")) {
        camera.run("wait link up", "press 1", "wifi off", "press 14 each 4s", "sleep 5s");
        assertThat(camera.serial().count("waits on the card")).isGreaterThan(6);
        camera.run("power cycle", "sleep 10s", "wifi on", "wait answered 15 within 60m");
        camera.finish();
        judge(scene, camera.serial(), 15);
        judgeAskedOnce(scene);
        List<Integer> order = new ArrayList<>();
        camera.serial().lines().stream()
            .filter(line -> line.contains("STORED"))
            .forEach(line -> order.add(Integer.valueOf(line.replaceAll(".*photo (\\d+).*", "$1"))));
        assertThat(order).isSorted();
      }
    }
  }

  @Test
  void withoutACardAFullOutboxSaysWhatItDrops() throws Exception {
    try (CameraScene scene = new CameraScene(folder)) {
      scene.startRelay();
      try (CameraHost camera = scene.camera("--speed", "20", "--card", "none")) {
        camera.run("wait link up", "wifi off", "press 12 each 3s");
        camera.run("sleep 2s", "wifi on", "wait answered 8 within 60m", "sleep 5s");
        camera.keepSerial("outbox-full");
        JsonView report = camera.finish();
        assertThat(report.number("dropped")).hasValue(4);
        assertThat(camera.serial().lines())
            .filteredOn(line -> line.contains("DROPPED, OUTBOX_FULL"))
            .hasSize(4)
            .anyMatch(line -> line.contains("(4 so far)"));
        judge(scene, camera.serial(), 12);
        judgeAskedOnce(scene);
      }
    }
  }

  @Test
  void nothingIsLostOverKillsOfTheRelay() throws Exception {
    kill(4, 25);
  }

  @Test
  @Tag("soak")
  void nothingIsLostOverManyKillsOfTheRelay() throws Exception {
    kill(60, 400);
  }

  private void kill(int times, int presses) throws Exception {
    try (CameraScene scene = new CameraScene(folder);
        CameraHost camera = scene.camera("--speed", "10")) {
      RelayProcess first = scene.startRelayProcess();
      camera.run("wait link up");
      CompletableFuture<RelayProcess> killing =
          CompletableFuture.supplyAsync(() -> kill(scene, first, times));
      camera.run("press " + presses + " each 4s");
      RelayProcess last = killing.join();
      awaitEnds(camera);
      camera.finish();
      last.close();
      judge(scene, camera.serial(), presses);
      judgeAttempts(scene);
    }
  }

  /** The relay that runs when the killing is over. */
  private RelayProcess kill(CameraScene scene, RelayProcess first, int times) {
    RelayProcess running = first;
    try {
      for (int i = 0; i < times; i++) {
        LockSupport.parkNanos((long) (random.nextDouble() * AT_MOST_ALIVE.toNanos()));
        running.kill();
        running = scene.startRelayProcess();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running;
  }

  /** Each capture reached the provider, and did so once. */
  private static void judgeAskedOnce(CameraScene scene) throws Exception {
    assertThat(scene.provider().counts()).hasSize(scene.captures().size());
    assertThat(scene.provider().counts().values()).containsOnly(1);
  }

  /**
   * What was asked again was marked as perhaps billed before. One that was interrupted twice is
   * given up, also where the provider has never heard of it.
   */
  private static void judgeAttempts(CameraScene scene) throws Exception {
    Map<String, Integer> counts = scene.provider().counts();
    long asked = counts.values().stream().mapToLong(Integer::longValue).sum();
    long attempts = 0;
    for (Capture capture : scene.captures()) {
      attempts += capture.attempts().size();
      long maybe =
          capture.attempts().stream()
              .map(Attempt::end)
              .filter(end -> end != null && end.billed() == Attempt.Billed.MAYBE)
              .count();
      assertThat(maybe).as("%s", capture).isGreaterThanOrEqualTo(capture.attempts().size() - 1);
    }
    assertThat(asked).isLessThanOrEqualTo(attempts);
    assertThat(scene.provider().counts())
        .hasSizeGreaterThanOrEqualTo(
            (int)
                scene.captures().stream()
                    .filter(capture -> capture.state() == CaptureState.ANSWERED)
                    .count());
  }

  private static void awaitEnds(CameraHost camera) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                camera
                    .serial()
                    .photos()
                    .forEach(
                        (number, said) ->
                            assertThat(ends(said)).as("photo %d: %s", number, said).isPositive()));
  }

  private static long ends(List<String> said) {
    return SerialOutput.count(said, "ANSWERED")
        + SerialOutput.count(said, "FAILED")
        + SerialOutput.count(said, "LOST");
  }

  /** Each press was taken or told as dropped; each photo that was taken has one end. */
  private static void judge(CameraScene scene, SerialOutput serial, int presses) throws Exception {
    Map<Integer, List<String>> photos = serial.photos();
    long dropped = serial.count("DROPPED");
    assertThat(photos.size() + dropped)
        .as("photos, and presses told as dropped")
        .isEqualTo(presses);
    long answered = 0;
    for (Map.Entry<Integer, List<String>> photo : photos.entrySet()) {
      List<String> said = photo.getValue();
      assertThat(SerialOutput.count(said, "photo taken")).as("%s", photo).isEqualTo(1);
      assertThat(ends(said)).as("ends of %s", photo).isEqualTo(1);
      answered += SerialOutput.count(said, "ANSWERED");
    }
    assertThat(scene.captures()).hasSize(photos.size());
    assertThat(scene.captures())
        .filteredOn(capture -> capture.state() == CaptureState.ANSWERED)
        .hasSize((int) answered);
  }
}
