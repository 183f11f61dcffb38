package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedDnsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void keepsNoAnswer() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    GuardedDns dns =
        guarded(
            host -> {
              asked.incrementAndGet();
              return List.of(InetAddress.getByName("192.0.2.7"));
            },
            Duration.ofSeconds(20));

    dns.lookup("provider.example");
    Awaitility.await()
        .untilAsserted(
            () -> {
              dns.lookup("provider.example");
              assertThat(asked).hasValueGreaterThan(1);
            });
  }

  @Test
  void sharesALookUpThatIsUnderWayAndWaitsNoLongerThanItsPatience() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    GuardedDns dns =
        guarded(
            host -> {
              asked.incrementAndGet();
              await(never);
              return List.of();
            },
            Duration.ofMillis(50));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> dns.lookup("provider.example"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("did not answer within PT0.05S");
    }
    assertThat(asked).hasValue(1);
    never.countDown();
  }

  @Test
  void leavesOutTheAddressesThatAreRefused() throws Exception {
    InetAddress good = InetAddress.getByName("192.0.2.7");
    InetAddress bad = InetAddress.getByName("169.254.169.254");
    Dns system = host -> host.startsWith("mixed") ? List.of(bad, good) : List.of(bad);

    assertThat(guarded(system, Duration.ofSeconds(5)).lookup("mixed.example"))
        .containsExactly(good);
    assertThatThrownBy(() -> guarded(system, Duration.ofSeconds(5)).lookup("bad.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("refused");
    assertThat(new GuardedDns(system, threads, Duration.ofSeconds(5), true).lookup("bad.example"))
        .containsExactly(bad);
  }

  @Test
  void saysThatANameIsNotKnown() {
    Dns system =
        host -> {
          throw new UnknownHostException(host);
        };

    assertThatThrownBy(() -> guarded(system, Duration.ofSeconds(5)).lookup("no.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("no.example: the name is not known");
  }

  private GuardedDns guarded(Dns system, Duration patience) {
    return new GuardedDns(system, threads, patience, false);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
