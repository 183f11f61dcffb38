package io.camrelay.store;

import io.camrelay.device.Device;
import io.camrelay.device.Devices;
import io.camrelay.store.Write.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@link Devices} over the writer and the readers. */
final class SqliteDevices implements Devices {

  private static final String PUT =
      "INSERT INTO device (name, token_hash, added_at) VALUES (?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET token_hash = excluded.token_hash, revoked_at = NULL";

  private final Writer writer;
  private final Readers readers;
  private final ForeignChanges changes;

  SqliteDevices(Writer writer, Readers readers, ForeignChanges changes) {
    this.writer = writer;
    this.readers = readers;
    this.changes = changes;
  }

  @Override
  public CompletionStage<Optional<Device>> find(String name) {
    return readers.later(
        sql -> sql.first("SELECT * FROM device WHERE name = ?", SqliteDevices::device, name));
  }

  @Override
  public CompletionStage<List<Device>> list() {
    return readers.later(
        sql -> sql.list("SELECT * FROM device ORDER BY name", SqliteDevices::device));
  }

  @Override
  public CompletionStage<Boolean> put(String name, String tokenHash, Instant now) {
    return writer.submit(
        sql -> {
          boolean isNew = sql.number("SELECT count(*) FROM device WHERE name = ?", name) == 0;
          sql.update(PUT, name, tokenHash, now);
          return Outcome.durable(isNew);
        });
  }

  @Override
  public CompletionStage<Boolean> revoke(String name, Instant now) {
    return writer.submit(
        sql ->
            Outcome.durable(
                sql.update(
                        "UPDATE device SET revoked_at = coalesce(revoked_at, ?) WHERE name = ?",
                        now,
                        name)
                    == 1));
  }

  /** One that is lost because the queue is full is no loss: the next connection tells again. */
  @Override
  public void seen(String name, Instant at) {
    writer.submit(
        sql -> {
          sql.update("UPDATE device SET last_seen = ? WHERE name = ?", at, name);
          return Outcome.done(null);
        });
  }

  @Override
  public void onForeignChange(Runnable listener) {
    changes.listen(listener);
  }

  private static Device device(ResultSet row) throws SQLException {
    return new Device(
        row.getString("name"),
        row.getString("token_hash"),
        Instant.ofEpochMilli(row.getLong("added_at")),
        CaptureRows.instantOrNull(row, "revoked_at"),
        CaptureRows.instantOrNull(row, "last_seen"));
  }
}
