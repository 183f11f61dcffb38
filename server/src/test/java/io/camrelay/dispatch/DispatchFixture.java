package io.camrelay.dispatch;

import io.camrelay.bounds.Quantities;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Press;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.ResetReason;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.ModelInfo;
import io.camrelay.vision.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A dispatcher between a store in memory and a scripted provider, in controlled time. */
final class DispatchFixture {

  static final Duration DEADLINE = Duration.ofMinutes(1);
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Nobody looks at pictures where a test does not say so. */
  static final List<ProfileKey> GATE =
      List.of(
          ProfileKey.GATE_DAMAGED,
          ProfileKey.GATE_BLACK,
          ProfileKey.GATE_WHITE,
          ProfileKey.GATE_BLURRED);

  ControlledTime time = new ControlledTime();
  final MemoryStore store = new MemoryStore();
  final Heard heard = new Heard();

  /** Ends of attempts that were told once they were durable. */
  final List<Attempt.End> ends = new ArrayList<>();

  ScriptedProvider provider = new ScriptedProvider("openai");
  Function<String, Provider> providers = name -> provider;
  Function<String, Optional<ModelInfo>> models = model -> Optional.empty();
  List<BudgetState> budgets = List.of();
  Executor starters = Runnable::run;
  DispatchSettings settings = settings(4, 4);
  Function<Capture, EffectiveProfile> profiles = capture -> profile(settings);
  Dispatcher dispatcher = dispatcher();

  static DispatchSettings settings(int concurrency, int perProvider) {
    return new DispatchSettings(
        "What is this?", DEADLINE, concurrency, perProvider, DispatchSettings.MIN_ANSWER, PATIENCE);
  }

  /** A dispatcher with the settings of now, started. */
  DispatchFixture start() {
    dispatcher = dispatcher();
    dispatcher.start();
    time.pass(Duration.ZERO);
    return this;
  }

  /** The relay is killed and started anew over the same store. */
  void crashAndStart() {
    ControlledTime after = new ControlledTime();
    after.setClock(time.now());
    time.close();
    time = after;
    provider = new ScriptedProvider("openai");
    start();
  }

  private Dispatcher dispatcher() {
    return new Dispatcher(
        new Ports(
            store,
            store,
            heard,
            (key, attempt, end) -> ends.add(end),
            name -> providers.apply(name),
            (device, profile, now) -> CompletableFuture.completedStage(budgets),
            capture -> profiles.apply(capture),
            model -> models.apply(model),
            time,
            starters,
            Runnable::run,
            () -> 0.0),
        settings,
        () -> {});
  }

  /** What is asked with where only the configuration says something. */
  static EffectiveProfile profile(DispatchSettings settings) {
    return profile(settings, Map.of());
  }

  /** The same with more that is set. */
  static EffectiveProfile profile(DispatchSettings settings, Map<ProfileKey, String> more) {
    Map<ProfileKey, String> all = new EnumMap<>(ProfileKey.class);
    all.put(ProfileKey.CHAIN, "openai");
    all.put(ProfileKey.QUESTION, settings.question());
    all.put(ProfileKey.DEADLINE, Quantities.write(settings.deadline()));
    for (ProfileKey check : GATE) {
      all.put(check, "off");
    }
    all.putAll(more);
    return ProfileSnapshot.EMPTY.of("any", new ProfileSettings(all));
  }

  static CaptureKey key(String device, int number) {
    return new CaptureKey(device, new CaptureId(7, number));
  }

  static Press press(CaptureKey key, String question, Urgency urgency, Instant now) {
    return new Press(
        key,
        1,
        now,
        Trigger.TOUCH,
        urgency,
        question,
        new FlightRecord(
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            Limits.UNKNOWN,
            0,
            ResetReason.UNKNOWN));
  }

  /** Stores a capture and tells nobody. */
  CaptureKey keep(String device, int number) {
    return keep(device, number, "", Urgency.NORMAL, null);
  }

  CaptureKey keep(
      String device, int number, String question, Urgency urgency, @Nullable CaptureKey parent) {
    CaptureKey key = key(device, number);
    store.store(press(key, question, urgency, time.now()), parent, time.now());
    return key;
  }

  /** Stores a capture as a session does, and lets the dispatcher act. */
  CaptureKey pressed(String device, int number) {
    CaptureKey key = keep(device, number);
    dispatcher.stored(key);
    time.runAll();
    return key;
  }

  /** Hints at a capture that the store may not have. */
  void pressedBlindly(String device, int number) {
    dispatcher.stored(key(device, number));
    time.runAll();
  }

  /** What the device's cancel does. */
  void cancel(CaptureKey key) {
    boolean unused = store.fail(key, time.now());
    dispatcher.cancelled(key);
    time.runAll();
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  CaptureState state(CaptureKey key) {
    return store.get(key).state();
  }

  Ending ending(CaptureKey key) {
    Ending ending = store.get(key).ending();
    if (ending == null) {
      throw new AssertionError(key + " has not ended");
    }
    return ending;
  }

  Ending.Failure failure(CaptureKey key) {
    return (Ending.Failure) ending(key);
  }

  Ending.Answer answer(CaptureKey key) {
    return (Ending.Answer) ending(key);
  }
}
