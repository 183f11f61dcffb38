package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.CaptureKey;
import io.camrelay.store.Counters.Whose;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Expected;
import io.camrelay.usage.Money;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the ledger's rows, and keeps the counters in step with them. */
final class LedgerRows {

  private static final String INSERT =
      "INSERT INTO ledger (device, epoch, number, ordinal, begun_at, profile, revision, provider,"
          + " model, expected_picture, expected_prompt, worst_tokens, worst_cost)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String OPEN =
      "SELECT device, epoch, number, ordinal, begun_at, profile, worst_tokens, worst_cost"
          + " FROM ledger";

  private static final String SETTLE =
      "UPDATE ledger SET settled_at = ?, outcome = ?, prompt_tokens = ?, cached_tokens = ?,"
          + " cache_write_tokens = ?, answer_tokens = ?, reasoning_tokens = ?, cost = ?, basis = ?,"
          + " counted_tokens = ?"
          + KEY
          + " AND ordinal = ? AND settled_at IS NULL";

  private record Open(
      CaptureKey key, int ordinal, Instant begunAt, String profile, WorstCase worst) {

    static Open of(ResultSet row) throws SQLException {
      return new Open(
          CaptureRows.key(row),
          row.getInt("ordinal"),
          Instant.ofEpochMilli(row.getLong("begun_at")),
          row.getString("profile"),
          LedgerRows.worst(row));
    }

    Whose whose() {
      return new Whose(key.device(), profile);
    }
  }

  private final Counters counters;

  LedgerRows(Counters counters) {
    this.counters = counters;
  }

  /** An attempt is recorded, and its worst case reserved. */
  void begin(Sql sql, CaptureKey key, long ordinal, Beginning beginning, Instant now)
      throws SQLException {
    WorstCase worst = beginning.worst();
    Money cost = worst.cost();
    counters.reserve(sql, new Whose(key.device(), beginning.profile()), worst, now);
    sql.update(
        INSERT,
        key,
        ordinal,
        now,
        beginning.profile(),
        beginning.revision(),
        beginning.provider(),
        beginning.model(),
        beginning.expected().pictureTokens(),
        beginning.expected().promptTokens(),
        worst.tokens(),
        cost == null ? null : cost.nanos());
  }

  /** The capture's attempt that is under way has its bill; does nothing where there is none. */
  void settle(Sql sql, CaptureKey key, Attempt.End end) throws SQLException {
    for (Open open : sql.list(OPEN + KEY + " AND settled_at IS NULL", Open::of, key)) {
      settle(sql, open, end.at(), end.outcome(), end.bill());
    }
  }

  /** What nobody knows the end of is billed at its worst. */
  void settleAll(Sql sql, Instant now, String outcome) throws SQLException {
    List<Open> all = sql.list(OPEN + " WHERE settled_at IS NULL", Open::of);
    for (Open open : all) {
      settle(sql, open, now, outcome, Bill.worst(open.worst()));
    }
  }

  private void settle(Sql sql, Open open, Instant at, String outcome, Bill bill)
      throws SQLException {
    UsedTokens tokens = bill.tokens();
    Money cost = bill.cost();
    counters.settle(sql, open.whose(), open.worst(), bill, open.begunAt());
    sql.update(
        SETTLE,
        at,
        outcome,
        tokens.prompt(),
        tokens.cached(),
        tokens.cacheWrite(),
        tokens.answer(),
        tokens.reasoning(),
        cost == null ? null : cost.nanos(),
        bill.basis(),
        bill.countedTokens(open.worst()),
        open.key(),
        open.ordinal());
  }

  /** What was expected. */
  static Expected expected(ResultSet row) throws SQLException {
    return new Expected(row.getLong("expected_picture"), row.getLong("expected_prompt"));
  }

  /** What was reserved. */
  static WorstCase worst(ResultSet row) throws SQLException {
    return new WorstCase(row.getLong("worst_tokens"), money(row, "worst_cost"));
  }

  /** What it cost; null while it is under way. */
  static @Nullable Bill bill(ResultSet row) throws SQLException {
    String basis = row.getString("basis");
    if (basis == null) {
      return null;
    }
    UsedTokens tokens =
        new UsedTokens(
            row.getLong("prompt_tokens"),
            row.getLong("cached_tokens"),
            row.getLong("cache_write_tokens"),
            row.getLong("answer_tokens"),
            row.getLong("reasoning_tokens"));
    return new Bill(tokens, money(row, "cost"), CostBasis.valueOf(basis));
  }

  private static @Nullable Money money(ResultSet row, String column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? null : new Money(nanos);
  }
}
