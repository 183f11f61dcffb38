package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.relay.Relay;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 7: a thousand uploads that stop half-way cost little and slow nobody. */
class HalfSentUploadsTest {

  private static final int DEVICES = 1_000;

  /** Half a frame would be 128 KB; a piece and its bookkeeping must do. */
  private static final long BYTES_PER_CONNECTION = 48 * 1024;

  @TempDir private Path folder;

  @Test
  void aThousandHalfSentUploadsCostTensOfKilobytesEachAndOthersAreServed() throws Exception {
    try (FakeProvider provider = TestRelay.provider(Duration.ZERO);
        Relay relay = Relay.start(TestRelay.load(TestRelay.configure(folder, provider, 0)));
        CameraFleet fleet = CameraFleet.start(1)) {
      VirtualCamera honest = fleet.camera(settings(relay, "honest"), CameraListener.none());
      honest.connect().toCompletableFuture().get(30, SECONDS);
      press(honest, 1);
      Path tokens = tokens(relay);
      Usage before = Usage.now();
      Process sender = sender(relay, tokens);
      try {
        awaitReady(sender);
        Awaitility.await().until(() -> relay.sessions().registry().count() == DEVICES + 1);
        press(honest, 100);
        // Pieces that do not grow go to the disk, and their memory back.
        Awaitility.await()
            .atMost(30, SECONDS)
            .until(() -> relay.sessions().uploadMemoryTaken() == 0);
        Usage after = Usage.now();
        long each = (after.heap() + after.direct() - before.heap() - before.direct()) / DEVICES;
        System.out.printf(
            Locale.ROOT,
            "%d half-sent uploads: %d bytes of heap and direct memory each; resident set grew by %d"
                + " bytes each%n",
            DEVICES,
            each,
            (after.resident() - before.resident()) / DEVICES);
        assertThat(each).as("bytes for each connection").isLessThan(BYTES_PER_CONNECTION);
        press(honest, 200);
      } finally {
        sender.getOutputStream().close();
        assertThat(sender.waitFor(30, SECONDS)).isTrue();
      }
    }
  }

  private static void press(VirtualCamera camera, int first) throws Exception {
    for (int i = first; i < first + 10; i++) {
      Reply reply =
          camera
              .press(Jpegs.of(TestRelay.FRAME, i), "")
              .reply()
              .toCompletableFuture()
              .get(30, SECONDS);
      assertThat(reply.answered()).as("%s", reply).isTrue();
    }
  }

  private Path tokens(Relay relay) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      CameraSettings settings = settings(relay, "half-" + i);
      lines.add(settings.device() + " " + settings.token());
    }
    return Files.write(folder.resolve("tokens"), lines);
  }

  private static CameraSettings settings(Relay relay, String device) {
    return TestRelay.camera(relay.devices(), device, relay.port(), relay.identity().authorityPem())
        .build();
  }

  private Process sender(Relay relay, Path tokens) throws Exception {
    Path ca = Files.writeString(folder.resolve("ca.pem"), relay.identity().authorityPem());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            HalfSender.class.getName(),
            Integer.toString(relay.port()),
            ca.toString(),
            tokens.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitReady(Process sender) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(sender.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(HalfSender.READY + " by " + DEVICES);
  }

  /** What the relay uses, in bytes, once garbage is collected. */
  private record Usage(long heap, long direct, long resident) {

    static Usage now() throws Exception {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long resident =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
              .sum();
      return new Usage(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(),
          resident);
    }
  }
}
