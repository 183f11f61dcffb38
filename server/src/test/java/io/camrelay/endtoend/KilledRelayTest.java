package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraSettings;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureState;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.protocol.Covers;
import io.camrelay.relay.Installation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 2, 3, 4 and 5: what was STORED survives the relay's sudden death, ends exactly once, and
 * is asked again only where nobody can know whether it was asked before.
 */
class KilledRelayTest {

  private static final int CAMERAS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration AT_MOST_ALIVE = Duration.ofMillis(1_500);

  @TempDir private Path folder;

  @Test
  @Covers({"R-UPL-11", "R-END-1"})
  void nothingIsLostOverTenKills() throws Exception {
    kill(10);
  }

  @Test
  @Tag("soak")
  void nothingIsLostOverAHundredKills() throws Exception {
    kill(100);
  }

  private void kill(int times) throws Exception {
    long seed = Long.getLong("camrelay.seed", System.nanoTime());
    System.out.println("kills drawn from -Dcamrelay.seed=" + seed);
    Random random = new Random(seed);
    Path log = folder.resolve("relay.log");
    try (FakeProvider provider = TestRelay.provider(Duration.ofMillis(20))) {
      Path config = TestRelay.configure(folder, provider, freePort());
      List<PressingCamera> cameras = new ArrayList<>();
      try (CameraFleet fleet = CameraFleet.start(1)) {
        for (CameraSettings settings : settings(config)) {
          cameras.add(PressingCamera.start(fleet, settings));
        }
        for (int i = 0; i < times; i++) {
          RelayProcess relay = RelayProcess.start(config, log);
          LockSupport.parkNanos((long) (random.nextDouble() * AT_MOST_ALIVE.toNanos()));
          relay.kill();
        }
        RelayProcess last = RelayProcess.start(config, log);
        cameras.forEach(PressingCamera::stop);
        for (PressingCamera camera : cameras) {
          camera.awaitReplies(PATIENCE);
        }
        last.close();
      }
      judge(config, provider, cameras, times);
    }
  }

  private static List<CameraSettings> settings(Path config) throws Exception {
    List<CameraSettings> settings = new ArrayList<>();
    try (Installation here = Installation.open(TestRelay.load(config))) {
      for (int i = 0; i < CAMERAS; i++) {
        settings.add(
            TestRelay.camera(
                    here.devices(),
                    "camera-" + i,
                    here.config().port(),
                    here.identity().authorityPem())
                .backoff(Duration.ofMillis(50), Duration.ofMillis(400))
                .build());
      }
    }
    return settings;
  }

  private static void judge(
      Path config, FakeProvider provider, List<PressingCamera> cameras, int kills)
      throws Exception {
    int captures = 0;
    int askedAgain = 0;
    int givenUp = 0;
    try (Installation here = Installation.open(TestRelay.load(config))) {
      for (PressingCamera camera : cameras) {
        assertThat(camera.endsHeardTwice()).as("ends that were shown twice").isEmpty();
        for (PressingCamera.Press press : camera.presses()) {
          captures++;
          Capture capture =
              here.captures().find(press.key()).toCompletableFuture().join().orElseThrow();
          judge(capture, press, provider.askedAbout(press.photo()));
          askedAgain += provider.askedAbout(press.photo()) > 1 ? 1 : 0;
          givenUp += capture.state() == CaptureState.FAILED ? 1 : 0;
        }
      }
    }
    System.out.printf(
        "%d kills, %d captures: all ended once, %d asked again and marked, %d given up after two"
            + " interrupted attempts%n",
        kills, captures, askedAgain, givenUp);
    assertThat(captures).as("captures, or the test has shown nothing").isGreaterThan(kills);
  }

  private static void judge(Capture capture, PressingCamera.Press press, int asked) {
    List<Attempt> attempts = capture.attempts();
    long interrupted = attempts.stream().filter(KilledRelayTest::perhapsBilled).count();
    assertThat(asked)
        .as("how often the provider saw %s, against the recorded attempts", capture.key())
        .isLessThanOrEqualTo(attempts.size());
    assertThat(asked)
        .as("more than one question without a mark: %s %s", capture.key(), attempts)
        .isLessThanOrEqualTo((int) interrupted + 1);
    if (capture.state() == CaptureState.ANSWERED) {
      assertThat(press.answer()).isEqualTo(TestRelay.answerTo(press.photo()));
    } else {
      assertThat(capture.state()).isEqualTo(CaptureState.FAILED);
      assertThat(interrupted).as("why %s failed: %s", capture.key(), attempts).isGreaterThan(1);
    }
  }

  private static boolean perhapsBilled(Attempt attempt) {
    Attempt.End end = attempt.end();
    return end != null && end.billed() == Attempt.Billed.MAYBE;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
