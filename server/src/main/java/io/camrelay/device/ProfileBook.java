package io.camrelay.device;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at once what each device is asked with: a copy of all profiles in memory, read again
 * whenever somebody has changed one. For all threads; nothing in here blocks.
 */
public final class ProfileBook implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProfileBook.class);

  /** When the store is read again that could not be read. */
  private static final Duration AGAIN_AFTER = Duration.ofMillis(250);

  private final Profiles profiles;
  private final ProfileSettings configured;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Changes that were heard of; even while nothing is being read. */
  private final AtomicLong heard = new AtomicLong();

  /** Replaced as a whole, by one reading at a time. */
  private volatile ProfileSnapshot current = ProfileSnapshot.EMPTY;

  private volatile boolean closed;

  /** Hears that profiles have changed, on a thread of the store, which it leaves at once. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Something has changed for at least one device.
     *
     * @param before what a device was asked with until now
     * @param after what it is asked with from now on
     */
    void changed(
        Function<String, EffectiveProfile> before, Function<String, EffectiveProfile> after);
  }

  /**
   * Knows no profile before {@link #open}.
   *
   * @param configured what lies below all profiles: chain, question and deadline must be among it
   */
  public ProfileBook(Profiles profiles, ProfileSettings configured) {
    this.profiles = profiles;
    this.configured = configured;
    // Refuses at the start what could not be resolved later.
    EffectiveProfile.of(ProfileName.DEFAULT, 0, configured);
  }

  /**
   * Reads the profiles for the first time, and from then on after each change by others.
   *
   * @return completes when they are known
   */
  public CompletionStage<@Nullable Void> open() {
    profiles.onForeignChange(this::refresh);
    return profiles.snapshot().thenAccept(this::take);
  }

  /** What this device is asked with now. */
  public EffectiveProfile of(String device) {
    return current.of(device, configured);
  }

  /** What is asked with under this profile now; empty where there is none of this name. */
  public Optional<EffectiveProfile> named(String profile) {
    return current.named(profile, configured);
  }

  /** Hears of changes from now on. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** Reads the profiles again, soon. To be called after this process has changed one. */
  public void refresh() {
    if (heard.getAndIncrement() == 0) {
      read(1);
    }
  }

  /** Reads nothing more; what is known stays. */
  @Override
  public void close() {
    closed = true;
  }

  private void read(long upTo) {
    if (closed) {
      return;
    }
    profiles
        .snapshot()
        .whenComplete(
            (snapshot, problem) -> {
              if (problem == null) {
                take(snapshot);
                done(upTo);
              } else {
                log.warn("profiles not read cause={}", problem.getMessage());
                CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> read(heard.get()));
              }
            });
  }

  /** What was heard of while the store was read may not be in what was read. */
  private void done(long upTo) {
    if (!heard.compareAndSet(upTo, 0)) {
      read(heard.get());
    }
  }

  private void take(ProfileSnapshot snapshot) {
    ProfileSnapshot before = current;
    if (snapshot.equals(before)) {
      return;
    }
    current = snapshot;
    log.debug("profiles read profiles={}", snapshot.profiles().size());
    for (Listener listener : listeners) {
      try {
        listener.changed(
            device -> before.of(device, configured), device -> snapshot.of(device, configured));
      } catch (RuntimeException defect) {
        log.error("listener to profiles failed", defect);
      }
    }
  }
}
