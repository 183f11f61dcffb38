package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Ledger.By;
import io.camrelay.capture.Ledger.Entry;
import io.camrelay.capture.Ledger.Spending;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Bill;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.BudgetVerdict.Why;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Expected;
import io.camrelay.usage.Money;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What {@link Ledger} promises, and {@link Asking} of budgets, whatever keeps them. Money is in
 * cents here, of which each attempt may cost 10.
 */
public interface LedgerContract {

  long CENT = 10_000_000;
  WorstCase WORST = new WorstCase(1_000, new Money(10 * CENT));

  /** The midnight after {@link Scene#NOW}, in {@link StoreFixture#ZONE}. */
  Instant MIDNIGHT = Instant.parse("2026-11-23T23:00:00Z");

  Instant NEXT_MONTH = Instant.parse("2026-11-30T23:00:00Z");

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  private static BudgetKey money(BudgetScope scope, String name, BudgetPeriod period) {
    return new BudgetKey(scope, name, period, BudgetUnit.MONEY);
  }

  private static BudgetKey all(BudgetPeriod period) {
    return money(BudgetScope.ALL, "", period);
  }

  private BudgetState budget(BudgetKey key, long limit) {
    return done(store().ledger().put(new Budget(key, limit, 0, 0), NOW));
  }

  private static Beginning beginning(String profile, WorstCase worst) {
    return new Beginning(
        "openai", "gpt-4o", profile, 3, new Expected(765, 900), worst, null, null, false);
  }

  private Begun begin(CaptureKey key, String profile, Instant now) {
    return done(store().asking().begin(key, beginning(profile, WORST), now));
  }

  private Begun begin(CaptureKey key) {
    return begin(key, "garden", NOW);
  }

  private CaptureKey stored(String device, long number) {
    return scene().stored(key(device, number), Urgency.NORMAL, NOW);
  }

  private static Bill cost(long cents) {
    return new Bill(UsedTokens.of(700, 46), new Money(cents * CENT), CostBasis.CATALOGUE);
  }

  private static Attempt.End end(Bill bill) {
    Attempt.Billed billed =
        switch (bill.basis()) {
          case NOTHING -> Attempt.Billed.NO;
          case WORST_CASE -> Attempt.Billed.MAYBE;
          case PROVIDER, CATALOGUE, UNKNOWN -> Attempt.Billed.YES;
        };
    String outcome = billed == Attempt.Billed.YES ? "answered" : "timeout";
    return new Attempt.End(NOW.plusSeconds(2), outcome, billed, "", bill, "req");
  }

  private void answered(CaptureKey key, Bill bill) {
    assertThat(begin(key)).isInstanceOf(Begun.Taken.class);
    assertThat(done(store().asking().end(key, end(bill), Scene.answer("A cat.")))).isTrue();
  }

  private List<BudgetState> states(Instant now) {
    return done(store().ledger().budgets(now));
  }

  private BudgetState only(Instant now) {
    List<BudgetState> all = states(now);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  default void reservesTheWorstCaseAndSettlesItByTheBill() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    CaptureKey key = stored("porch", 1);

    begin(key);
    assertThat(only(NOW).reserved()).isEqualTo(10 * CENT);
    assertThat(only(NOW).spent()).isZero();
    done(store().asking().again(key, end(cost(3)), NOW));
    begin(key);
    done(store().asking().end(key, end(Bill.NOTHING), failed(Code.PROVIDER_BUSY)));
    store().crash();

    assertThat(only(NOW).reserved()).isZero();
    assertThat(only(NOW).spent()).isEqualTo(3 * CENT);
    assertThat(only(NOW).renewsAt()).isEqualTo(MIDNIGHT);
    assertThat(scene().find(key).attempts())
        .extracting(attempt -> attempt.end() == null ? null : attempt.end().bill())
        .containsExactly(cost(3), Bill.NOTHING);
  }

  @Test
  default void whatMayHaveBeenBilledCostsItsWorstCase() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    budget(new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, BudgetUnit.TOKENS), 9_000);
    CaptureKey key = stored("porch", 1);
    begin(key);

    done(store().asking().again(key, end(Bill.worst(WORST)), NOW));

    assertThat(states(NOW)).extracting(BudgetState::spent).containsExactly(10 * CENT, 1_000L);
    assertThat(states(NOW)).extracting(BudgetState::reserved).containsOnly(0L);
  }

  @Test
  default void anAttemptThatACrashInterruptedCostsItsWorstCase() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    CaptureKey asking = stored("porch", 1);
    CaptureKey cancelled = stored("porch", 2);
    begin(asking);
    begin(cancelled);
    done(store().uploads().fail(cancelled, failed(Code.CANCELLED), NOW));
    store().crash();
    assertThat(only(NOW).reserved()).isEqualTo(20 * CENT);

    assertThat(done(store().asking().settle(NOW.plusSeconds(60)))).containsExactly(asking);

    assertThat(only(NOW).reserved()).isZero();
    assertThat(only(NOW).spent()).isEqualTo(20 * CENT);
    assertThat(scene().find(asking).attempts().get(0).end())
        .extracting(Attempt.End::bill)
        .isEqualTo(Bill.worst(WORST));
    store().crash();
    assertThat(done(store().asking().settle(NOW.plusSeconds(61)))).isEmpty();
    assertThat(only(NOW).spent()).isEqualTo(20 * CENT);
  }

  @Test
  default void anEndIsBilledOnce() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    CaptureKey key = stored("porch", 1);
    answered(key, cost(3));

    assertThat(done(store().asking().end(key, end(cost(5)), Scene.answer("A dog.")))).isFalse();
    assertThat(done(store().asking().again(key, end(cost(5)), NOW))).isFalse();

    assertThat(only(NOW).spent()).isEqualTo(3 * CENT);
  }

  @Test
  default void aBudgetIsAHardStopAndTheCaptureWaitsOn() {
    budget(all(BudgetPeriod.DAY), 25 * CENT);
    List<CaptureKey> keys = List.of(stored("porch", 1), stored("attic", 2), stored("gate", 3));

    assertThat(begin(keys.get(0))).isInstanceOf(Begun.Taken.class);
    assertThat(begin(keys.get(1))).isInstanceOf(Begun.Taken.class);
    Begun.Refused refused = (Begun.Refused) begin(keys.get(2));

    assertThat(refused.why()).isEqualTo(Why.OVER);
    assertThat(refused.whose().budget().key()).isEqualTo(all(BudgetPeriod.DAY));
    assertThat(refused.whose().reserved()).isEqualTo(20 * CENT);
    assertThat(refused.whose().renewsAt()).isEqualTo(MIDNIGHT);
    Capture waits = scene().find(keys.get(2));
    assertThat(waits.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(waits.dueAt()).isEqualTo(NOW);
    assertThat(waits.attempts()).isEmpty();
    done(store().asking().end(keys.get(0), end(cost(1)), Scene.answer("A cat.")));
    assertThat(begin(keys.get(2))).as("what was given back").isInstanceOf(Begun.Taken.class);
  }

  @Test
  default void theLastCentMayBeSpentAndNotOneMore() {
    budget(all(BudgetPeriod.DAY), 10 * CENT);
    CaptureKey key = stored("porch", 1);
    WorstCase more = new WorstCase(1_000, new Money(10 * CENT + 1));

    assertThat(done(store().asking().begin(key, beginning("", more), NOW)))
        .isInstanceOf(Begun.Refused.class);
    assertThat(begin(key)).isInstanceOf(Begun.Taken.class);
  }

  @Test
  default void onlyTheBudgetsOfAllOfTheDeviceAndOfTheProfileCount() {
    budget(money(BudgetScope.DEVICE, "attic", BudgetPeriod.DAY), CENT);
    budget(money(BudgetScope.PROFILE, "street", BudgetPeriod.DAY), CENT);
    budget(money(BudgetScope.DEVICE, "porch", BudgetPeriod.MONTH), 50 * CENT);
    budget(money(BudgetScope.PROFILE, "garden", BudgetPeriod.MONTH), 50 * CENT);
    answered(stored("porch", 1), cost(2));

    assertThat(begin(stored("attic", 2))).isInstanceOf(Begun.Refused.class);
    assertThat(begin(stored("gate", 3), "street", NOW)).isInstanceOf(Begun.Refused.class);
    assertThat(begin(stored("gate", 4), "garden", NOW)).isInstanceOf(Begun.Taken.class);
    assertThat(done(store().ledger().applicable("porch", "garden", NOW)))
        .extracting(BudgetState::taken)
        .containsExactly(12 * CENT, 2 * CENT);
    assertThat(done(store().ledger().applicable("gate", "", NOW))).isEmpty();
  }

  @Test
  default void theBudgetThatForbidsLongestIsNamed() {
    budget(all(BudgetPeriod.DAY), CENT);
    budget(money(BudgetScope.DEVICE, "porch", BudgetPeriod.MONTH), CENT);

    Begun.Refused refused = (Begun.Refused) begin(stored("porch", 1));

    assertThat(refused.whose().budget().key().period()).isEqualTo(BudgetPeriod.MONTH);
    assertThat(refused.whose().renewsAt()).isEqualTo(NEXT_MONTH);
  }

  @Test
  default void aBudgetRefusesWhatNobodyKnowsThePriceOf() {
    CaptureKey key = stored("porch", 1);
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    Beginning unpriced = beginning("", new WorstCase(1_000, null));

    Begun.Refused refused = (Begun.Refused) done(store().asking().begin(key, unpriced, NOW));
    assertThat(refused.why()).isEqualTo(Why.NO_PRICE);

    done(store().ledger().remove(all(BudgetPeriod.DAY)));
    budget(new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, BudgetUnit.TOKENS), 10_000);
    Beginning uncounted = beginning("", WorstCase.UNKNOWN);
    refused = (Begun.Refused) done(store().asking().begin(key, uncounted, NOW));
    assertThat(refused.why()).isEqualTo(Why.NO_TOKENS);
    assertThat(done(store().asking().begin(key, unpriced, NOW))).isInstanceOf(Begun.Taken.class);
  }

  @Test
  default void aDaysBudgetRenewsAtMidnightInTheOperatorsZone() {
    budget(all(BudgetPeriod.DAY), 10 * CENT);
    budget(all(BudgetPeriod.MONTH), 15 * CENT);
    answered(stored("porch", 1), cost(8));
    CaptureKey second = stored("porch", 2);

    assertThat(begin(second, "", MIDNIGHT.minusMillis(1))).isInstanceOf(Begun.Refused.class);
    Begun.Refused month = (Begun.Refused) begin(second, "", MIDNIGHT);
    assertThat(month.whose().budget().key().period()).isEqualTo(BudgetPeriod.MONTH);
    assertThat(begin(second, "", NEXT_MONTH)).isInstanceOf(Begun.Taken.class);
    assertThat(states(NEXT_MONTH)).extracting(BudgetState::spent).containsOnly(0L);
    assertThat(states(NEXT_MONTH)).extracting(BudgetState::reserved).containsOnly(10 * CENT);
  }

  @Test
  default void anAttemptBelongsToTheDayOnWhichItWasBegun() {
    budget(all(BudgetPeriod.DAY), 30 * CENT);
    CaptureKey before = stored("porch", 1);
    CaptureKey after = stored("porch", 2);
    begin(before, "", MIDNIGHT.minusSeconds(1));
    begin(after, "", MIDNIGHT.plusSeconds(1));

    done(store().asking().end(before, end(cost(7)), Scene.answer("A cat.")));

    assertThat(only(MIDNIGHT.plusSeconds(2)).spent()).isZero();
    assertThat(only(MIDNIGHT.plusSeconds(2)).reserved()).isEqualTo(10 * CENT);
    assertThat(only(NOW).spent()).isEqualTo(7 * CENT);
  }

  @Test
  default void aClockThatIsTurnedBackForgetsNothing() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    answered(stored("porch", 1), cost(8));
    begin(stored("porch", 2), "", MIDNIGHT.plusSeconds(1));

    begin(stored("porch", 3), "", NOW);

    assertThat(only(NOW).spent()).isEqualTo(8 * CENT);
    assertThat(only(NOW).reserved()).isEqualTo(10 * CENT);
  }

  @Test
  default void anotherTimeZoneForgetsNothing() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    answered(stored("porch", 1), cost(8));
    CaptureKey interrupted = stored("porch", 2);
    begin(interrupted, "", NOW.plusSeconds(60));

    store().reopenIn(ZoneId.of("Pacific/Auckland"));
    done(store().asking().settle(NOW.plusSeconds(61)));
    begin(interrupted, "", NOW.plusSeconds(62));

    // In Auckland, 24 November has begun at 11:00 UTC, an hour before all of this.
    assertThat(only(NOW.plusSeconds(62)).spent()).isEqualTo(18 * CENT);
    assertThat(only(NOW.plusSeconds(62)).reserved()).isEqualTo(10 * CENT);
    assertThat(only(NOW.plusSeconds(62)).renewsAt())
        .isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
  }

  @Test
  default void aBudgetThatIsSetInTheMiddleCountsWhatWasSpentBefore() {
    answered(stored("porch", 1), cost(8));
    CaptureKey underWay = stored("porch", 2);
    begin(underWay);

    BudgetState set = budget(money(BudgetScope.DEVICE, "porch", BudgetPeriod.MONTH), 20 * CENT);

    assertThat(set.spent()).isEqualTo(8 * CENT);
    assertThat(set.reserved()).isEqualTo(10 * CENT);
    assertThat(begin(stored("porch", 3))).isInstanceOf(Begun.Refused.class);
    done(store().asking().end(underWay, end(cost(1)), Scene.answer("A cat.")));
    assertThat(only(NOW).spent()).isEqualTo(9 * CENT);
  }

  @Test
  default void takingABudgetAwayAndSettingItAgainForgetsNothing() {
    BudgetKey key = money(BudgetScope.DEVICE, "porch", BudgetPeriod.DAY);
    budget(key, 20 * CENT);
    answered(stored("porch", 1), cost(8));

    assertThat(done(store().ledger().remove(key))).isTrue();
    assertThat(done(store().ledger().remove(key))).isFalse();
    answered(stored("porch", 2), cost(7));

    assertThat(budget(key, 20 * CENT).spent()).isEqualTo(15 * CENT);
    assertThat(begin(stored("porch", 3))).isInstanceOf(Begun.Refused.class);
    assertThat(budget(key, 25 * CENT).spent()).isEqualTo(15 * CENT);
    assertThat(begin(key("porch", 3))).isInstanceOf(Begun.Taken.class);
  }

  @Test
  default void tellsOfAThresholdOnceAPeriod() {
    Budget budget = new Budget(all(BudgetPeriod.DAY), 100 * CENT, 30, 50);
    done(store().ledger().put(budget, NOW));
    List<Integer> warned = new ArrayList<>();
    List<Boolean> cheaper = new ArrayList<>();
    for (int number = 1; number <= 6; number++) {
      Begun.Taken taken = (Begun.Taken) begin(stored("porch", number));
      warned.add(taken.warned().size());
      cheaper.add(taken.cheaper());
      if (number == 3) {
        done(store().asking().end(key("porch", 3), end(Bill.NOTHING), failed(Code.DEADLINE)));
      }
    }

    assertThat(warned).containsExactly(0, 0, 1, 0, 0, 0);
    assertThat(cheaper).containsExactly(false, false, false, false, false, true);
    Begun.Taken tomorrow = (Begun.Taken) begin(stored("porch", 7), "", MIDNIGHT);
    assertThat(tomorrow.warned()).isEmpty();
    done(store().ledger().put(new Budget(all(BudgetPeriod.DAY), 100 * CENT, 20, 0), NOW));
    Begun.Taken again = (Begun.Taken) begin(stored("porch", 8), "", MIDNIGHT);
    assertThat(again.warned()).as("another threshold").hasSize(1);
    assertThat(again.warned().get(0).taken()).isEqualTo(20 * CENT);
  }

  @Test
  default void manyAtOnceNeverGoBeyondTheLimit() throws Exception {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    budget(money(BudgetScope.DEVICE, "cam1", BudgetPeriod.DAY), 30 * CENT);
    int devices = 64;
    List<CaptureKey> keys = new ArrayList<>();
    for (int device = 0; device < devices; device++) {
      keys.add(stored("cam" + device, device));
    }
    for (int number = 100; number < 110; number++) {
      keys.add(stored("cam1", number));
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CyclicBarrier start = new CyclicBarrier(16);
    Random random = new Random(11);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      List<CaptureKey> mine = new ArrayList<>();
      for (int i = thread; i < keys.size(); i += 16) {
        mine.add(keys.get(i));
      }
      long seed = random.nextLong();
      all.add(
          threads.submit(
              () -> {
                start.await();
                askAll(mine, new Random(seed));
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    store().crash();
    done(store().asking().settle(NOW.plusSeconds(5)));

    List<BudgetState> states = states(NOW);
    assertThat(states).allMatch(state -> state.reserved() == 0);
    assertThat(states).allMatch(state -> state.spent() <= state.budget().limit());
    long spent = done(store().ledger().spending(By.MODEL, NOW, MIDNIGHT, 9)).get(0).cost().nanos();
    assertThat(states.get(0).spent()).isEqualTo(spent).isGreaterThan(50 * CENT);
  }

  /** Some are answered, some break off, some are cut off by the crash. */
  private void askAll(List<CaptureKey> keys, Random random) {
    for (CaptureKey key : keys) {
      if (begin(key) instanceof Begun.Taken) {
        switch (random.nextInt(4)) {
          case 0 -> done(store().asking().end(key, end(cost(9)), Scene.answer("A cat.")));
          case 1 -> done(store().asking().again(key, end(Bill.worst(WORST)), NOW));
          case 2 -> done(store().asking().end(key, end(Bill.NOTHING), failed(Code.DEADLINE)));
          default -> {
            // The relay is killed while it is asked.
          }
        }
      }
    }
  }

  @Test
  default void whoBillsMoreThanTheWorstGoesBeyondByWhatWasUnderWay() {
    budget(all(BudgetPeriod.DAY), 20 * CENT);
    CaptureKey first = stored("porch", 1);
    CaptureKey second = stored("porch", 2);
    begin(first);
    begin(second);

    done(store().asking().end(first, end(cost(19)), Scene.answer("A cat.")));
    done(store().asking().end(second, end(cost(19)), Scene.answer("A cat.")));

    assertThat(only(NOW).spent()).isEqualTo(38 * CENT);
    assertThat(begin(stored("porch", 3))).isInstanceOf(Begun.Refused.class);
  }

  @Test
  default void listsBudgetsThatOfAllFirst() {
    budget(money(BudgetScope.DEVICE, "porch", BudgetPeriod.DAY), CENT);
    budget(money(BudgetScope.PROFILE, "garden", BudgetPeriod.DAY), CENT);
    budget(all(BudgetPeriod.MONTH), CENT);
    budget(all(BudgetPeriod.DAY), CENT);
    budget(all(BudgetPeriod.DAY), 2 * CENT);
    store().crash();

    assertThat(states(NOW))
        .extracting(state -> state.budget().key().scope())
        .containsExactly(BudgetScope.ALL, BudgetScope.ALL, BudgetScope.PROFILE, BudgetScope.DEVICE);
    assertThat(states(NOW).get(0).budget())
        .isEqualTo(new Budget(all(BudgetPeriod.DAY), 2 * CENT, 0, 0));
  }

  @Test
  default void addsUpWhatWasSpentByWhateverItIsToldApart() {
    answered(stored("porch", 1), cost(8));
    answered(stored("attic", 2), cost(9));
    CaptureKey broken = stored("porch", 3);
    begin(broken, "street", NOW);
    done(store().asking().again(broken, end(Bill.worst(WORST)), NOW));
    CaptureKey unpriced = stored("gate", 4);
    begin(unpriced, "garden", MIDNIGHT.plusSeconds(5));
    Bill unknown = new Bill(UsedTokens.of(700, 46), null, CostBasis.UNKNOWN);
    done(store().asking().end(unpriced, end(unknown), Scene.answer("A cat.")));
    begin(stored("gate", 5), "garden", MIDNIGHT.plusSeconds(6));
    store().crash();

    assertThat(spending(By.DEVICE))
        .containsExactly(
            new Spending("porch", 2, 1, 0, 700, 46, cents(18), cents(10), 0),
            new Spending("attic", 1, 1, 0, 700, 46, cents(9), cents(0), 0),
            new Spending("gate", 2, 1, 1, 700, 46, cents(0), cents(0), 1));
    assertThat(spending(By.PROFILE)).extracting(Spending::name).containsExactly("garden", "street");
    assertThat(spending(By.PROVIDER)).extracting(Spending::attempts).containsExactly(5L);
    assertThat(spending(By.MODEL)).extracting(Spending::name).containsExactly("gpt-4o");
    assertThat(spending(By.DAY))
        .containsExactly(
            new Spending("2026-11-24", 2, 1, 1, 700, 46, cents(0), cents(0), 1),
            new Spending("2026-11-23", 3, 2, 0, 1_400, 92, cents(27), cents(10), 0));
    assertThat(done(store().ledger().spending(By.DAY, NOW, MIDNIGHT, 1)))
        .extracting(Spending::name)
        .containsExactly("2026-11-23");
    assertThat(done(store().ledger().spending(By.DEVICE, MIDNIGHT, NEXT_MONTH, 1))).hasSize(1);
    assertThat(done(store().ledger().spending(By.DAY, NEXT_MONTH, NEXT_MONTH, 9))).isEmpty();
  }

  private List<Spending> spending(By by) {
    return done(store().ledger().spending(by, NOW, NEXT_MONTH, 100));
  }

  private static Money cents(long count) {
    return new Money(count * CENT);
  }

  @Test
  default void remembersAModelsLatestAttempts() {
    for (int number = 1; number <= 3; number++) {
      CaptureKey key = stored("porch", number);
      begin(key, "", NOW.plusSeconds(number));
      done(store().asking().end(key, end(cost(number)), Scene.answer("A cat.")));
    }
    begin(stored("porch", 4), "", NOW.plusSeconds(4));

    assertThat(done(store().ledger().recent("gpt-4o", 2)))
        .containsExactly(
            new Entry(
                key("porch", 3),
                1,
                NOW.plusSeconds(3),
                "openai",
                "gpt-4o",
                new Expected(765, 900),
                "answered",
                cost(3)),
            new Entry(
                key("porch", 2),
                1,
                NOW.plusSeconds(2),
                "openai",
                "gpt-4o",
                new Expected(765, 900),
                "answered",
                cost(2)));
    assertThat(done(store().ledger().recent("gpt-4", 2))).isEmpty();
  }

  @Test
  default void askingAtOnceForOneCaptureReservesOnce() {
    budget(all(BudgetPeriod.DAY), 100 * CENT);
    CaptureKey key = stored("porch", 1);
    List<CompletionStage<Begun>> begun = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      begun.add(store().asking().begin(key, beginning("", WORST), NOW.plus(Duration.ofMillis(i))));
    }

    assertThat(begun.stream().map(Scene::done).filter(Begun.Taken.class::isInstance)).hasSize(1);
    assertThat(only(NOW).reserved()).isEqualTo(10 * CENT);
  }
}
