package io.camrelay.dispatch;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.Asking;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Dispatch;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Press;
import io.camrelay.capture.StoreUnavailable;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.protocol.StageKind;
import io.camrelay.usage.ModelInfo;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every stored capture is asked about and ends. It learns of captures by hints and,
 * as hints can be lost, by polling; admits them by turns of their devices, so that nobody's many
 * captures delay another's one; and keeps within the bounds on what is under way, over all and at
 * each provider.
 */
public final class Dispatcher implements Dispatch, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** How soon a busy store is tried again at the earliest, whatever it asks for. */
  static final Duration MIN_STORE_PAUSE = Duration.ofMillis(100);

  /**
   * Captures that wait in memory for a full provider at most. More are put off in the store, so
   * that those of another provider are seen behind them.
   */
  static final int MAX_HELD = Waiting.LIMIT / 2;

  /** And at the latest: answers wait in memory meanwhile. */
  static final Duration MAX_STORE_PAUSE = Duration.ofSeconds(5);

  /** A listener that holds the dispatcher's thread must not keep the relay from stopping. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final Ports ports;
  private final SerialScheduler line;
  private final DispatchSettings settings;
  private final Runnable freeThreads;
  private final Desk desk = new Places();
  private final FormedAnswers formed;
  private final Pictures pictures;
  private final Overtures overtures;
  private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

  // All below: owned by the dispatcher's thread.

  private final Waiting waiting = new Waiting();

  private final PollTimer polls;

  /** What is under way; each holds one place. */
  private final Map<CaptureKey, CaptureRun> runs = new LinkedHashMap<>();

  /** Every provider that was asked for, by its name. */
  private final Map<String, ProviderState> states = new HashMap<>();

  private final RetryBudget retries;

  private Phase phase = Phase.NEW;

  /** While there are any, the store is left alone. */
  private int storePauses;

  private enum Phase {
    NEW,
    RUNNING,
    STOPPING,
    /** Stopped, or the store has failed for good. */
    OVER
  }

  /**
   * @param attempts hears of each attempt's end
   * @param profiles what a capture is asked with, as of now
   * @param models what is known of a model, by its name
   * @param providers the one of a name, if only to say that there is none; they are closed by
   *     whoever made them, after this
   * @param budgets what an attempt would count against
   * @param clock the relay's
   */
  public Dispatcher(
      Asking asking,
      Captures captures,
      CaptureFeed feed,
      AttemptListener attempts,
      Function<Capture, EffectiveProfile> profiles,
      Function<String, Optional<ModelInfo>> models,
      Function<String, Provider> providers,
      Budgets budgets,
      DispatchSettings settings,
      InstantSource clock) {
    this(
        asking,
        captures,
        feed,
        attempts,
        profiles,
        models,
        providers,
        budgets,
        settings,
        new DispatchThread(clock),
        starters(),
        workers());
  }

  private Dispatcher(
      Asking asking,
      Captures captures,
      CaptureFeed feed,
      AttemptListener attempts,
      Function<Capture, EffectiveProfile> profiles,
      Function<String, Optional<ModelInfo>> models,
      Function<String, Provider> providers,
      Budgets budgets,
      DispatchSettings settings,
      SerialScheduler line,
      ExecutorService starters,
      ExecutorService workers) {
    this(
        new Ports(
            asking,
            captures,
            feed,
            attempts,
            providers,
            budgets,
            profiles,
            models,
            line,
            starters,
            workers,
            () -> ThreadLocalRandom.current().nextDouble()),
        settings,
        () -> {
          starters.shutdown();
          workers.shutdownNow();
        });
  }

  /**
   * @param freeThreads called when the dispatcher has stopped
   */
  Dispatcher(Ports ports, DispatchSettings settings, Runnable freeThreads) {
    this.ports = ports;
    this.settings = settings;
    this.freeThreads = freeThreads;
    this.line = ports.line();
    this.formed = new FormedAnswers(ports.workers());
    this.pictures = new Pictures(ports.workers());
    this.overtures = new Overtures(ports, settings, desk);
    this.polls = new PollTimer(line, this::poll);
    this.retries = new RetryBudget(line.now());
  }

  /** Settles what a crash left, then asks. To be called once. */
  public void start() {
    line.run(this::settle);
  }

  @Override
  public Arrival arriving(Press press, Frame frame) {
    return overtures.arriving(press, frame);
  }

  @Override
  public void stored(CaptureKey key) {
    line.run(() -> heardOf(key));
  }

  /** Another process may have stored something that is due. */
  public void lookAgain() {
    line.run(
        () -> {
          if (phase == Phase.RUNNING) {
            polls.at(line.now());
          }
        });
  }

  @Override
  public void cancelled(CaptureKey key) {
    line.run(
        () -> {
          CaptureRun run = runs.get(key);
          if (run != null) {
            run.cancel();
          }
        });
  }

  /**
   * Begins nothing new and lets what is under way go on for {@link DispatchSettings#stopPatience};
   * what is not at its end then is hung up and settled at the next start.
   *
   * @return completes when nothing is under way any more
   */
  public CompletionStage<@Nullable Void> stop() {
    line.run(this::beginToStop);
    return stopped.minimalCompletionStage();
  }

  /** Stops and waits for it, a little longer than the patience at most. */
  @Override
  public void close() {
    stop();
    try {
      stopped.get(settings.stopPatience().plus(STOP_GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      log.error("dispatch stuck while stopping", stuck);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    line.close();
    freeThreads.run();
  }

  private void settle() {
    if (phase != Phase.NEW) {
      return;
    }
    whenDone(
        () -> ports.asking().settle(line.now()),
        interrupted -> {
          interrupted.forEach(
              key ->
                  log.warn(
                      "attempt interrupted device={} capture={} billed=maybe",
                      key.device(),
                      key.shortForm()));
          if (phase == Phase.NEW) {
            phase = Phase.RUNNING;
            polls.at(line.now());
          }
        },
        busy -> line.after(pause(busy), this::settle));
  }

  private void heardOf(CaptureKey key) {
    if (phase != Phase.NEW && phase != Phase.RUNNING) {
      return;
    }
    if (!runs.containsKey(key)) {
      boolean known = waiting.add(key);
      fill();
      if (!known || waiting.contains(key)) {
        new Told(key, ports.feed()).stage(StageKind.QUEUED, Duration.ZERO, "");
      }
    }
  }

  /** Takes waiting captures for as long as there are places. */
  private void fill() {
    if (phase != Phase.RUNNING || storePauses > 0) {
      return;
    }
    while (runs.size() < settings.concurrency()) {
      CaptureKey key = waiting.take(this::hasRoom, line.now());
      if (key == null) {
        break;
      }
      CaptureRun run = new CaptureRun(key, ports, settings, desk);
      runs.put(key, run);
      run.start();
    }
    if (runs.size() < settings.concurrency() && waiting.wantsMore()) {
      polls.at(line.now());
    }
  }

  /** Where a provider takes none for another reason than its places, who waits for it looks on. */
  private boolean hasRoom(String provider) {
    return state(provider).room(line.now(), 0).kind() != ProviderState.Room.Kind.FULL;
  }

  private ProviderState state(String name) {
    return states.computeIfAbsent(
        name,
        unknown ->
            new ProviderState(
                ports.providers().apply(unknown), settings.concurrencyPerProvider(), line.now()));
  }

  private void poll() {
    if (phase != Phase.RUNNING) {
      return;
    }
    waiting.refreshBegins();
    Instant now = line.now();
    whenDone(
        () -> ports.asking().due(now, Waiting.PER_DEVICE, Waiting.LIMIT),
        due -> {
          waiting.refresh(due, runs.keySet());
          fill();
          whenDone(ports.asking()::nextDue, this::polled, this::pollLater);
        },
        this::pollLater);
  }

  /** What is due already waits for a place; only what becomes due later needs a clock. */
  private void polled(Optional<Instant> nextDue) {
    polls.over();
    nextDue.filter(line.now()::isBefore).ifPresent(polls::at);
    fill();
  }

  private void pollLater(StoreUnavailable busy) {
    pause(busy);
    polls.over();
  }

  /** Leaves the store alone for as long as it asks for, within bounds. */
  private Duration pause(StoreUnavailable busy) {
    Duration wait = busy.retryAfter();
    if (wait.compareTo(MIN_STORE_PAUSE) < 0) {
      wait = MIN_STORE_PAUSE;
    } else if (wait.compareTo(MAX_STORE_PAUSE) > 0) {
      wait = MAX_STORE_PAUSE;
    }
    storePauses++;
    if (storePauses == 1) {
      log.warn("store busy code={} ms={}", busy.code().word(), wait.toMillis());
    }
    line.after(
        wait,
        () -> {
          storePauses--;
          fill();
        });
    return wait;
  }

  private void beginToStop() {
    if (phase == Phase.STOPPING || phase == Phase.OVER) {
      return;
    }
    phase = Phase.STOPPING;
    overtures.abortAll();
    if (runs.isEmpty()) {
      finish();
    } else {
      log.info("dispatch stopping underway={}", runs.size());
      line.after(settings.stopPatience(), this::abandonAll);
    }
  }

  private void abandonAll() {
    phase = Phase.OVER;
    log.warn("dispatch hung up underway={}", runs.size());
    List.copyOf(runs.values()).forEach(CaptureRun::abandon);
    finish();
  }

  private void finish() {
    phase = Phase.OVER;
    stopped.complete(null);
  }

  private void storeFailed(Throwable cause) {
    if (phase != Phase.OVER) {
      log.error("dispatch stopped because the store failed underway={}", runs.size(), cause);
      abandonAll();
    }
  }

  private <T> void whenDone(
      Supplier<CompletionStage<T>> call, Consumer<T> then, Consumer<StoreUnavailable> whenBusy) {
    Replies.onLine(line, call, then, whenBusy, this::storeFailed);
  }

  private static ExecutorService starters() {
    AtomicInteger count = new AtomicInteger();
    // Needs no bound of its own: a run holds its place until its thread is free again.
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "ask-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** For what computes: as many threads as there are processors. */
  private static ExecutorService workers() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        task -> {
          Thread thread = new Thread(task, "look-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The runs' way back. */
  private final class Places implements Desk {

    @Override
    public ProviderState state(String name) {
      return Dispatcher.this.state(name);
    }

    @Override
    public void heard(ProviderState state, ProviderState.Place place, AttemptResult result) {
      Instant now = line.now();
      Breaker.Change change = state.heard(place, result, now);
      Told.of(change, state, now);
    }

    @Override
    public RetryBudget retries() {
      return retries;
    }

    @Override
    public boolean putBack(CaptureRun run, Plan.Step.Hold hold, Instant until) {
      if (waiting.held() >= MAX_HELD) {
        return false;
      }
      Instant notBefore = line.now().plus(hold.pause());
      runs.remove(run.key());
      waiting.putBack(run.key(), new Waiting.Hold(hold.provider(), notBefore, until));
      if (!hold.pause().isZero()) {
        line.after(hold.pause(), Dispatcher.this::fill);
      }
      over();
      return true;
    }

    @Override
    public void done(CaptureRun run) {
      runs.remove(run.key());
      over();
    }

    @Override
    public void dueAt(Instant at) {
      polls.at(at);
    }

    @Override
    public Duration storeBusy(StoreUnavailable busy) {
      return pause(busy);
    }

    @Override
    public void storeFailed(Throwable cause) {
      Dispatcher.this.storeFailed(cause);
    }

    @Override
    public Overtures overtures() {
      return overtures;
    }

    @Override
    public Instant now() {
      return line.now();
    }

    @Override
    public Pictures pictures() {
      return pictures;
    }

    @Override
    public FormedAnswers formed() {
      return formed;
    }

    @Override
    public boolean stopping() {
      return phase != Phase.RUNNING;
    }

    private void over() {
      if (phase == Phase.STOPPING && runs.isEmpty()) {
        finish();
      } else {
        fill();
      }
    }
  }
}
