package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Attempt.Billed;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureState;
import io.camrelay.endtoend.MoodyProvider.Mood;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.relay.Relay;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 2, 4 and 6 while many cameras press and the provider is killed, slow, lying, out of
 * money, or no provider at all.
 */
class ProviderOutageTest {

  private static final int CAMERAS = 24;

  /** How long a camera is answered after at the latest. */
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** No provider is left alone for longer than this, however often it has failed. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  /** What is asked again: some at once, some each second, and some for each first attempt. */
  private static final int AGAIN_AT_ONCE = 20;

  private static final double AGAIN_PER_SECOND = 2;
  private static final double AGAIN_PER_FIRST = 0.2;

  /** A capture that may have been billed so often is not asked again. */
  private static final int MAX_POSSIBLY_BILLED = 2;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void nothingIsLostAndNothingPaidTwiceUnmarkedOverEachKindOfTrouble() throws Exception {
    trouble(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  @Tag("soak")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void nothingIsLostAndNothingPaidTwiceUnmarkedOverFiveMinutes() throws Exception {
    trouble(Duration.ofMinutes(5), Duration.ofSeconds(5));
  }

  private void trouble(Duration time, Duration mood) throws Exception {
    long seed = Long.getLong("camrelay.seed", System.nanoTime());
    System.out.println("moods drawn from -Dcamrelay.seed=" + seed);
    Random random = new Random(seed);
    List<PressingCamera> cameras = new ArrayList<>();
    try (MoodyProvider provider = new MoodyProvider(new Random(seed));
        Relay relay = Relay.start(TestRelay.load(configure(provider)));
        CameraFleet fleet = CameraFleet.start(1)) {
      BudgetKey month = new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.MONTH, BudgetUnit.TOKENS);
      relay
          .ledger()
          .put(new Budget(month, Budget.MAX_LIMIT, 0, 0), Instant.now())
          .toCompletableFuture()
          .get(30, SECONDS);
      for (int i = 0; i < CAMERAS; i++) {
        cameras.add(
            PressingCamera.start(
                fleet,
                TestRelay.camera(
                        relay.devices(), "cam" + i, relay.port(), relay.identity().authorityPem())
                    .build()));
      }
      Instant begun = Instant.now();
      beMoody(provider, cameras, time, mood, random);
      awaitWell(cameras);
      cameras.forEach(PressingCamera::stop);
      for (PressingCamera camera : cameras) {
        camera.awaitReplies(DEADLINE.plusSeconds(60));
      }
      judge(relay, provider, cameras, Duration.between(begun, Instant.now()));
    }
  }

  /**
   * Each mood comes up as often as the others, in an order of chance, until the time is over and
   * each has come up; it ends well. Between them it is well as well for as long as nobody asks it,
   * or all moods but the first would find it set aside; every now and then it is not.
   */
  private static void beMoody(
      MoodyProvider provider,
      List<PressingCamera> cameras,
      Duration time,
      Duration each,
      Random random)
      throws Exception {
    List<Mood> moods = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    int changes = 0;
    while (changes < Mood.values().length || System.nanoTime() < end) {
      if (moods.isEmpty()) {
        moods.addAll(List.of(Mood.values()));
        Collections.shuffle(moods, random);
        // What it leaves hanging has the provider set aside in the midst of the next mood.
        Collections.swap(moods, moods.indexOf(Mood.SLOW), moods.size() - 1);
      }
      provider.be(moods.remove(0));
      TimeUnit.NANOSECONDS.sleep(each.toNanos());
      changes++;
      if (changes <= Mood.values().length || random.nextInt(4) > 0) {
        provider.be(Mood.WELL);
        awaitWell(cameras.subList(0, 1));
      }
    }
    provider.be(Mood.WELL);
  }

  /** Whoever presses is answered again, without anybody mending the relay. */
  private static void awaitWell(List<PressingCamera> cameras) {
    Map<PressingCamera, Integer> before = new HashMap<>();
    cameras.forEach(camera -> before.put(camera, camera.presses().size()));
    for (PressingCamera camera : cameras) {
      Awaitility.await()
          .atMost(LONGEST_REST.plus(DEADLINE).plusSeconds(30))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () ->
                  camera.presses().stream()
                      .skip(before.getOrDefault(camera, 0))
                      .anyMatch(press -> press.reply().isDone() && press.answer() != null));
    }
  }

  private static void judge(
      Relay relay, MoodyProvider provider, List<PressingCamera> cameras, Duration took)
      throws Exception {
    int captures = 0;
    int answered = 0;
    int attempts = 0;
    int askedAgain = 0;
    Map<String, Integer> outcomes = new TreeMap<>();
    for (PressingCamera camera : cameras) {
      assertThat(camera.endsHeardTwice()).as("ends that were shown twice").isEmpty();
      for (PressingCamera.Press press : camera.presses()) {
        Capture capture =
            relay.captures().find(press.key()).toCompletableFuture().get(30, SECONDS).orElseThrow();
        int asked = provider.askedAbout(press.photo());
        judge(capture, press, asked);
        captures++;
        answered += capture.state() == CaptureState.ANSWERED ? 1 : 0;
        attempts += capture.attempts().size();
        askedAgain += asked > 1 ? 1 : 0;
        capture.attempts().forEach(it -> outcomes.merge(end(it).outcome(), 1, Integer::sum));
      }
    }
    Map<Mood, Integer> asked = provider.asked();
    int whole = asked.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "%d s, %d captures: %d answered, the others ended with a reason; %d attempts %s;"
            + " %d whole requests %s, %d that never were whole; %d pictures asked about again%n",
        took.toSeconds(),
        captures,
        answered,
        attempts,
        outcomes,
        whole,
        new EnumMap<>(asked),
        provider.broken(),
        askedAgain);
    assertThat(answered).isPositive();
    assertThat(whole)
        .as("whole requests")
        .isLessThanOrEqualTo(
            (int)
                (captures * (1 + AGAIN_PER_FIRST)
                    + AGAIN_AT_ONCE
                    + AGAIN_PER_SECOND * took.toSeconds()));
    BudgetState state =
        relay.ledger().budgets(Instant.now()).toCompletableFuture().get(30, SECONDS).get(0);
    assertThat(state.reserved()).as("what is still reserved").isZero();
    assertThat(state.spent()).isPositive();
  }

  private static void judge(Capture capture, PressingCamera.Press press, int asked) {
    assertThat(capture.ending()).as("%s", capture.key()).isNotNull();
    List<Attempt> attempts = capture.attempts();
    assertThat(attempts).allMatch(attempt -> attempt.end() != null);
    long sentTwice = attempts.stream().filter(ProviderOutageTest::wasSentTwice).count();
    assertThat(asked)
        .as("how often the provider saw %s, against what is marked", capture.key())
        .isLessThanOrEqualTo((int) (attempts.size() + sentTwice));
    assertThat(attempts.stream().filter(attempt -> end(attempt).billed() != Billed.NO).count())
        .as("attempts of %s that may have been billed", capture.key())
        .isLessThanOrEqualTo(MAX_POSSIBLY_BILLED);
    if (capture.state() == CaptureState.ANSWERED) {
      assertThat(press.answer()).isNotNull();
    } else {
      assertThat(press.answer()).isNull();
    }
  }

  /** A pooled connection died as the request had left: the record says so. */
  private static boolean wasSentTwice(Attempt attempt) {
    return end(attempt).detail().contains("on a fresh connection");
  }

  private static Attempt.End end(Attempt attempt) {
    return Objects.requireNonNull(attempt.end());
  }

  private Path configure(MoodyProvider provider) throws Exception {
    Path file = TestRelay.configure(folder, provider.alive(), 0);
    String toml = Files.readString(file);
    Path catalogue =
        Files.writeString(
            folder.resolve("models.json"),
            """
            {"as_of": "2026-11-01", "models": [{"model": "%s", "source": "a test",
              "formula": {"kind": "fixed", "low": 1000, "high": 1000, "auto": 1000},
              "prices": {"input": "1", "output": "4"}}]}
            """
                .formatted(FakeProvider.MODEL));
    return Files.writeString(
        file,
        "usage.catalogue = \""
            + catalogue
            + "\"\n"
            + toml.replace(
                "[asking]\n", "[asking]\ndeadline = \"" + DEADLINE.toSeconds() + " s\"\n"));
  }
}
