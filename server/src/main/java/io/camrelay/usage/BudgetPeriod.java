package io.camrelay.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** How long a budget lasts, by the calendar of the operator's time zone. */
public enum BudgetPeriod {
  DAY,
  MONTH;

  /** When the period began that this moment lies in. */
  public Instant start(Instant moment, ZoneId zone) {
    return first(moment, zone).atStartOfDay(zone).toInstant();
  }

  /** When it ends, and the next one begins. A day is 23 to 25 hours long. */
  public Instant end(Instant moment, ZoneId zone) {
    LocalDate first = first(moment, zone);
    LocalDate next =
        switch (this) {
          case DAY -> first.plusDays(1);
          case MONTH -> first.plusMonths(1);
        };
    return next.atStartOfDay(zone).toInstant();
  }

  private LocalDate first(Instant moment, ZoneId zone) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    return switch (this) {
      case DAY -> day;
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
