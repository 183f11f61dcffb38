package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.relay.Relay;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1: the second photo works, and the ten-thousandth. */
class ManyPhotosTest {

  private static final int MB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void fiveHundredPhotosOverOneHandshakeAndTheSameMemory() throws Exception {
    presses(500, 100);
  }

  @Test
  @Tag("soak")
  void fiveThousandPhotosOverOneHandshakeAndTheSameMemory() throws Exception {
    presses(5_000, 1_000);
  }

  private void presses(int count, int firstLook) throws Exception {
    try (FakeProvider provider = TestRelay.provider(Duration.ZERO);
        Relay relay = Relay.start(TestRelay.load(TestRelay.configure(folder, provider, 0)));
        CameraFleet fleet = CameraFleet.start(1)) {
      VirtualCamera camera =
          fleet.camera(
              TestRelay.camera(
                      relay.devices(), "pad", relay.port(), relay.identity().authorityPem())
                  .tls12Only()
                  .build(),
              CameraListener.none());
      camera.connect().toCompletableFuture().get(30, SECONDS);
      Memory early = new Memory(0, 0);
      for (int i = 1; i <= count; i++) {
        byte[] photo = Jpegs.of(TestRelay.FRAME, i);
        Reply reply = camera.press(photo, "").reply().toCompletableFuture().get(30, SECONDS);
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        assertThat(((Reply.Answered) reply).text()).isEqualTo(TestRelay.answerTo(photo));
        if (i == firstLook) {
          early = Memory.now();
        }
      }
      Memory late = Memory.now();
      System.out.printf(
          "memory after %d and %d photos: heap %d and %d KB, direct %d and %d KB%n",
          firstLook,
          count,
          early.heap() / 1024,
          late.heap() / 1024,
          early.direct() / 1024,
          late.direct() / 1024);
      assertThat(relay.listener().handshakes()).as("TLS handshakes").isEqualTo(1);
      assertThat(provider.asked().size()).as("questions asked").isEqualTo(count);
      assertThat(late.heap()).as("heap after collection").isLessThan(early.heap() + 8L * MB);
      assertThat(late.direct()).as("direct memory").isLessThan(early.direct() + 4L * MB);
    }
  }

  /** What is in use once garbage is collected. */
  private record Memory(long heap, long direct) {

    static Memory now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return new Memory(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
    }
  }
}
