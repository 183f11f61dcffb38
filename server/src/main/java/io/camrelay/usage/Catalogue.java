package io.camrelay.usage;

import io.camrelay.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of models: built in, with an operator's file over it. Models end and prices move,
 * so each entry says when it was so and who says it; none is code.
 */
public final class Catalogue {

  private static final String BUILT_IN = "catalogue.json";

  /** Behind a snapshot's name: {@code gpt-4o-2024-08-06}, {@code claude-haiku-4-5-20251001}. */
  private static final Pattern DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

  private final Map<String, ModelInfo> byName;

  private Catalogue(Map<String, ModelInfo> byName) {
    this.byName = byName;
  }

  /** The one that comes with the relay. */
  public static Catalogue builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException(BUILT_IN + " is missing in the jar");
      }
      return over(Map.of(), in.readAllBytes());
    } catch (IOException | CatalogueException e) {
      throw new IllegalStateException("the built-in catalogue cannot be read", e);
    }
  }

  /**
   * This one with an operator's file over it: its models take the place of those with the same
   * name, others are added.
   *
   * @throws CatalogueException with everything that is wrong in the file
   */
  public Catalogue with(Path file) throws CatalogueException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(Json.MAX_LENGTH + 1);
    } catch (IOException e) {
      throw new CatalogueException(List.of("it cannot be read: " + e.getMessage()));
    }
    return over(byName, bytes);
  }

  private static Catalogue over(Map<String, ModelInfo> below, byte[] json)
      throws CatalogueException {
    Map<String, ModelInfo> all = new LinkedHashMap<>(below);
    for (ModelInfo model : CatalogueReader.read(json)) {
      all.put(model.name(), model);
    }
    return new Catalogue(all);
  }

  /**
   * The model of this name. A vendor before it ({@code openai/gpt-4o}) and a snapshot's date behind
   * it ({@code gpt-4o-2024-08-06}) are left out where the whole name is not listed; nothing else is
   * guessed, because the next name of a family may count and cost quite differently.
   */
  public Optional<ModelInfo> find(String model) {
    String name = model.strip().toLowerCase(Locale.ROOT);
    String bare = name.substring(name.lastIndexOf('/') + 1);
    for (String known : List.of(name, bare, DATE.matcher(bare).replaceFirst(""))) {
      ModelInfo found = byName.get(known);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** All models, in the catalogue's order. */
  public List<ModelInfo> all() {
    return new ArrayList<>(byName.values());
  }
}
