package io.camrelay.store;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Ledger;
import io.camrelay.store.Write.Outcome;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@link Ledger} over the writer and the readers. */
final class SqliteLedger implements Ledger {

  private static final String BUDGETS = "SELECT * FROM budget";

  static final String ALL_BUDGETS =
      BUDGETS
          + " ORDER BY CASE scope WHEN 'ALL' THEN 0 WHEN 'PROFILE' THEN 1 ELSE 2 END, name, period,"
          + " unit";

  static final String OF_SCOPE = BUDGETS + " WHERE scope = ? AND name = ?";

  private static final String PUT =
      "INSERT OR REPLACE INTO budget (scope, name, period, unit, most, warn_percent,"
          + " cheaper_percent) VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String REMOVE =
      "DELETE FROM budget WHERE scope = ? AND name = ? AND period = ? AND unit = ?";

  private static final String OTHERS =
      "SELECT count(*) FROM budget WHERE scope = ? AND name = ? AND period = ?";

  private static final String SUMS =
      "count(*) AS attempts,"
          + " coalesce(sum(outcome IS '"
          + Attempt.End.ANSWERED
          + "'), 0) AS answered,"
          + " coalesce(sum(settled_at IS NULL), 0) AS under_way,"
          + " coalesce(sum(max(prompt_tokens, 0)), 0) AS prompt,"
          + " coalesce(sum(max(answer_tokens, 0)), 0) AS answer,"
          + " coalesce(sum(cost), 0) AS spent,"
          + " coalesce(sum(CASE basis WHEN 'WORST_CASE' THEN cost END), 0) AS supposed,"
          + " coalesce(sum(settled_at IS NOT NULL AND cost IS NULL), 0) AS unpriced"
          + " FROM ledger WHERE begun_at >= ? AND begun_at < ?";

  static final String DAY = "SELECT " + SUMS;

  static final String LAST =
      "SELECT begun_at FROM ledger WHERE begun_at >= ? AND begun_at < ?"
          + " ORDER BY begun_at DESC LIMIT 1";

  static final String RECENT =
      "SELECT * FROM ledger WHERE model = ? AND settled_at IS NOT NULL"
          + " ORDER BY begun_at DESC LIMIT ?";

  private final Writer writer;
  private final Readers readers;
  private final Counters counters;
  private final ZoneId zone;

  SqliteLedger(Writer writer, Readers readers, Counters counters, ZoneId zone) {
    this.writer = writer;
    this.readers = readers;
    this.counters = counters;
    this.zone = zone;
  }

  @Override
  public CompletionStage<List<BudgetState>> budgets(Instant now) {
    return readers.later(sql -> states(sql, sql.list(ALL_BUDGETS, SqliteLedger::budget), now));
  }

  @Override
  public CompletionStage<List<BudgetState>> applicable(String device, String profile, Instant now) {
    Counters.Whose whose = new Counters.Whose(device, profile);
    return readers.later(sql -> states(sql, applicable(sql, whose), now));
  }

  private List<BudgetState> states(Sql sql, List<Budget> budgets, Instant now) throws SQLException {
    List<BudgetState> states = new ArrayList<>(budgets.size());
    for (Budget budget : budgets) {
      states.add(counters.state(sql, budget, now));
    }
    return states;
  }

  /** Every budget that something of these counts against. */
  static List<Budget> applicable(Sql sql, Counters.Whose whose) throws SQLException {
    List<Budget> found = new ArrayList<>();
    for (BudgetScope scope : BudgetScope.values()) {
      found.addAll(sql.list(OF_SCOPE, SqliteLedger::budget, scope, whose.name(scope)));
    }
    return found;
  }

  @Override
  public CompletionStage<BudgetState> put(Budget budget, Instant now) {
    BudgetKey key = budget.key();
    return writer.submit(
        sql -> {
          sql.update(
              PUT,
              key.scope(),
              key.name(),
              key.period(),
              key.unit(),
              budget.limit(),
              budget.warnPercent(),
              budget.cheaperPercent());
          counters.unwarn(sql, key);
          return Outcome.durable(counters.kept(sql, budget, now));
        });
  }

  @Override
  public CompletionStage<Boolean> remove(BudgetKey key) {
    return writer.submit(
        sql -> {
          boolean removed =
              sql.update(REMOVE, key.scope(), key.name(), key.period(), key.unit()) == 1;
          if (sql.number(OTHERS, key.scope(), key.name(), key.period()) == 0) {
            counters.forget(sql, key);
          }
          return Outcome.durable(removed);
        });
  }

  @Override
  public CompletionStage<List<Spending>> spending(By by, Instant from, Instant to, int limit) {
    return readers.later(
        sql ->
            switch (by) {
              case DAY -> days(sql, from, to, limit);
              case DEVICE, PROFILE, PROVIDER, MODEL ->
                  sql.list(sums(by), row -> spending(row, row.getString("name")), from, to, limit);
            });
  }

  static String sums(By by) {
    String column = by.name().toLowerCase(Locale.ROOT);
    return "SELECT "
        + column
        + " AS name, "
        + SUMS
        + " GROUP BY "
        + column
        + " ORDER BY spent DESC, attempts DESC, "
        + column
        + " LIMIT ?";
  }

  /** Day by day, because only the operator's calendar knows where each begins. */
  private List<Spending> days(Sql sql, Instant from, Instant to, int limit) throws SQLException {
    List<Spending> found = new ArrayList<>();
    Optional<Instant> last = last(sql, from, to);
    Instant end = to;
    while (last.isPresent() && found.size() < limit) {
      LocalDate day = last.get().atZone(zone).toLocalDate();
      Instant dawn = day.atStartOfDay(zone).toInstant();
      Instant start = dawn.isBefore(from) ? from : dawn;
      found.addAll(sql.list(DAY, row -> spending(row, day.toString()), start, end));
      last = last(sql, from, start);
      end = start;
    }
    return found;
  }

  private static Optional<Instant> last(Sql sql, Instant from, Instant to) throws SQLException {
    return sql.first(LAST, row -> Instant.ofEpochMilli(row.getLong(1)), from, to);
  }

  @Override
  public CompletionStage<List<Entry>> recent(String model, int limit) {
    return readers.later(sql -> sql.list(RECENT, SqliteLedger::entry, model, limit));
  }

  private static Budget budget(ResultSet row) throws SQLException {
    return new Budget(
        new BudgetKey(
            BudgetScope.valueOf(row.getString("scope")),
            row.getString("name"),
            BudgetPeriod.valueOf(row.getString("period")),
            BudgetUnit.valueOf(row.getString("unit"))),
        row.getLong("most"),
        row.getInt("warn_percent"),
        row.getInt("cheaper_percent"));
  }

  private static Spending spending(ResultSet row, String name) throws SQLException {
    return new Spending(
        name,
        row.getLong("attempts"),
        row.getLong("answered"),
        row.getLong("under_way"),
        row.getLong("prompt"),
        row.getLong("answer"),
        new Money(row.getLong("spent")),
        new Money(row.getLong("supposed")),
        row.getLong("unpriced"));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        CaptureRows.key(row),
        row.getInt("ordinal"),
        Instant.ofEpochMilli(row.getLong("begun_at")),
        row.getString("provider"),
        row.getString("model"),
        LedgerRows.expected(row),
        row.getString("outcome"),
        LedgerRows.bill(row));
  }
}
