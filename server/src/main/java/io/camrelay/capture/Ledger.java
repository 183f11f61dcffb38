package io.camrelay.capture;

import io.camrelay.usage.Bill;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.Expected;
import io.camrelay.usage.Money;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What asking has taken and cost, attempt by attempt, and what the operator allows. As with {@link
 * Asking}: nothing blocks, and a stage completes once a change is durable.
 */
public interface Ledger {

  /** Every budget and how far it is used up, that of all first. */
  CompletionStage<List<BudgetState>> budgets(Instant now);

  /** Those budgets that an attempt of this device under this profile would count against. */
  CompletionStage<List<BudgetState>> applicable(String device, String profile, Instant now);

  /** Sets a budget. What was spent in its period before counts, whatever was set then. */
  CompletionStage<BudgetState> put(Budget budget, Instant now);

  /** Takes a budget away; false where there is none. */
  CompletionStage<Boolean> remove(BudgetKey key);

  /**
   * What was spent, the dearest first; by days, the latest first.
   *
   * @param from attempts that began then or later
   * @param to and before then
   * @param limit how many rows at most
   */
  CompletionStage<List<Spending>> spending(By by, Instant from, Instant to, int limit);

  /** The latest attempts of a model that have ended, the latest first. */
  CompletionStage<List<Entry>> recent(String model, int limit);

  /** By what spending is told apart. */
  enum By {
    /** By days of the operator's time zone. */
    DAY,
    DEVICE,
    PROFILE,
    PROVIDER,
    MODEL
  }

  /**
   * What one day, device, profile, provider or model has taken.
   *
   * @param name which one; a day as {@code 2026-11-23}
   * @param attempts how often somebody was asked
   * @param answered how many of them were answered
   * @param underWay how many of them have not ended
   * @param promptTokens as billed, as far as it was said
   * @param answerTokens the same
   * @param cost what they cost, as far as it is known
   * @param supposed the part of it that may have been billed and nobody knows: worst cases
   * @param unpriced how many attempts were billed at a price that nobody knows
   */
  record Spending(
      String name,
      long attempts,
      long answered,
      long underWay,
      long promptTokens,
      long answerTokens,
      Money cost,
      Money supposed,
      long unpriced) {}

  /**
   * One attempt.
   *
   * @param capture about which
   * @param ordinal which of its attempts
   * @param begunAt when
   * @param provider who was asked
   * @param model which model
   * @param expected what it was expected to take
   * @param outcome {@link Attempt.End#ANSWERED} or the word for what went wrong; null while it is
   *     under way
   * @param bill what it took; null while it is under way
   */
  record Entry(
      CaptureKey capture,
      int ordinal,
      Instant begunAt,
      String provider,
      String model,
      Expected expected,
      @Nullable String outcome,
      @Nullable Bill bill) {}
}
