package io.camrelay.usage;

/**
 * Which budget.
 *
 * @param scope whose spending it bounds
 * @param name the device's or the profile's; empty for {@link BudgetScope#ALL}
 * @param period how long it lasts
 * @param unit in what it counts
 */
public record BudgetKey(BudgetScope scope, String name, BudgetPeriod period, BudgetUnit unit) {

  public BudgetKey {
    if (name.isEmpty() != (scope == BudgetScope.ALL)) {
      throw new IllegalArgumentException(scope + " with the name \"" + name + "\"");
    }
  }

  /** As sentences name it: {@code the day's budget of the device porch}. */
  @Override
  public String toString() {
    String length =
        switch (period) {
          case DAY -> "the day's budget";
          case MONTH -> "the month's budget";
        };
    return length
        + switch (scope) {
          case ALL -> " of all devices together";
          case PROFILE -> " of the profile " + name;
          case DEVICE -> " of the device " + name;
        };
  }
}
