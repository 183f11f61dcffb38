package io.camrelay.usage;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalogue's JSON. All problems are told at once, each with the model that it is about;
 * names that nobody knows are problems too, because a misspelt price would be no price.
 */
final class CatalogueReader {

  private static final Set<String> TOP = Set.of("as_of", "about", "models");
  private static final Set<String> MODEL =
      Set.of("model", "formula", "prices", "shutdown", "replacement", "source", "as_of");
  private static final Set<String> PRICES = Set.of("input", "cached", "cache_write", "output");
  private static final Set<String> BOUND = Set.of("patches", "longest");

  private final List<String> problems = new ArrayList<>();

  private CatalogueReader() {}

  static List<ModelInfo> read(byte[] json) throws CatalogueException {
    JsonView root;
    try {
      root = Json.parse(json);
    } catch (JsonException e) {
      throw new CatalogueException(List.of(String.valueOf(e.getMessage())));
    }
    CatalogueReader reader = new CatalogueReader();
    List<ModelInfo> models = reader.models(root);
    if (!reader.problems.isEmpty()) {
      throw new CatalogueException(reader.problems);
    }
    return models;
  }

  private List<ModelInfo> models(JsonView root) {
    List<ModelInfo> models = new ArrayList<>();
    if (root.kind("models") != JsonView.Kind.ARRAY) {
      problems.add("it must be an object with an array \"models\"");
      return models;
    }
    unknown("the catalogue", root, TOP);
    LocalDate asOf = date("the catalogue", root, "as_of");
    if (asOf == null) {
      problems.add("the catalogue: as_of must say when all this was so, such as \"2026-11-22\"");
      return models;
    }
    Set<String> names = new HashSet<>();
    for (JsonView entry : root.elements("models")) {
      String name = entry.text("model");
      if (name == null || name.isBlank()) {
        problems.add("model %d has no \"model\"".formatted(models.size() + 1));
      } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(name + " is listed twice");
      } else {
        models.add(model(name.toLowerCase(Locale.ROOT), entry, asOf));
      }
    }
    return models;
  }

  private ModelInfo model(String name, JsonView entry, LocalDate catalogueAsOf) {
    unknown(name, entry, MODEL);
    LocalDate asOf = date(name, entry, "as_of");
    return new ModelInfo(
        name,
        entry.kind("formula") == JsonView.Kind.NOTHING ? null : formula(name, entry.at("formula")),
        entry.kind("prices") == JsonView.Kind.NOTHING ? null : prices(name, entry.at("prices")),
        date(name, entry, "shutdown"),
        textOr(entry, "replacement"),
        textOr(entry, "source"),
        asOf == null ? catalogueAsOf : asOf);
  }

  private @Nullable TokenFormula formula(String name, JsonView formula) {
    String where = name + ": formula";
    String word = textOr(formula, "kind");
    TokenFormula.Kind kind =
        Arrays.stream(TokenFormula.Kind.values())
            .filter(one -> word(one).equals(word))
            .findFirst()
            .orElse(null);
    if (kind == null) {
      String words =
          Arrays.stream(TokenFormula.Kind.values())
              .map(CatalogueReader::word)
              .collect(Collectors.joining(", "));
      problems.add("%s: kind must be one of %s, not \"%s\"".formatted(where, words, word));
      return null;
    }
    try {
      return formula(where, kind, formula);
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
      return null;
    }
  }

  private TokenFormula formula(String where, TokenFormula.Kind kind, JsonView formula) {
    return switch (kind) {
      case TILES -> {
        unknown(where, formula, Set.of("kind", "base", "tile"));
        yield new TokenFormula.Tiles(number(formula, "base"), number(formula, "tile"));
      }
      case PATCHES -> {
        unknown(where, formula, Set.of("kind", "factor", "high", "auto", "low_patches"));
        TokenFormula.Patches.Bound high = bound(where, formula.at("high"));
        yield new TokenFormula.Patches(
            factor(formula),
            high,
            formula.kind("auto") == JsonView.Kind.NOTHING ? high : bound(where, formula.at("auto")),
            numberOr0(formula, "low_patches"));
      }
      case SQUARES -> {
        unknown(where, formula, Set.of("kind", "side", "longest", "most"));
        yield new TokenFormula.Squares(
            number(formula, "side"), numberOr0(formula, "longest"), numberOr0(formula, "most"));
      }
      case GEMINI_TILES -> {
        unknown(where, formula, Set.of("kind", "unit", "small", "tile"));
        yield new TokenFormula.GeminiTiles(
            number(formula, "unit"), number(formula, "small"), number(formula, "tile"));
      }
      case FIXED -> {
        unknown(where, formula, Set.of("kind", "low", "high", "auto"));
        yield new TokenFormula.Fixed(
            number(formula, "low"), number(formula, "high"), number(formula, "auto"));
      }
    };
  }

  private TokenFormula.Patches.Bound bound(String where, JsonView bound) {
    unknown(where, bound, BOUND);
    return new TokenFormula.Patches.Bound(numberOr0(bound, "patches"), numberOr0(bound, "longest"));
  }

  private @Nullable Prices prices(String name, JsonView prices) {
    String where = name + ": prices";
    unknown(where, prices, PRICES);
    try {
      BigDecimal input = price(prices, "input");
      if (input == null) {
        problems.add(where + ": input is missing");
        return null;
      }
      BigDecimal cached = price(prices, "cached");
      BigDecimal cacheWrite = price(prices, "cache_write");
      // Not said is not cheaper: a cost is never told too low.
      return new Prices(
          input,
          cached == null ? input : cached,
          cacheWrite == null ? input : cacheWrite,
          price(prices, "output"));
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
      return null;
    }
  }

  private static @Nullable BigDecimal price(JsonView prices, String member) {
    String text = prices.text(member);
    if (text == null) {
      return null;
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be dollars for a million tokens, such as \"0.15\", not \"%s\""
              .formatted(member, text),
          e);
    }
  }

  /** In hundredths, so that no tokens are made or lost by rounding. */
  private static int factor(JsonView formula) {
    BigDecimal factor = price(formula, "factor");
    if (factor == null) {
      throw new IllegalArgumentException("factor is missing");
    }
    try {
      return factor.movePointRight(2).intValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "factor must have two decimals at most, not " + factor.toPlainString(), e);
    }
  }

  private static int number(JsonView object, String member) {
    if (object.kind(member) == JsonView.Kind.NOTHING) {
      throw new IllegalArgumentException(member + " is missing");
    }
    return numberOr0(object, member);
  }

  private static int numberOr0(JsonView object, String member) {
    if (object.kind(member) == JsonView.Kind.NOTHING) {
      return 0;
    }
    long number = object.number(member).orElse(-1);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(member + " must be a whole number of 0 or more");
    }
    return (int) number;
  }

  private @Nullable LocalDate date(String where, JsonView object, String member) {
    String text = object.text(member);
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      problems.add(
          "%s: %s must be a day such as \"2027-01-14\", not \"%s\"".formatted(where, member, text));
      return null;
    }
  }

  private void unknown(String where, JsonView object, Set<String> known) {
    for (Map.Entry<String, JsonView> member : object.members().entrySet()) {
      if (!known.contains(member.getKey())) {
        problems.add(
            "%s: unknown member %s; there are %s"
                .formatted(
                    where,
                    member.getKey(),
                    known.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
  }

  private static String textOr(JsonView object, String member) {
    String text = object.text(member);
    return text == null ? "" : text;
  }

  private static String word(TokenFormula.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
