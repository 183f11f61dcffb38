package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.dispatch.ProviderState.Room;
import io.camrelay.usage.Bill;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final List<String> CHAIN = List.of("a", "b", "c");

  @Test
  void asksTheFirstThatHasRoom() {
    assertThat(next(Room.FREE, Room.FREE, Room.FREE)).isEqualTo(new Plan.Step.Ask("a"));
    assertThat(next(resting(5, Failure.UNREACHABLE), Room.FREE, Room.FREE))
        .isEqualTo(new Plan.Step.Ask("b"));
    assertThat(next(limited(5_000), resting(5, Failure.BAD_KEY), Room.FREE))
        .isEqualTo(new Plan.Step.Ask("c"));
  }

  @Test
  void waitsForOneThatIsOnlyFullOrOutOfItsLimitForAMoment() {
    assertThat(next(Room.FULL, Room.FREE, Room.FREE))
        .isEqualTo(new Plan.Step.Hold("a", Duration.ZERO));
    assertThat(next(limited(999), Room.FREE, Room.FREE))
        .isEqualTo(new Plan.Step.Hold("a", Duration.ofMillis(999)));
    assertThat(next(limited(1_000), Room.FREE, Room.FREE)).isEqualTo(new Plan.Step.Ask("b"));
  }

  @Test
  void waitsForTheSoonestWhereNoneCanBeAsked() {
    assertThat(
            next(resting(40, Failure.UNREACHABLE), limited(8_000), resting(9, Failure.OVERLOADED)))
        .isEqualTo(new Plan.Step.Wait("b", Duration.ofSeconds(8), Failure.RATE_LIMITED));
  }

  @Test
  void asksAllTheSameWhereAPersonMustMendSomethingAndNobodyElseIsThere() {
    assertThat(Plan.next(List.of("a"), name -> resting(60, Failure.OUT_OF_MONEY)))
        .isEqualTo(new Plan.Step.Ask("a"));
    assertThat(Plan.next(List.of(), name -> Room.FREE)).isEqualTo(new Plan.Step.Nobody());
  }

  @Test
  void triesEachOfTheChainBeforeAnyOfThemTwice() {
    assertThat(Plan.candidates(CHAIN, List.of(), List.of())).containsExactly("a", "b", "c");
    assertThat(Plan.candidates(CHAIN, List.of(attempt("a", "timeout")), List.of()))
        .containsExactly("b", "c", "a");
    assertThat(
            Plan.candidates(
                CHAIN, List.of(attempt("a", "rejected"), attempt("b", "broken")), List.of()))
        .as("a would reject it again")
        .containsExactly("c", "b");
  }

  @Test
  void leavesOutWhomABudgetForbids() {
    assertThat(Plan.candidates(CHAIN, List.of(), List.of("a", "c"))).containsExactly("b");
  }

  @Test
  void whoseAnswerWasUnfitIsToMendIt() {
    List<Attempt> attempts = List.of(attempt("b", Attempt.End.UNFIT));

    assertThat(Plan.candidates(CHAIN, attempts, List.of())).startsWith("b");
  }

  @Test
  void furtherProvidersComeBehindTheChainAndOnce() {
    assertThat(Plan.chain(List.of("a", "b"), List.of("b", "c"))).containsExactly("a", "b", "c");
  }

  private static Plan.Step next(Room a, Room b, Room c) {
    Map<String, Room> rooms = Map.of("a", a, "b", b, "c", c);
    return Plan.next(CHAIN, name -> Objects.requireNonNull(rooms.get(name)));
  }

  private static Room resting(int seconds, Failure why) {
    return new Room(Room.Kind.RESTING, Duration.ofSeconds(seconds), why);
  }

  private static Room limited(int millis) {
    return new Room(Room.Kind.LIMITED, Duration.ofMillis(millis), Failure.RATE_LIMITED);
  }

  private static Attempt attempt(String provider, String outcome) {
    return new Attempt(
        1,
        Beginning.of(provider, "any"),
        NOW,
        new Attempt.End(NOW, outcome, Attempt.Billed.NO, "", Bill.NOTHING, ""));
  }
}
