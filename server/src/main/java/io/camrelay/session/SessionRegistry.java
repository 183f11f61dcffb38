package io.camrelay.session;

import io.camrelay.device.Device;
import io.camrelay.device.Devices;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.RelayMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected: one session for each device at most. Ends sessions whose place is taken, whose
 * device is shut out, and all of them when the relay stops.
 *
 * <p>For all threads.
 */
public final class SessionRegistry {

  private static final Logger log = LoggerFactory.getLogger(SessionRegistry.class);

  /** Refusals that are logged at once, and each minute; a flood of them is counted. */
  static final int REFUSALS_AT_ONCE = 30;

  static final int REFUSALS_PER_MINUTE = 60;

  /** When the store is asked again that could not say who may be connected. */
  static final Duration RECHECK_AGAIN = Duration.ofMillis(250);

  private static final String NEW_TOKEN =
      "This device was given a new token. Flash its new settings.";

  private final Devices devices;
  private final SessionSettings settings;
  private final SessionClock clock;

  /** The latest session of each device. */
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicBoolean rechecking = new AtomicBoolean();
  private volatile boolean draining;

  /** Guarded by itself. */
  private final Allowance refusals;

  /**
   * A device's place.
   *
   * @param device as it was when the session was let in
   * @param order grows from session to session, by when HELLO was said
   * @param free completes when every session before this one has stopped
   */
  private record Place(
      Device device,
      Session session,
      long order,
      Takeovers takeovers,
      CompletableFuture<Void> free) {}

  SessionRegistry(Devices devices, SessionSettings settings, SessionClock clock) {
    this.devices = devices;
    this.settings = settings;
    this.clock = clock;
    this.refusals = new Allowance(REFUSALS_AT_ONCE, REFUSALS_PER_MINUTE, clock.nanos());
    devices.onForeignChange(this::recheck);
  }

  /** How many devices are connected. */
  public int count() {
    return places.size();
  }

  /** The devices that are connected. */
  public List<SessionInfo> sessions() {
    return places.values().stream()
        .map(place -> place.session().info())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Says something of the operator's to a device, where it is connected and has the ability.
   *
   * @param message one of PROFILE, CAPTURE_NOW, NOTICE, TOKEN and REBOOT
   * @return false where it is not, or has not
   */
  public boolean tell(String device, RelayMessage message) {
    Place place = places.get(device);
    return place != null && place.session().tell(message);
  }

  /**
   * Looks whether every device that is connected may still be, soon; sends those away that may not.
   * To be called after this process has changed a device; changes by others are noticed.
   */
  public void recheck() {
    changes.incrementAndGet();
    if (rechecking.compareAndSet(false, true)) {
      recheck(changes.get());
    }
  }

  private void recheck(long upTo) {
    devices
        .list()
        .whenComplete(
            (known, problem) -> {
              if (problem == null) {
                sendAway(known);
              } else {
                log.error("store failed doing=list devices", problem);
                recheckLater();
              }
              rechecking.set(false);
              // One that came in between may not be in the list that was just gone through.
              if (changes.get() != upTo && rechecking.compareAndSet(false, true)) {
                recheck(changes.get());
              }
            });
  }

  /** Somebody who was shut out may be connected still; while the relay stops, all are sent away. */
  private void recheckLater() {
    if (!draining) {
      CompletableFuture.delayedExecutor(RECHECK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::recheck);
    }
  }

  private void sendAway(Collection<Device> known) {
    Map<String, Device> byName = new HashMap<>();
    known.forEach(device -> byName.put(device.name(), device));
    places.forEach(
        (name, place) -> {
          Device now = byName.get(name);
          if (now == null || !now.admitted()) {
            stop(place.session(), Code.REVOKED.hint());
          } else if (!now.tokenHash().equals(place.device().tokenHash())) {
            stop(place.session(), NEW_TOKEN);
          }
        });
  }

  private static void stop(Session session, String hint) {
    // Nobody waits for it: the session reports itself gone.
    CompletableFuture<Void> stopped = session.stop(Code.REVOKED, Duration.ZERO, hint);
    assert stopped != null;
  }

  /**
   * Sends every device away, each with a time of its own to come back, once what has arrived whole
   * is durable. From now on nobody is let in.
   *
   * @return completes when all are gone, or after {@link SessionSettings#drainWithin}
   */
  public CompletableFuture<Void> drain() {
    draining = true;
    List<Place> all = new ArrayList<>(places.values());
    log.info("draining sessions={}", all.size());
    List<CompletableFuture<Void>> gone = new ArrayList<>();
    for (Place place : all) {
      gone.add(place.session().drain(returnAfterDrain()));
    }
    return CompletableFuture.allOf(gone.toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, settings.drainWithin().toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isDraining() {
    return draining;
  }

  /** A time within the spread, at random: all come back, and not all at once. */
  Duration returnAfterDrain() {
    long spread = settings.drainSpread().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread + 1));
  }

  /** How often devices have changed, as far as is known here. */
  long changes() {
    return changes.get();
  }

  /** Later than every session that has asked before. */
  long nextOrder() {
    return orders.incrementAndGet();
  }

  /**
   * The session takes the device's place. The older one is sent away; that is this one where the
   * store has found its device later than that of a younger one.
   *
   * @return completes when nothing more is acted on that arrives at sessions before it
   */
  CompletionStage<Void> enter(Device device, Session session, long order) {
    Place taken =
        places.compute(device.name(), (name, before) -> place(device, session, order, before));
    return taken.session() == session ? taken.free() : sendAway(session, Takeovers.NONE);
  }

  private Place place(Device device, Session session, long order, @Nullable Place before) {
    if (before == null) {
      CompletableFuture<Void> free = CompletableFuture.completedFuture(null);
      return new Place(device, session, order, Takeovers.NONE, free);
    }
    if (before.order() > order) {
      return before;
    }
    Takeovers takeovers = before.takeovers().next(clock.nanos());
    CompletableFuture<Void> free =
        CompletableFuture.allOf(before.free(), sendAway(before.session(), takeovers));
    return new Place(device, session, order, takeovers, free);
  }

  private static CompletableFuture<Void> sendAway(Session older, Takeovers takeovers) {
    return older.stop(Code.TAKEN_OVER, takeovers.returnAfter(), Code.TAKEN_OVER.hint());
  }

  /** The session has ended; does nothing where another one has its place. */
  void left(String device, Session session) {
    places.computeIfPresent(device, (name, place) -> place.session() == session ? null : place);
  }

  /** Writes down that somebody was refused, within bounds. */
  void refused(String address, String device, Code code) {
    synchronized (refusals) {
      if (!refusals.take(clock.nanos())) {
        return;
      }
      long suppressed = refusals.takeSuppressed();
      if (suppressed > 0) {
        log.warn("refusals suppressed count={}", suppressed);
      }
    }
    log.warn("device refused address={} device={} code={}", address, device, code);
  }
}
