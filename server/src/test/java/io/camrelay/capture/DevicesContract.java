package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.device.Device;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What {@link io.camrelay.device.Devices} promises, whatever keeps it. */
public interface DevicesContract {

  String HASH = "0123456789abcdef".repeat(4);
  String OTHER_HASH = "fedcba9876543210".repeat(4);

  StoreFixture store();

  @Test
  default void keepsADeviceAcrossACrash() {
    assertThat(done(store().devices().put("porch", HASH, NOW))).isTrue();

    store().crash();

    assertThat(done(store().devices().find("porch")))
        .contains(new Device("porch", HASH, NOW, null, null));
    assertThat(done(store().devices().find("garden"))).isEmpty();
  }

  @Test
  default void listsDevicesByName() {
    done(store().devices().put("porch", HASH, NOW));
    done(store().devices().put("attic", HASH, NOW));

    assertThat(done(store().devices().list()))
        .extracting(Device::name)
        .containsExactly("attic", "porch");
  }

  @Test
  default void aRevokedDeviceStaysOutUntilItIsAddedAgain() {
    done(store().devices().put("porch", HASH, NOW));

    assertThat(done(store().devices().revoke("porch", NOW.plusSeconds(1)))).isTrue();
    assertThat(done(store().devices().revoke("porch", NOW.plusSeconds(2)))).isTrue();
    assertThat(done(store().devices().revoke("garden", NOW))).isFalse();
    store().crash();

    Device revoked = done(store().devices().find("porch")).orElseThrow();
    assertThat(revoked.admitted()).isFalse();
    assertThat(revoked.revokedAt()).isEqualTo(NOW.plusSeconds(1));

    assertThat(done(store().devices().put("porch", OTHER_HASH, NOW.plusSeconds(3)))).isFalse();
    Device again = done(store().devices().find("porch")).orElseThrow();
    assertThat(again).isEqualTo(new Device("porch", OTHER_HASH, NOW, null, null));
  }

  @Test
  default void remembersWhenADeviceWasLastConnected() {
    done(store().devices().put("porch", HASH, NOW));

    store().devices().seen("porch", NOW.plusSeconds(30));
    store().devices().seen("garden", NOW);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(done(store().devices().find("porch")).orElseThrow().lastSeen())
                    .isEqualTo(NOW.plusSeconds(30)));
    assertThat(done(store().devices().list())).hasSize(1);
  }

  @Test
  default void hearsOfWhatAnotherProcessChanged() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    store().devices().onForeignChange(heard::release);

    store().addDeviceFromOutside("garden");

    assertThat(heard.tryAcquire(30, SECONDS)).isTrue();
    assertThat(done(store().devices().find("garden"))).isPresent();
  }

  @Test
  default void itsOwnChangesAreNotForeign() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    store().devices().onForeignChange(heard::release);
    for (int i = 0; i < 20; i++) {
      done(store().devices().put("own" + i, HASH, NOW));
    }

    store().addDeviceFromOutside("garden");

    assertThat(heard.tryAcquire(30, SECONDS)).isTrue();
    done(store().devices().put("own", HASH, NOW));
    assertThat(heard.availablePermits()).isZero();
  }
}
