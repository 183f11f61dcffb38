package io.camrelay.relay;

import io.camrelay.usage.Catalogue;
import io.camrelay.usage.CatalogueException;
import java.nio.file.Path;

/** Reads the section {@code [usage]}. */
final class UsageConfig {

  private static final String CATALOGUE = "usage.catalogue";

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
}
