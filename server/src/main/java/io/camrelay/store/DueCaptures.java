package io.camrelay.store;

import io.camrelay.capture.CaptureKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what is due without looking at all that is: first along the order in which captures are
 * due, and only where a few devices fill its beginning, device by device.
 */
final class DueCaptures {

  /** How far along the order, in multiples of what is asked for. */
  private static final int LOOK_AHEAD = 4;

  private static final String IN_ORDER =
      "SELECT device, epoch, number FROM capture WHERE state = 'QUEUED'"
          + " AND (urgency = 'HIGH') = ? AND due_at <= ? ORDER BY due_at LIMIT ?";

  private static final String NEXT_DEVICE =
      "SELECT device FROM capture WHERE state = 'QUEUED' AND device > ? ORDER BY device LIMIT 1";

  private static final String OF_DEVICE =
      "SELECT device, epoch, number, due_at FROM capture WHERE state = 'QUEUED' AND device = ?"
          + " AND (urgency = 'HIGH') = ? AND due_at <= ? ORDER BY due_at LIMIT ?";

  private static final String NEXT =
      "SELECT due_at FROM capture WHERE state = 'QUEUED' AND (urgency = 'HIGH') = ?"
          + " ORDER BY due_at LIMIT 1";

  private static final int HIGH = 1;
  private static final int OTHERS = 0;

  private record Due(CaptureKey key, int urgency, long dueAt) {}

  private static final Comparator<Due> ORDER =
      Comparator.comparingInt(Due::urgency).reversed().thenComparingLong(Due::dueAt);

  private DueCaptures() {}

  static List<CaptureKey> find(Sql sql, Instant now, int perDevice, int limit) throws SQLException {
    int ahead = Math.multiplyExact(limit, LOOK_AHEAD);
    List<CaptureKey> first = sql.list(IN_ORDER, CaptureRows::key, HIGH, now, ahead);
    if (first.size() < ahead) {
      first.addAll(sql.list(IN_ORDER, CaptureRows::key, OTHERS, now, ahead - first.size()));
    }
    List<CaptureKey> found = bounded(first, perDevice, limit);
    boolean all = first.size() < ahead;
    return all || found.size() == limit ? found : byDevice(sql, now, perDevice, limit);
  }

  static Optional<Instant> next(Sql sql) throws SQLException {
    Optional<Instant> high = sql.first(NEXT, row -> Instant.ofEpochMilli(row.getLong(1)), HIGH);
    Optional<Instant> others = sql.first(NEXT, row -> Instant.ofEpochMilli(row.getLong(1)), OTHERS);
    return high.isEmpty() || (others.isPresent() && others.get().isBefore(high.get()))
        ? others
        : high;
  }

  private static List<CaptureKey> byDevice(Sql sql, Instant now, int perDevice, int limit)
      throws SQLException {
    List<Due> due = new ArrayList<>();
    String after = "";
    while (true) {
      Optional<String> device = sql.first(NEXT_DEVICE, row -> row.getString(1), after);
      if (device.isEmpty()) {
        return due.stream().sorted(ORDER).map(Due::key).limit(limit).toList();
      }
      after = device.get();
      int before = due.size();
      for (int urgency : new int[] {HIGH, OTHERS}) {
        due.addAll(
            sql.list(
                OF_DEVICE,
                row -> new Due(CaptureRows.key(row), urgency, row.getLong(4)),
                after,
                urgency,
                now,
                perDevice - (due.size() - before)));
      }
    }
  }

  private static List<CaptureKey> bounded(List<CaptureKey> keys, int perDevice, int limit) {
    Map<String, Integer> taken = new HashMap<>();
    return keys.stream()
        .filter(key -> taken.merge(key.device(), 1, Integer::sum) <= perDevice)
        .limit(limit)
        .toList();
  }
}
