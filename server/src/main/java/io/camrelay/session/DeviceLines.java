package io.camrelay.session;

import io.camrelay.protocol.DeviceMessage.Log;
import io.camrelay.protocol.DeviceMessage.Status;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes what one device says of itself into the relay's log, within bounds. */
final class DeviceLines {

  private static final Logger log = LoggerFactory.getLogger("device.log");

  /** Lines at once: what a board says when it starts. */
  static final int AT_ONCE = 30;

  private final String device;
  private final Allowance allowance;

  DeviceLines(String device, int linesPerMinute, long now) {
    this.device = device;
    this.allowance = new Allowance(AT_ONCE, linesPerMinute, now);
  }

  void log(Log line, long now) {
    if (allowance.take(now)) {
      tellSuppressed();
      log.atLevel(level(line))
          .log(
              "device={} uptime_ms={} {}", device, line.uptimeMillis(), Texts.oneLine(line.text()));
    }
  }

  void status(Status status, long now) {
    if (allowance.take(now)) {
      tellSuppressed();
      FlightRecord flight = status.flight();
      log.info(
          "status device={} heap={} block={} psram={} rssi={} uptime={} stalls={} queued={} dropped={}",
          device,
          known(flight.freeHeap()),
          known(flight.largestBlock()),
          known(flight.freePsram()),
          flight.rssi() == 0 ? "?" : flight.rssi(),
          known(flight.uptimeSeconds()),
          known(flight.writeStalls()),
          status.queued(),
          status.dropped());
    }
  }

  /** Tells how many lines were left out, if any were. */
  void tellSuppressed() {
    long count = allowance.takeSuppressed();
    if (count > 0) {
      log.warn("lines suppressed device={} count={}", device, count);
    }
  }

  private static Level level(Log line) {
    return switch (line.level()) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
      case ERROR -> Level.ERROR;
    };
  }

  private static Object known(long count) {
    return count == Limits.UNKNOWN ? "?" : count;
  }
}
