package io.camrelay.usage;

import java.time.Instant;

/**
 * How far a budget is used up.
 *
 * @param budget which one
 * @param spent in its unit, in the period that is running
 * @param reserved the worst case of what is being asked now
 * @param renewsAt when the next period begins
 */
public record BudgetState(Budget budget, long spent, long reserved, Instant renewsAt) {

  /** What is spent if the worst comes of all that is being asked. */
  public long taken() {
    return spent + reserved;
  }

  /** True from the threshold on at which the cheaper chain is asked. */
  public boolean wantsCheaper() {
    int percent = budget.cheaperPercent();
    return percent > 0 && taken() >= budget.threshold(percent);
  }

  /** True from the threshold on at which the operator is told. */
  public boolean wantsWarning() {
    int percent = budget.warnPercent();
    return percent > 0 && taken() >= budget.threshold(percent);
  }

  /** The same with so much more reserved. */
  BudgetState with(long more) {
    return new BudgetState(budget, spent, reserved + more, renewsAt);
  }
}
