package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.answer;
import static io.camrelay.capture.Scene.billed;
import static io.camrelay.capture.Scene.broken;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.picture.GateVerdict.Finding;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Expected;
import io.camrelay.usage.Money;
import io.camrelay.usage.WorstCase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Asking} promises, whatever keeps it. */
public interface AskingContract {

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  @Test
  default void recordsAnAttemptBeforeItIsMade() {
    CaptureKey key = scene().stored(key("porch", 1));

    Beginning beginning =
        new Beginning(
            "openai",
            "gpt",
            "garden",
            17,
            new Expected(765, 901),
            new WorstCase(1_901, new Money(12_345)),
            new Beginning.Sent(1024, 768, 65_432, 0xFFFF_FFFFL),
            null,
            true);
    Capture asked = Scene.taken(store().asking().begin(key, beginning, NOW.plusSeconds(1)));

    assertThat(asked.attempts())
        .containsExactly(new Attempt(1, beginning, NOW.plusSeconds(1), null));
    assertThat(asked.state()).isEqualTo(CaptureState.ASKING);
    assertThat(asked.dueAt()).isNull();
    store().crash();
    assertThat(scene().find(key)).isEqualTo(asked);
  }

  @Test
  default void aCaptureIsTakenOnce() {
    CaptureKey key = scene().stored(key("porch", 1));
    scene().asked(key);

    Beginning again = Beginning.of("local", "m");
    assertThat(done(store().asking().begin(key, again, NOW))).isEqualTo(new Begun.Gone());
    assertThat(done(store().asking().begin(key("porch", 2), again, NOW)))
        .isEqualTo(new Begun.Gone());
    assertThat(scene().find(key).attempts()).hasSize(1);
  }

  @Test
  default void anAttemptThatFailedIsFollowedByAnother() {
    CaptureKey key = scene().stored(key("porch", 1));
    scene().asked(key);

    assertThat(done(store().asking().again(key, broken(NOW), NOW.plusSeconds(20)))).isTrue();
    assertThat(scene().find(key).dueAt()).isEqualTo(NOW.plusSeconds(20));
    Capture asked = scene().asked(key);

    assertThat(asked.attempts()).extracting(Attempt::ordinal).containsExactly(1, 2);
    assertThat(asked.attempts().get(0).end()).isEqualTo(broken(NOW));
    assertThat(asked.attempts().get(1).end()).isNull();
  }

  @Test
  default void theAnswerIsThereAfterACrash() {
    CaptureKey key = scene().stored(key("porch", 1));
    scene().asked(key);
    Ending.Answer answer = answer("Ein Kätzchen \uD83D\uDC08, \"schwarz\".\n\u0000");

    assertThat(done(store().asking().end(key, billed(NOW.plusSeconds(3)), answer))).isTrue();
    store().crash();

    Capture kept = scene().find(key);
    assertThat(kept.state()).isEqualTo(CaptureState.ANSWERED);
    assertThat(kept.ending()).isEqualTo(answer);
    assertThat(kept.endedAt()).isEqualTo(NOW.plusSeconds(3));
    assertThat(kept.attempts().get(0).end()).isEqualTo(billed(NOW.plusSeconds(3)));
    assertThat(done(store().mailbox().ending(key))).isEqualTo(answer);
  }

  @Test
  default void whatWasPaidAfterTheEndIsStillRecorded() {
    CaptureKey cancelled = scene().stored(key("porch", 1));
    CaptureKey retried = scene().stored(key("porch", 2));
    scene().asked(cancelled);
    scene().asked(retried);
    done(store().uploads().fail(cancelled, failed(Code.CANCELLED), NOW));
    done(store().uploads().fail(retried, failed(Code.CANCELLED), NOW));

    assertThat(done(store().asking().end(cancelled, billed(NOW), answer("A cat.")))).isFalse();
    assertThat(done(store().asking().again(retried, broken(NOW), NOW))).isFalse();

    assertThat(scene().find(cancelled).ending()).isEqualTo(failed(Code.CANCELLED));
    assertThat(scene().find(cancelled).attempts().get(0).end()).isEqualTo(billed(NOW));
    assertThat(scene().find(retried).attempts().get(0).end()).isEqualTo(broken(NOW));
  }

  @Test
  default void onlyAQueuedCapturePassesItsDeadline() {
    CaptureKey queued = scene().stored(key("porch", 1));
    CaptureKey asking = scene().stored(key("porch", 2));
    scene().asked(asking);
    Ending.Failure late = failed(Code.DEADLINE);

    assertThat(done(store().asking().expire(queued, late, null, NOW))).isTrue();
    assertThat(done(store().asking().expire(queued, late, null, NOW))).isFalse();
    assertThat(done(store().asking().expire(asking, late, null, NOW))).isFalse();
    assertThat(done(store().asking().expire(key("porch", 3), late, null, NOW))).isFalse();

    assertThat(scene().find(queued).ending()).isEqualTo(late);
    assertThat(scene().mailbox("porch")).containsExactly(1L);
  }

  @Test
  default void onlyAQueuedCaptureIsPutOff() {
    CaptureKey queued = scene().stored(key("porch", 1));
    CaptureKey asking = scene().stored(key("porch", 2));
    scene().asked(asking);
    Instant then = NOW.plusSeconds(30);

    assertThat(done(store().asking().putOff(queued, then))).isTrue();
    assertThat(done(store().asking().putOff(asking, then))).isFalse();
    assertThat(done(store().asking().putOff(key("porch", 3), then))).isFalse();

    assertThat(scene().find(queued).dueAt()).isEqualTo(then);
    assertThat(scene().find(queued).attempts()).isEmpty();
    assertThat(due(60, 5)).isEmpty();
  }

  @Test
  default void aCrashInTheMiddleIsSettled() {
    CaptureKey asking = scene().stored(key("porch", 1));
    CaptureKey queued = scene().stored(key("porch", 2));
    CaptureKey answered = scene().answered(key("porch", 3), "A cat.");
    CaptureKey cancelled = scene().stored(key("porch", 4));
    scene().asked(asking);
    scene().asked(cancelled);
    done(store().uploads().fail(cancelled, failed(Code.CANCELLED), NOW));
    store().crash();

    assertThat(done(store().asking().settle(NOW.plusSeconds(60)))).containsExactly(asking);

    Capture settled = scene().find(asking);
    assertThat(settled.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(settled.dueAt()).isEqualTo(NOW.plusSeconds(60));
    Attempt.End end = settled.attempts().get(0).end();
    assertThat(end).isNotNull();
    assertThat(end.outcome()).isEqualTo("interrupted");
    assertThat(end.billed()).isEqualTo(Attempt.Billed.MAYBE);
    assertThat(end.at()).isEqualTo(NOW.plusSeconds(60));
    assertThat(scene().find(cancelled).attempts().get(0).end()).isNotNull();
    assertThat(scene().find(cancelled).state()).isEqualTo(CaptureState.FAILED);
    assertThat(scene().find(answered).attempts().get(0).end()).isEqualTo(billed(NOW));
    assertThat(scene().find(queued).attempts()).isEmpty();
    assertThat(done(store().asking().settle(NOW.plusSeconds(61)))).isEmpty();
  }

  @Test
  default void keepsWhatWasFoundInThePicture() {
    CaptureKey asked = scene().stored(key("porch", 1));
    CaptureKey refused = scene().stored(key("porch", 2), Urgency.NORMAL, NOW.plusSeconds(2));
    Look seen = look('B', new Finding(GateCheck.BLURRED, GateAction.WARN, "It is blurred."));
    Look black = look('C', new Finding(GateCheck.BLACK, GateAction.REFUSE, "It is \"black\"."));

    Capture begun = Scene.taken(store().asking().begin(asked, with(seen), NOW));
    done(store().asking().again(asked, broken(NOW), NOW));
    Scene.taken(store().asking().begin(asked, with(null), NOW));
    done(store().asking().expire(refused, failed(Code.PICTURE_UNFIT), black, NOW));
    store().crash();

    assertThat(begun.look()).isEqualTo(seen);
    assertThat(scene().find(asked).look()).isEqualTo(seen);
    assertThat(scene().find(refused).look()).isEqualTo(black);
    assertThat(scene().find(scene().stored(key("porch", 3))).look()).isNull();
  }

  @Test
  default void theLastPictureIsTheLastThatWasWorthAskingAbout() {
    for (int number = 1; number <= 3; number++) {
      CaptureKey key =
          scene().stored(key("porch", number), Urgency.NORMAL, NOW.plusSeconds(number));
      Scene.taken(store().asking().begin(key, with(look((char) ('A' + number))), NOW));
    }
    CaptureKey refused = scene().stored(key("porch", 4), Urgency.NORMAL, NOW.plusSeconds(4));
    done(store().asking().expire(refused, failed(Code.PICTURE_UNFIT), look('X'), NOW));
    CaptureKey late = scene().stored(key("porch", 5), Urgency.NORMAL, NOW.plusSeconds(5));
    done(store().asking().expire(late, failed(Code.DEADLINE), look('L'), NOW));
    CaptureKey unseen = scene().stored(key("porch", 6), Urgency.NORMAL, NOW.plusSeconds(6));
    scene().asked(unseen);

    assertThat(last("porch", 3)).contains(look('C').fingerprint());
    assertThat(last("porch", 5)).as("but for the refused").contains(look('D').fingerprint());
    assertThat(last("porch", 9)).contains(look('L').fingerprint());
    assertThat(last("porch", 1)).as("strictly before").isEmpty();
    assertThat(last("garden", 9)).isEmpty();
  }

  private Optional<Fingerprint> last(String device, int seconds) {
    return done(store().asking().lastFingerprint(device, NOW.plusSeconds(seconds)));
  }

  private static Look look(char cell, Finding... findings) {
    String cells = String.valueOf(cell).repeat(Fingerprint.SIDE * Fingerprint.SIDE);
    return new Look(new Fingerprint(cells), List.of(findings));
  }

  private static Beginning with(@Nullable Look look) {
    return new Beginning(
        "local", "m", "", 0, Expected.UNKNOWN, WorstCase.UNKNOWN, null, look, false);
  }

  @Test
  default void theLongestWaitingIsDueFirstAndUrgentOnesBeforeTheRest() {
    scene().stored(key("a", 1), Urgency.LOW, NOW.minusSeconds(9));
    scene().stored(key("a", 2), Urgency.NORMAL, NOW.minusSeconds(8));
    scene().stored(key("b", 3), Urgency.HIGH, NOW.minusSeconds(1));
    scene().stored(key("b", 4), Urgency.HIGH, NOW.minusSeconds(2));
    scene().stored(key("c", 5), Urgency.HIGH, NOW.plusSeconds(1));
    scene().stored(key("c", 6), Urgency.NORMAL, NOW.plusSeconds(1));
    scene().asked(scene().stored(key("c", 7), Urgency.NORMAL, NOW.minusSeconds(99)));

    assertThat(due(100, 100)).containsExactly(4L, 3L, 1L, 2L);
    assertThat(due(100, 3)).containsExactly(4L, 3L, 1L);
    assertThat(due(1, 100)).containsExactly(4L, 1L);
  }

  @Test
  default void aDeviceWithVeryManyHidesNoOther() {
    for (int number = 0; number < 60; number++) {
      scene().stored(key("greedy", number), Urgency.NORMAL, NOW.minusSeconds(1_000 - number));
    }
    scene().stored(key("patient", 100), Urgency.NORMAL, NOW.minusSeconds(2));
    scene().stored(key("zealous", 101), Urgency.HIGH, NOW.minusSeconds(1));
    scene().stored(key("patient", 102), Urgency.NORMAL, NOW.minusSeconds(1));

    assertThat(due(2, 4)).containsExactly(101L, 0L, 1L, 100L);
    assertThat(due(2, 10)).containsExactly(101L, 0L, 1L, 100L, 102L);
    assertThat(due(60, 5)).containsExactly(101L, 0L, 1L, 2L, 3L);
  }

  @Test
  default void tellsWhenTheNextOneIsDue() {
    assertThat(done(store().asking().nextDue())).isEmpty();

    CaptureKey late = scene().stored(key("a", 1), Urgency.HIGH, NOW.plusSeconds(50));
    assertThat(done(store().asking().nextDue())).contains(NOW.plusSeconds(50));

    CaptureKey soon = scene().stored(key("b", 2), Urgency.LOW, NOW.plusSeconds(20));
    assertThat(done(store().asking().nextDue())).contains(NOW.plusSeconds(20));

    scene().asked(soon);
    scene().asked(late);
    assertThat(done(store().asking().nextDue())).isEmpty();
    done(store().asking().again(soon, broken(NOW), NOW.plus(Duration.ofHours(1))));
    assertThat(done(store().asking().nextDue())).contains(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  default void aLongConversationGivesItsLatestTurns() {
    CaptureKey parent = scene().answered(key("porch", 0), "0");
    for (int turn = 1; turn <= 60; turn++) {
      CaptureKey key = key("porch", turn);
      done(store().uploads().ask(Scene.question(key), parent, NOW));
      scene().asked(key);
      done(store().asking().end(key, billed(NOW), answer("" + turn)));
      parent = key;
    }

    List<Capture> turns = done(store().asking().conversation(scene().find(parent)));

    assertThat(turns).hasSizeBetween(10, 60);
    assertThat(turns.get(turns.size() - 1).key()).isEqualTo(key("porch", 59));
    assertThat(turns)
        .extracting(capture -> capture.key().id().number())
        .isSortedAccordingTo(Long::compare);
  }

  @Test
  default void aCaptureEndsExactlyOnceWhoeverRaces() throws Exception {
    Random random = new Random(42);
    ExecutorService racers = Executors.newFixedThreadPool(2);
    try {
      for (long round = 0; round < 60; round++) {
        CaptureKey key = scene().stored(key("porch", round));
        if (random.nextBoolean()) {
          scene().asked(key);
        }
        List<Callable<Boolean>> ends = new ArrayList<>(ends(key));
        Collections.shuffle(ends, random);
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Boolean>> tried = new ArrayList<>();
        for (Callable<Boolean> end : ends.subList(0, 2)) {
          tried.add(
              racers.submit(
                  () -> {
                    start.await();
                    return end.call();
                  }));
        }
        boolean first = tried.get(0).get();
        boolean second = tried.get(1).get();

        assertThat(first && second).as("both ended %s", key).isFalse();
        Ending ending = scene().find(key).ending();
        assertThat(ending != null).isEqualTo(first || second);
        done(store().uploads().fail(key, failed(Code.INTERNAL), NOW));
        assertThat(scene().find(key).ending())
            .isEqualTo(ending == null ? failed(Code.INTERNAL) : ending);
        assertThat(done(store().mailbox().waiting("porch", 100))).containsOnlyOnce(key);
        store().mailbox().acknowledge(key, NOW);
      }
    } finally {
      racers.shutdownNow();
    }
  }

  /** Ways to end a capture, each true where it was this one that ended it. */
  private List<Callable<Boolean>> ends(CaptureKey key) {
    Ending.Failure cancelled = failed(Code.CANCELLED);
    return List.of(
        () -> done(store().asking().end(key, billed(NOW), answer("A cat."))),
        () -> done(store().asking().end(key, broken(NOW), failed(Code.PROVIDER_ERROR))),
        () -> done(store().asking().expire(key, failed(Code.DEADLINE), null, NOW)),
        () -> done(store().uploads().fail(key, cancelled, NOW)).equals(cancelled));
  }

  private List<Long> due(int perDevice, int limit) {
    CompletionStage<List<CaptureKey>> due = store().asking().due(NOW, perDevice, limit);
    return done(due).stream().map(key -> key.id().number()).toList();
  }

  @Test
  default void readsAFrameAsOftenAsItIsAsked() throws Exception {
    CaptureKey key = scene().stored(key("porch", 1));
    Capture capture = scene().asked(key);

    for (int time = 0; time < 3; time++) {
      try (var in = store().asking().frames(capture).get(0).open()) {
        assertThat(in.readAllBytes()).isEqualTo(Scene.frame(key, 40_000));
      }
    }
    assertThat(Optional.ofNullable(capture.ending())).isEmpty();
  }
}
