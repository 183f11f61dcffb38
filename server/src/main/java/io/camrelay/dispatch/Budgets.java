package io.camrelay.dispatch;

import io.camrelay.usage.BudgetState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says how far budgets are used up. */
@FunctionalInterface
public interface Budgets {

  /** Those that an attempt of this device under this profile would count against. */
  CompletionStage<List<BudgetState>> applicable(String device, String profile, Instant now);
}
