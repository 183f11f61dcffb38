package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.StageKind;
import io.camrelay.protocol.Urgency;
import io.camrelay.vision.AnswerListener;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Inquiry;
import io.camrelay.vision.Manner;
import io.camrelay.vision.Pace;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same with real threads and the real clock. */
class DispatcherThreadsTest {

  private static final int CONCURRENCY = 8;

  private final MemoryStore store = new MemoryStore();
  private final CaptureFeed feed = new CaptureFeed();
  private final Heard heard = new Heard();
  private final ExecutorService voices = Executors.newFixedThreadPool(4);

  @AfterEach
  void silence() {
    voices.shutdownNow();
  }

  @Test
  void everyCaptureEndsExactlyOnceWhateverProvidersAndDevicesDoAtOnce() {
    Map<CaptureKey, AtomicInteger> ends = new ConcurrentHashMap<>();
    feed.watch(new EndCounter(ends));
    MoodyProvider provider = new MoodyProvider(voices);
    List<CaptureKey> keys = new ArrayList<>();
    try (Dispatcher dispatcher = dispatcher(provider)) {
      dispatcher.start();
      Random random = new Random(7);
      for (int number = 1; number <= 400; number++) {
        CaptureKey key = keep("cam" + number % 7, number);
        keys.add(key);
        dispatcher.stored(key);
        if (random.nextInt(5) == 0) {
          CaptureKey unlucky = keys.get(random.nextInt(keys.size()));
          if (store.fail(unlucky, Instant.now())) {
            ends.computeIfAbsent(unlucky, any -> new AtomicInteger()).incrementAndGet();
          }
          dispatcher.cancelled(unlucky);
        }
      }
      await().atMost(60, TimeUnit.SECONDS).until(() -> ends.size() == keys.size());
    }

    assertThat(ends.values()).allMatch(count -> count.get() == 1);
    assertThat(store.endings()).isEqualTo(keys.size());
    assertThat(provider.most.get()).isLessThanOrEqualTo(CONCURRENCY);
    for (CaptureKey key : keys) {
      assertThat(store.get(key).state().ended()).isTrue();
      assertThat(store.get(key).attempts()).allMatch(attempt -> attempt.end() != null);
      assertThat(paidFor(store.get(key))).isLessThanOrEqualTo(RetryPolicy.MAX_POSSIBLY_BILLED);
    }
  }

  @Test
  void aProviderThatBlocksInsteadOfReturningHoldsOnlyItsOwnPlace() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Provider provider =
        new FunctionProvider(
            (ask, listener) -> {
              if (ask.question().equals("block")) {
                try {
                  blocked.countDown();
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
                return () -> {};
              }
              listener.text("Yes.");
              listener.ended(new AttemptResult.Answered(false, Receipt.NONE));
              return () -> {};
            });
    feed.watch(heard);
    CaptureKey blocks = DispatchFixture.key("cam", 1);
    store.store(
        DispatchFixture.press(blocks, "block", Urgency.NORMAL, Instant.now()), null, Instant.now());
    try (Dispatcher dispatcher = dispatcher(provider)) {
      dispatcher.start();
      dispatcher.stored(blocks);
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
      CaptureKey other = keep("cam", 2);
      dispatcher.stored(other);
      await().until(() -> store.get(other).state() == CaptureState.ANSWERED);

      assertThat(store.fail(blocks, Instant.now())).isTrue();
      dispatcher.cancelled(blocks);
      await().untilTrue(interrupted);
    }
    assertThat(store.get(blocks).attempts()).allMatch(attempt -> attempt.end() != null);
  }

  @Test
  void aProviderThatThrowsIsAFailureLikeAnother() {
    AtomicInteger calls = new AtomicInteger();
    Provider provider =
        new FunctionProvider(
            (ask, listener) -> {
              calls.incrementAndGet();
              throw new IllegalStateException("a defect");
            });
    feed.watch(heard);
    CaptureKey key = keep("cam", 1);
    try (Dispatcher dispatcher = dispatcher(provider)) {
      dispatcher.start();
      await().atMost(20, TimeUnit.SECONDS).until(() -> store.get(key).state().ended());
    }

    assertThat(calls).hasValue(RetryPolicy.MAX_POSSIBLY_BILLED);
    assertThat(store.get(key).attempts())
        .extracting(DispatcherThreadsTest::detail)
        .allMatch(detail -> detail.contains("a defect"));
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    feed.watch(new Thrower());
    feed.watch(heard);
    Provider provider =
        new FunctionProvider(
            (ask, listener) -> {
              listener.text("Yes.");
              listener.ended(new AttemptResult.Answered(false, Receipt.NONE));
              return () -> {};
            });
    CaptureKey first = keep("cam", 1);
    CaptureKey second = keep("cam", 2);
    try (Dispatcher dispatcher = dispatcher(provider)) {
      dispatcher.start();
      await().until(() -> store.get(first).state() == CaptureState.ANSWERED);
      await().until(() -> store.get(second).state() == CaptureState.ANSWERED);
    }
  }

  private Dispatcher dispatcher(Provider provider) {
    DispatchSettings settings =
        new DispatchSettings(
            "What is this?",
            Duration.ofSeconds(30),
            CONCURRENCY,
            CONCURRENCY,
            DispatchSettings.MIN_ANSWER,
            Duration.ofSeconds(5));
    return new Dispatcher(
        store,
        store,
        feed,
        AttemptListener.NONE,
        capture -> DispatchFixture.profile(settings),
        model -> Optional.empty(),
        name -> provider,
        (device, profile, now) -> CompletableFuture.completedStage(List.of()),
        settings,
        Clock.systemUTC());
  }

  private CaptureKey keep(String device, int number) {
    CaptureKey key = DispatchFixture.key(device, number);
    store.store(DispatchFixture.press(key, "", Urgency.NORMAL, Instant.now()), null, Instant.now());
    return key;
  }

  private static String detail(Attempt attempt) {
    Attempt.End end = attempt.end();
    return end == null ? "" : end.detail();
  }

  private static long paidFor(Capture capture) {
    return capture.attempts().stream()
        .filter(attempt -> attempt.end() != null && attempt.end().billed() != Attempt.Billed.NO)
        .count();
  }

  private interface Asked {
    Inquiry ask(Ask ask, AnswerListener listener);
  }

  private record FunctionProvider(Asked asked) implements Provider {

    @Override
    public String name() {
      return "openai";
    }

    @Override
    public String model() {
      return "gpt-4o-mini";
    }

    @Override
    public Pace pace() {
      return Pace.UNBOUNDED;
    }

    @Override
    public Terms terms(Manner manner) {
      return new Terms(null, 0);
    }

    @Override
    public Inquiry ask(Ask ask, AnswerListener listener) {
      return asked.ask(ask, listener);
    }

    @Override
    public void close() {}
  }

  /** Answers, fails or breaks off by (seeded) chance, from other threads, and ends when hung up. */
  private static final class MoodyProvider implements Provider {

    private final ExecutorService voices;
    private final Random random = new Random(42);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    MoodyProvider(ExecutorService voices) {
      this.voices = voices;
    }

    @Override
    public String name() {
      return "openai";
    }

    @Override
    public String model() {
      return "gpt-4o-mini";
    }

    @Override
    public Pace pace() {
      return Pace.UNBOUNDED;
    }

    @Override
    public Terms terms(Manner manner) {
      return new Terms(null, 0);
    }

    @Override
    public Inquiry ask(Ask ask, AnswerListener listener) {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      AtomicBoolean ended = new AtomicBoolean();
      int mood;
      synchronized (random) {
        // Mostly answers: each wait before another try is half a second of this test.
        mood = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
      }
      voices.execute(
          () -> {
            if (mood < 8) {
              listener.text("A ");
              listener.text("cat.");
            }
            end(ended, listener, result(mood));
          });
      return () -> end(ended, listener, failed(Failure.CANCELLED, Billing.MAYBE));
    }

    private void end(AtomicBoolean ended, AnswerListener listener, AttemptResult result) {
      if (ended.compareAndSet(false, true)) {
        underWay.decrementAndGet();
        listener.ended(result);
      }
    }

    private static AttemptResult result(int mood) {
      return switch (mood) {
        case 6 -> failed(Failure.BROKEN, Billing.YES);
        case 7 -> failed(Failure.REFUSED, Billing.YES);
        case 8 -> failed(Failure.UNREACHABLE, Billing.NO);
        case 9 -> failed(Failure.BAD_KEY, Billing.NO);
        default -> new AttemptResult.Answered(false, Receipt.NONE);
      };
    }

    private static AttemptResult failed(Failure failure, Billing billing) {
      return new AttemptResult.Failed(failure, billing, null, "", Receipt.NONE);
    }

    @Override
    public void close() {}
  }

  private record EndCounter(Map<CaptureKey, AtomicInteger> ends) implements CaptureListener {

    @Override
    public void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {}

    @Override
    public void text(CaptureKey key, int generation, int offset, String piece) {}

    @Override
    public void ended(CaptureKey key, int generation, Ending ending) {
      ends.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static final class Thrower implements CaptureListener {

    @Override
    public void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {
      throw new IllegalStateException("a listener's defect");
    }

    @Override
    public void text(CaptureKey key, int generation, int offset, String piece) {
      throw new IllegalStateException("a listener's defect");
    }

    @Override
    public void ended(CaptureKey key, int generation, Ending ending) {
      throw new IllegalStateException("a listener's defect");
    }
  }
}
