package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failure;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileChange;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.device.ProfileSnapshot.Assignment;
import io.camrelay.device.Profiles.Assigned;
import io.camrelay.device.Profiles.Removed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What {@link io.camrelay.device.Profiles} promises, whatever keeps it. */
public interface ProfilesContract {

  StoreFixture store();

  private Profile set(String name, ProfileKey key, String value, Instant now) {
    return done(store().profiles().change(name, had -> had.with(key, value), now));
  }

  private Profile set(String name, ProfileKey key, String value) {
    return set(name, key, value, NOW);
  }

  private void device(String name) {
    done(store().devices().put(name, "0".repeat(64), NOW));
  }

  @Test
  default void theDefaultProfileIsAlwaysThere() {
    assertThat(done(store().profiles().find("default")))
        .contains(new Profile("default", 0, ProfileSettings.NONE));
    assertThat(done(store().profiles().list())).hasSize(1);
    assertThat(done(store().profiles().remove("default", NOW))).isEqualTo(Removed.ALWAYS_THERE);
    assertThat(done(store().profiles().history("default", 9))).isEmpty();
  }

  @Test
  default void eachChangeHasARevisionOfItsOwnAndIsKeptForEver() {
    set("garden", ProfileKey.QUESTION, "Ist \"offen\"? \uD83D\uDC08\n", NOW);
    set("default", ProfileKey.DETAIL, "low", NOW.plusSeconds(1));
    Profile last = set("garden", ProfileKey.FLASH, "true", NOW.plusSeconds(2));
    done(store().profiles().change("garden", had -> had.without(ProfileKey.FLASH), NOW));
    done(store().profiles().remove("garden", NOW.plusSeconds(9)));
    store().crash();

    assertThat(last.revision()).isEqualTo(3);
    ProfileSettings first =
        ProfileSettings.NONE.with(ProfileKey.QUESTION, "Ist \"offen\"? \uD83D\uDC08\n");
    assertThat(done(store().profiles().find("garden"))).isEmpty();
    assertThat(done(store().profiles().history("garden", 9)))
        .containsExactly(
            new ProfileChange(5, NOW.plusSeconds(9), "garden", null, null),
            new ProfileChange(4, NOW, "garden", null, first),
            new ProfileChange(
                3, NOW.plusSeconds(2), "garden", null, first.with(ProfileKey.FLASH, "true")),
            new ProfileChange(1, NOW, "garden", null, first));
    assertThat(done(store().profiles().history("garden", 2))).hasSize(2);
    assertThat(set("garden", ProfileKey.FLASH, "true").revision()).isEqualTo(6);
  }

  @Test
  default void whatChangesNothingHasNoRevision() {
    Profile changed = set("garden", ProfileKey.DETAIL, "low");

    assertThat(set("garden", ProfileKey.DETAIL, "low", NOW.plusSeconds(5))).isEqualTo(changed);
    assertThat(done(store().profiles().history("garden", 9))).hasSize(1);
  }

  @Test
  default void aProfileMayBeMadeBeforeItSetsAnything() {
    Profile made = done(store().profiles().change("garden", had -> had, NOW));

    assertThat(made).isEqualTo(new Profile("garden", 1, ProfileSettings.NONE));
    assertThat(done(store().profiles().find("garden"))).contains(made);
  }

  @Test
  default void aChangeThatFailsChangesNothing() {
    set("garden", ProfileKey.DETAIL, "low");

    assertThat(
            failure(
                store()
                    .profiles()
                    .change("garden", had -> had.with(ProfileKey.DETAIL, "medium"), NOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of low, high, auto");
    assertThat(done(store().profiles().history("garden", 9))).hasSize(1);
  }

  @Test
  default void changesAtOnceLoseNothing() {
    List<CompletionStage<Profile>> changes = new ArrayList<>();
    for (ProfileKey key :
        List.of(ProfileKey.GATE_BLACK, ProfileKey.GATE_WHITE, ProfileKey.GATE_BLURRED)) {
      changes.add(store().profiles().change("garden", had -> had.with(key, "refuse"), NOW));
    }
    changes.forEach(Scene::done);

    assertThat(done(store().profiles().find("garden")).orElseThrow().settings().written())
        .hasSize(3);
  }

  @Test
  default void aDeviceHasTheProfileThatItWasGivenLast() {
    device("porch");
    set("garden", ProfileKey.DETAIL, "low");
    set("street", ProfileKey.DETAIL, "high");

    assertThat(done(store().profiles().assign("porch", "garden", NOW))).isEqualTo(Assigned.YES);
    assertThat(done(store().profiles().assign("porch", "garden", NOW))).isEqualTo(Assigned.YES);
    assertThat(done(store().profiles().assign("porch", "street", NOW))).isEqualTo(Assigned.YES);
    store().crash();

    ProfileSnapshot all = done(store().profiles().snapshot());
    assertThat(all.assignments()).containsOnlyKeys("porch");
    assertThat(all.assignments()).containsEntry("porch", new Assignment("street", 4));
    assertThat(all.profiles()).containsOnlyKeys("default", "garden", "street");
    assertThat(all.devicesOf("street")).containsExactly("porch");
    assertThat(done(store().profiles().history("garden", 9)))
        .containsExactly(
            new ProfileChange(3, NOW, "garden", "porch", null),
            new ProfileChange(
                1, NOW, "garden", null, ProfileSettings.NONE.with(ProfileKey.DETAIL, "low")));
  }

  @Test
  default void onlyWhatIsThereCanBeAssigned() {
    device("porch");

    assertThat(done(store().profiles().assign("porch", "garden", NOW)))
        .isEqualTo(Assigned.NO_SUCH_PROFILE);
    assertThat(done(store().profiles().assign("attic", "default", NOW)))
        .isEqualTo(Assigned.NO_SUCH_DEVICE);
    assertThat(done(store().profiles().assign("porch", "default", NOW))).isEqualTo(Assigned.YES);
    assertThat(done(store().profiles().snapshot()).assignments()).isEmpty();
  }

  @Test
  default void aProfileThatADeviceHasCannotBeRemoved() {
    device("porch");
    set("garden", ProfileKey.DETAIL, "low");
    done(store().profiles().assign("porch", "garden", NOW));

    assertThat(done(store().profiles().remove("garden", NOW))).isEqualTo(Removed.IN_USE);
    assertThat(done(store().profiles().assign("porch", "default", NOW))).isEqualTo(Assigned.YES);
    assertThat(done(store().profiles().remove("garden", NOW))).isEqualTo(Removed.YES);
    assertThat(done(store().profiles().remove("garden", NOW))).isEqualTo(Removed.UNKNOWN);
  }

  @Test
  default void theRevisionOfADeviceGrowsWithEveryAssignment() {
    device("porch");
    set("garden", ProfileKey.DETAIL, "low");
    set("street", ProfileKey.DETAIL, "high");
    long before = 0;
    for (String profile : List.of("street", "garden", "default", "street")) {
      done(store().profiles().assign("porch", profile, NOW));
      long now =
          done(store().profiles().snapshot()).assignments().values().stream()
              .mapToLong(Assignment::revision)
              .sum();
      assertThat(now).isGreaterThan(before);
      before = now;
    }
  }

  @Test
  default void hearsOfProfilesThatAnotherProcessChanged() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    store().profiles().onForeignChange(heard::release);

    store().addDeviceFromOutside("garden");

    assertThat(heard.tryAcquire(30, SECONDS)).isTrue();
  }
}
