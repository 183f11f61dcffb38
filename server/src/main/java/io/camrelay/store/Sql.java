package io.camrelay.store;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.FrameKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its prepared statements. Values are bound in the order given: a {@link
 * CaptureKey} as device, epoch and number, a {@link FrameKey} as those and its index, an {@link
 * Instant} as milliseconds, an enum by its name. Statements are prepared once and kept: preparing
 * costs as much as running them, and there are only as many as this package has SQL texts. Used by
 * one thread at a time.
 */
final class Sql implements AutoCloseable {

  /** Reads one row; must not keep the result set. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  /** By text. Owned by the thread that has this connection. */
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement that gives no rows; returns how many it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    try {
      PreparedStatement statement = bound(sql, values);
      int changed = statement.executeUpdate();
      // Else the statement would keep the last piece's bytes.
      statement.clearParameters();
      return changed;
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /** All rows; for queries with a bound. */
  <T> List<T> list(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    } catch (SQLException e) {
      throw forget(sql, e);
    }
    return found;
  }

  /** The first row. */
  <T> Optional<T> first(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw forget(sql, e);
    }
  }

  /** The number in the first row's first column, 0 where there is none. */
  long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** Runs a statement once, without keeping it. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
    } finally {
      connection.close();
    }
  }

  /**
   * The driver ends a statement that has failed. One that is kept would fail for ever, and with an
   * error that says nothing of what was wrong at first.
   */
  private SQLException forget(String sql, SQLException why) {
    PreparedStatement failed = statements.remove(sql);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException e) {
        why.addSuppressed(e);
      }
    }
    return why;
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    int index = 1;
    for (Object value : values) {
      index = bind(statement, index, value);
    }
    return statement;
  }

  /** Binds a value, a key as several; returns where the next one goes. */
  private static int bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof CaptureKey key) {
      statement.setString(index, key.device());
      statement.setLong(index + 1, key.id().epoch());
      statement.setLong(index + 2, key.id().number());
      return index + 3;
    }
    if (value instanceof FrameKey key) {
      int next = bind(statement, index, key.capture());
      statement.setInt(next, key.index());
      return next + 1;
    }
    if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Instant instant) {
      statement.setLong(index, instant.toEpochMilli());
    } else if (value instanceof Enum<?> constant) {
      statement.setString(index, constant.name());
    } else {
      // The driver knows null, String, Long and Integer.
      statement.setObject(index, value);
    }
    return index + 1;
  }
}
