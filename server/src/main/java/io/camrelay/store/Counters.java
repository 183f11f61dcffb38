package io.camrelay.store;

import io.camrelay.usage.Bill;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.WorstCase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The sums that budgets need. A counter is what the ledger adds up to since its period began, kept
 * so that nothing has to be added up for each attempt; it exists where a budget has needed it. So a
 * budget that is set in the middle of a period counts what was spent before, whatever there was
 * then, and another time zone or a turned clock only makes a counter be added up anew.
 */
final class Counters {

  static final String FIND =
      "SELECT * FROM counter WHERE scope = ? AND name = ? AND period = ? AND starts = ?";

  private static final String KEEP =
      "INSERT OR REPLACE INTO counter (scope, name, period, starts, spent_nanos, spent_tokens,"
          + " reserved_nanos, reserved_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  static final String SUM =
      "SELECT coalesce(sum(cost), 0) AS spent_nanos, coalesce(sum(counted_tokens), 0) AS"
          + " spent_tokens,"
          + " coalesce(sum(CASE WHEN settled_at IS NULL THEN worst_cost END), 0) AS reserved_nanos,"
          + " coalesce(sum(CASE WHEN settled_at IS NULL THEN max(worst_tokens, 0) END), 0)"
          + " AS reserved_tokens FROM ledger WHERE begun_at >= ? AND begun_at < ?";

  private static final String RESERVE =
      "UPDATE counter SET reserved_nanos = reserved_nanos + ?, reserved_tokens = reserved_tokens"
          + " + ?, spent_nanos = spent_nanos + ?, spent_tokens = spent_tokens + ?"
          + " WHERE scope = ? AND name = ? AND period = ? AND starts = ?";

  private static final String WARN =
      " = 1 WHERE scope = ? AND name = ? AND period = ? AND starts = ? AND ";

  private static final String FORGET =
      "DELETE FROM counter WHERE scope = ? AND name = ?" + " AND period = ?";

  /** Whose spending an attempt is, beside everybody's. */
  record Whose(String device, String profile) {

    /** A name for each scope. */
    String name(BudgetScope scope) {
      return switch (scope) {
        case ALL -> "";
        case PROFILE -> profile;
        case DEVICE -> device;
      };
    }
  }

  private record Count(long spentNanos, long spentTokens, long reservedNanos, long reservedTokens) {

    static Count of(ResultSet row) throws SQLException {
      return new Count(
          row.getLong("spent_nanos"),
          row.getLong("spent_tokens"),
          row.getLong("reserved_nanos"),
          row.getLong("reserved_tokens"));
    }
  }

  private final ZoneId zone;

  /**
   * @param zone by whose calendar days and months begin
   */
  Counters(ZoneId zone) {
    this.zone = zone;
  }

  /** How far a budget is used up; changes nothing. */
  BudgetState state(Sql sql, Budget budget, Instant now) throws SQLException {
    Optional<Count> kept = find(sql, budget.key(), now);
    return state(budget, kept.isPresent() ? kept.get() : sum(sql, budget.key(), now), now);
  }

  /** The same, and makes the counter where there is none, so that it counts from now on. */
  BudgetState kept(Sql sql, Budget budget, Instant now) throws SQLException {
    BudgetKey key = budget.key();
    Optional<Count> kept = find(sql, key, now);
    if (kept.isPresent()) {
      return state(budget, kept.get(), now);
    }
    Count count = sum(sql, key, now);
    sql.update(
        KEEP,
        key.scope(),
        key.name(),
        key.period(),
        key.period().start(now, zone),
        count.spentNanos(),
        count.spentTokens(),
        count.reservedNanos(),
        count.reservedTokens());
    return state(budget, count, now);
  }

  /** An attempt is about to be made. Its row must be in the ledger only after its counters are. */
  void reserve(Sql sql, Whose whose, WorstCase worst, Instant begunAt) throws SQLException {
    add(sql, whose, begunAt, nanos(worst), tokens(worst), 0, 0);
  }

  /** It has its bill. */
  void settle(Sql sql, Whose whose, WorstCase worst, Bill bill, Instant begunAt)
      throws SQLException {
    add(
        sql,
        whose,
        begunAt,
        -nanos(worst),
        -tokens(worst),
        bill.countedNanos(),
        bill.countedTokens(worst));
  }

  /** Remembers that the operator is told; false where that was so before in this period. */
  boolean warn(Sql sql, BudgetKey key, Instant now) throws SQLException {
    String told = told(key.unit());
    return sql.update(
            "UPDATE counter SET " + told + WARN + told + " = 0",
            key.scope(),
            key.name(),
            key.period(),
            key.period().start(now, zone))
        == 1;
  }

  /** Another limit has another threshold: the operator is told of it anew. */
  void unwarn(Sql sql, BudgetKey key) throws SQLException {
    sql.update(
        "UPDATE counter SET "
            + told(key.unit())
            + " = 0 WHERE scope = ? AND name = ? AND period = ?",
        key.scope(),
        key.name(),
        key.period());
  }

  /** No budget needs the counter any more. */
  void forget(Sql sql, BudgetKey key) throws SQLException {
    sql.update(FORGET, key.scope(), key.name(), key.period());
  }

  private void add(
      Sql sql,
      Whose whose,
      Instant begunAt,
      long reservedNanos,
      long reservedTokens,
      long spentNanos,
      long spentTokens)
      throws SQLException {
    for (BudgetPeriod period : BudgetPeriod.values()) {
      Instant starts = period.start(begunAt, zone);
      for (BudgetScope scope : BudgetScope.values()) {
        sql.update(
            RESERVE,
            reservedNanos,
            reservedTokens,
            spentNanos,
            spentTokens,
            scope,
            whose.name(scope),
            period,
            starts);
      }
    }
  }

  private Optional<Count> find(Sql sql, BudgetKey key, Instant now) throws SQLException {
    return sql.first(
        FIND, Count::of, key.scope(), key.name(), key.period(), key.period().start(now, zone));
  }

  private Count sum(Sql sql, BudgetKey key, Instant now) throws SQLException {
    Instant from = key.period().start(now, zone);
    Instant to = key.period().end(now, zone);
    List<Count> sums =
        switch (key.scope()) {
          case ALL -> sql.list(SUM, Count::of, from, to);
          case PROFILE -> sql.list(SUM + " AND profile = ?", Count::of, from, to, key.name());
          case DEVICE -> sql.list(SUM + " AND device = ?", Count::of, from, to, key.name());
        };
    return sums.get(0);
  }

  private BudgetState state(Budget budget, Count count, Instant now) {
    Instant renews = budget.key().period().end(now, zone);
    return switch (budget.key().unit()) {
      case MONEY -> new BudgetState(budget, count.spentNanos(), count.reservedNanos(), renews);
      case TOKENS -> new BudgetState(budget, count.spentTokens(), count.reservedTokens(), renews);
    };
  }

  private static String told(BudgetUnit unit) {
    return switch (unit) {
      case MONEY -> "warned_money";
      case TOKENS -> "warned_tokens";
    };
  }

  private static long nanos(WorstCase worst) {
    return worst.cost() == null ? 0 : worst.cost().nanos();
  }

  private static long tokens(WorstCase worst) {
    return Math.max(0, worst.tokens());
  }
}
