package io.camrelay.relay;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Ledger;
import io.camrelay.capture.Questions;
import io.camrelay.device.Devices;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileBook;
import io.camrelay.dispatch.Dispatcher;
import io.camrelay.identity.IdentityFolder;
import io.camrelay.identity.RelayIdentity;
import io.camrelay.session.SessionClock;
import io.camrelay.session.SessionPorts;
import io.camrelay.session.Sessions;
import io.camrelay.store.SqliteStore;
import io.camrelay.vision.Provider;
import io.camrelay.wire.DeviceListener;
import io.camrelay.wire.TlsContexts;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay: its parts put together, started in the order in which they need each other and stopped
 * in the other one. {@link #start} returns once devices can connect.
 */
public final class Relay implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  /** How often uploads and mailboxes are looked through for what is too old. */
  private static final long HOUSEKEEPING_SECONDS = 60;

  private final Parts parts;
  private final RelayIdentity identity;
  private final SqliteStore store;
  private final DriftAlarms drift;
  private final Dispatcher dispatcher;
  private final Sessions sessions;
  private final DeviceListener listener;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

  private Relay(RelayConfig config, Parts parts) throws IOException {
    this.parts = parts;
    this.store =
        parts.add(
            SqliteStore.open(
                config.data(), SqliteStore.Role.RELAY, config.store(), this::storeFailed));
    this.identity =
        new IdentityFolder(Installation.identityFolder(config), Clock.systemUTC())
            .open(config.hosts());
    ProfileBook profiles = parts.add(new ProfileBook(store.profiles(), config.configuredProfile()));
    profiles.open().toCompletableFuture().join();
    Providers providers = parts.add(new Providers(config));
    CaptureFeed feed = new CaptureFeed();
    this.drift =
        new DriftAlarms(DriftAlarms.recall(store.ledger(), config).toCompletableFuture().join());
    this.dispatcher =
        parts.add(
            new Dispatcher(
                store.asking(),
                store.captures(),
                feed,
                drift,
                capture -> profile(profiles, capture),
                config.catalogue()::find,
                providers::named,
                store.ledger()::applicable,
                config.dispatch(),
                InstantSource.system()));
    SessionPorts ports =
        new SessionPorts(
            store.devices(),
            store.uploads(),
            store.mailbox(),
            feed,
            dispatcher,
            device -> profiles.of(device).forDevice());
    this.sessions = parts.add(new Sessions(config.session(), ports, SessionClock.SYSTEM));
    profiles.onChange(new LiveProfiles(sessions.registry()));
    TlsContexts tls = parts.add(TlsContexts.open(identity, config.tls()));
    this.listener =
        parts.add(new DeviceListener(config.listen(), tls, sessions, SessionClock.SYSTEM));
    parts.add(housekeeping());
    store.devices().onForeignChange(dispatcher::lookAgain);
    Provider provider = providers.named(config.provider());
    dispatcher.start();
    listener.open();
    log.info(
        "relay started version={} port={} tls={} provider={} model={} data={}",
        Build.version(),
        port(),
        tls.engine(),
        provider.name(),
        provider.model(),
        config.data().toAbsolutePath());
  }

  /**
   * Starts a relay.
   *
   * @throws IOException when it cannot run here: its message says what is wrong and what to do
   */
  public static Relay start(RelayConfig config) throws IOException {
    Parts parts = new Parts();
    try {
      return new Relay(config, parts);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Where devices connect; the real one where the configuration asks for any. */
  public int port() {
    return listener.address().getPort();
  }

  /** What devices trust. */
  public RelayIdentity identity() {
    return identity;
  }

  /** Who may connect. */
  public Devices devices() {
    return store.devices();
  }

  /** What the operator asks; it is asked at once. */
  public Questions questions() {
    return (question, now) ->
        store
            .questions()
            .pose(question, now)
            .thenApply(
                posed -> {
                  if (posed instanceof Questions.Posed.Queued queued) {
                    dispatcher.stored(queued.key());
                  }
                  return posed;
                });
  }

  /** What asking has cost, and may cost. */
  public Ledger ledger() {
    return store.ledger();
  }

  /** Models that bill or fail otherwise than usual. */
  public DriftAlarms drift() {
    return drift;
  }

  /** What was taken, asked and answered. */
  public Captures captures() {
    return store.captures();
  }

  /** Live sessions. */
  public Sessions sessions() {
    return sessions;
  }

  /** The device port. */
  public DeviceListener listener() {
    return listener;
  }

  /**
   * Waits until the relay has stopped.
   *
   * @return false where it had to, because its store failed
   */
  public boolean awaitStopped() {
    stopped.join();
    return !failed.get();
  }

  /**
   * Stops in order: devices are told when to come back, attempts that are under way get their time,
   * what is in memory is written. Returns when that is done.
   */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      log.info("relay stopping devices={}", sessions.registry().count());
      listener.stopAccepting();
      sessions.registry().drain().join();
      parts.close();
      log.info("relay stopped");
      stopped.complete(null);
    }
    stopped.join();
  }

  /** Called on the store's thread, which must not wait for its own end. */
  private void storeFailed(Throwable problem) {
    failed.set(true);
    log.error("store failed, the relay stops: nothing that was STORED is lost", problem);
    new Thread(this::close, "stop-after-failure").start();
  }

  private AutoCloseable housekeeping() {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "housekeeping");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> rounds =
        timer.scheduleWithFixedDelay(
            this::keepHouse, HOUSEKEEPING_SECONDS, HOUSEKEEPING_SECONDS, TimeUnit.SECONDS);
    return () -> {
      rounds.cancel(false);
      timer.shutdownNow();
    };
  }

  private void keepHouse() {
    Instant now = Instant.now();
    store.uploads().expireUploads(now).whenComplete((keys, e) -> told("upload expired", keys, e));
    store.mailbox().trim(now).whenComplete((keys, e) -> told("answer never fetched", keys, e));
  }

  private static void told(
      String event, @Nullable List<CaptureKey> keys, @Nullable Throwable problem) {
    if (problem != null) {
      log.warn("housekeeping put off cause={}", problem.getMessage());
    } else if (keys != null) {
      keys.forEach(
          key -> log.info("{} device={} capture={}", event, key.device(), key.shortForm()));
    }
  }

  /** The one that the operator wants for this capture, else its device's. */
  private static EffectiveProfile profile(ProfileBook profiles, Capture capture) {
    String wanted = capture.asked().profile();
    String device = capture.key().device();
    return wanted == null
        ? profiles.of(device)
        : profiles.named(wanted).orElseGet(() -> profiles.of(device));
  }
}
