package io.camrelay.relay;

import io.camrelay.usage.Catalogue;
import io.camrelay.usage.CatalogueException;
import io.camrelay.usage.DriftWatch;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Reads the section {@code [usage]}. */
final class UsageConfig {

  private static final String CATALOGUE = "usage.catalogue";
  private static final String ERRORS = "usage.usual_errors";
  private static final String ZONE = "usage.time_zone";

  private UsageConfig() {}

  /** The built-in catalogue with the operator's over it; what is wrong there is the source's. */
  static Catalogue catalogue(ConfigSource source) {
    String file =
        source.text(CATALOGUE, "", "a file of your own models and prices, over the built-in ones");
    Catalogue builtIn = Catalogue.builtIn();
    if (file.isEmpty()) {
      return builtIn;
    }
    try {
      return builtIn.with(Path.of(file));
    } catch (CatalogueException e) {
      e.problems().forEach(problem -> source.refuse(CATALOGUE, file + ": " + problem));
      return builtIn;
    }
  }

  /** The rate of errors that is usual, from 0.001 to 0.5. */
  static double usualErrors(ConfigSource source) {
    int usual = (int) Math.round(1_000 * DriftWatch.USUAL_ERRORS);
    return source.number(
            ERRORS,
            usual,
            1,
            500,
            "how many of a thousand attempts usually fail by a provider's fault; more is told")
        / 1_000.0;
  }

  /** By whose calendar the days and months of budgets begin. */
  static ZoneId zone(ConfigSource source) {
    String name =
        source.text(
            ZONE,
            "",
            "the time zone in which days and months of budgets begin, such as Europe/Berlin; empty"
                + " for the machine's");
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      source.refuse(ZONE, "there is no time zone " + name);
      return ZoneId.systemDefault();
    }
  }
}
