package io.camrelay.relay;

import io.camrelay.bounds.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The configuration as it was found: a file, the environment over it, and defaults under it. Asking
 * for a key declares it; what is in the file or the environment and was never asked for is a
 * problem, as is a value that does not fit. Problems are collected, not thrown: see {@link
 * #problems}.
 */
final class ConfigSource {

  private static final String PREFIX = "CAMRELAY_";

  /** The origin of a value that nobody has set. */
  private static final String DEFAULT = "default";

  /** Variables of ours that are no keys: the launcher and the command line read them. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("CAMRELAY_JAVA_OPTS", "CAMRELAY_LOG_LEVEL", "CAMRELAY_CONFIG");

  private final String file;
  private final TomlTable toml;
  private final Map<String, String> environment;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigSource(String file, TomlTable toml, Map<String, String> environment) {
    this.file = file;
    this.toml = toml;
    this.environment = environment;
  }

  /**
   * Reads the file; null stands for none.
   *
   * @throws ConfigException when it is not there, cannot be read, or is no TOML
   */
  static ConfigSource read(@Nullable Path file, Map<String, String> environment)
      throws ConfigException {
    if (file == null) {
      return new ConfigSource("", Toml.parse(""), environment);
    }
    TomlParseResult parsed;
    try {
      parsed = Toml.parse(file);
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "is not there";
      throw new ConfigException(List.of("the configuration file " + file + " " + why));
    }
    if (parsed.hasErrors()) {
      throw new ConfigException(
          parsed.errors().stream()
              .map(e -> "%s:%d: %s".formatted(file, e.position().line(), e.getMessage()))
              .toList());
    }
    return new ConfigSource(file.toString(), parsed, environment);
  }

  /** The environment variable for a key. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  String text(String key, String standard, String meaning) {
    return value(key, standard, meaning, Function.identity(), Function.identity(), "a text");
  }

  /** As {@link #text}, for one of an enum's words in lower case, {@code A_B} as {@code a-b}. */
  <E extends Enum<E>> E word(String key, E standard, String meaning) {
    Class<E> type = standard.getDeclaringClass();
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(ConfigSource::word).sorted().toList();
    return value(
        key,
        standard,
        meaning + " (" + String.join(", ", words) + ")",
        written ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(written.replace('_', '-')))
                .findFirst()
                .orElse(null),
        ConfigSource::word,
        "one of " + String.join(", ", words));
  }

  boolean flag(String key, boolean standard, String meaning) {
    return value(
        key,
        standard,
        meaning,
        written ->
            switch (written) {
              case "true" -> Boolean.TRUE;
              case "false" -> Boolean.FALSE;
              default -> null;
            },
        String::valueOf,
        "true or false");
  }

  int number(String key, int standard, int least, int most, String meaning) {
    return value(
        key,
        standard,
        "%s (%d to %d)".formatted(meaning, least, most),
        written -> {
          try {
            int number = Integer.parseInt(written);
            return number < least || number > most ? null : number;
          } catch (NumberFormatException e) {
            return null;
          }
        },
        String::valueOf,
        "a number from %d to %d".formatted(least, most));
  }

  Duration duration(String key, Duration standard, Duration least, Duration most, String meaning) {
    String bounds = Quantities.write(least) + " to " + Quantities.write(most);
    return value(
        key,
        standard,
        meaning + " (" + bounds + ")",
        written -> {
          Duration duration = Quantities.duration(written);
          return duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0
              ? null
              : duration;
        },
        Quantities::write,
        "a time such as \"30s\" or \"5m\", from " + bounds);
  }

  long bytes(String key, long standard, long least, long most, String meaning) {
    String bounds = Quantities.write(least) + " to " + Quantities.write(most);
    return value(
        key,
        standard,
        meaning + " (" + bounds + ")",
        written -> {
          OptionalLong bytes = Quantities.bytes(written);
          return bytes.isEmpty() || bytes.getAsLong() < least || bytes.getAsLong() > most
              ? null
              : bytes.getAsLong();
        },
        Quantities::write,
        "a size such as \"64KB\" or \"2MB\", from " + bounds);
  }

  /** A list of texts; in the environment they are separated by commas. */
  List<String> texts(String key, List<String> standard, String meaning) {
    return value(
        key,
        standard,
        meaning,
        written ->
            Arrays.stream(written.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList(),
        list -> String.join(", ", list),
        "a list of texts");
  }

  /** The names of the tables below a key: {@code [provider.NAME]}. */
  Set<String> tables(String key) {
    TomlTable table = toml.isTable(key) ? toml.getTable(key) : null;
    return table == null ? Set.of() : new TreeSet<>(table.keySet());
  }

  /** The texts of a table whose keys are the operator's own. */
  Map<String, String> map(String key, String meaning) {
    Map<String, String> map = new LinkedHashMap<>();
    TomlTable table = toml.isTable(key) ? toml.getTable(key) : null;
    if (table != null) {
      for (String name : table.keySet()) {
        List<String> path = List.of(name);
        if (table.get(path) instanceof String text) {
          map.put(name, text);
        } else {
          problems.add(where(toml.inputPositionOf(key)) + key + "." + name + " must be a text");
        }
      }
    }
    String origin = map.isEmpty() ? DEFAULT : where(toml.inputPositionOf(key)).strip();
    settings.put(key, new Setting(key, map.keySet().toString(), "[]", origin, meaning));
    return map;
  }

  /** True where a key that was asked for has a value of the operator's. */
  boolean isSet(String key) {
    Setting setting = settings.get(key);
    return setting != null && !setting.origin().equals(DEFAULT);
  }

  /** Says that a key's value, although of the right form, cannot be used. */
  void refuse(String key, String why) {
    Setting setting = settings.get(key);
    String origin = setting == null ? "" : setting.origin() + ": ";
    problems.add(origin + key + ": " + why);
  }

  /** Every key that was asked for, in that order. */
  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** Everything that is wrong, keys that nobody asked for included. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (String key : toml.dottedKeySet()) {
      if (!known(key)) {
        all.add(where(toml.inputPositionOf(key)) + "unknown key " + key + guess(key));
      }
    }
    Set<String> variables = new HashSet<>(OTHER_VARIABLES);
    settings.keySet().forEach(key -> variables.add(variable(key)));
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !variables.contains(name)) {
        all.add("environment: " + name + " is no key of the configuration");
      }
    }
    return all;
  }

  private boolean known(String key) {
    if (settings.containsKey(key)) {
      return true;
    }
    int dot = key.lastIndexOf('.');
    // A map's entries: their names are the operator's.
    return dot > 0 && settings.containsKey(key.substring(0, dot));
  }

  private String guess(String key) {
    String nearest = null;
    int least = Math.max(2, key.length() / 4) + 1;
    for (String known : settings.keySet()) {
      int distance = Spelling.distance(known, key);
      if (distance < least) {
        least = distance;
        nearest = known;
      }
    }
    return nearest == null
        ? "; `camrelay config print` lists all keys"
        : "; did you mean " + nearest + "?";
  }

  private <T> T value(
      String key,
      T standard,
      String meaning,
      Function<String, @Nullable T> parse,
      Function<T, String> write,
      String form) {
    String origin = DEFAULT;
    String written = null;
    String variable = variable(key);
    String override = environment.get(variable);
    if (override != null) {
      origin = variable;
      written = override.strip();
    } else if (toml.contains(key)) {
      origin = where(toml.inputPositionOf(key)).replaceFirst(": $", "");
      written = asText(toml.get(key));
    }
    T value = standard;
    if (written != null) {
      T parsed = parse.apply(written);
      if (parsed == null) {
        problems.add("%s: %s must be %s, not \"%s\"".formatted(origin, key, form, written));
      } else {
        value = parsed;
      }
    }
    settings.put(key, new Setting(key, write.apply(value), write.apply(standard), origin, meaning));
    return value;
  }

  private static String asText(@Nullable Object value) {
    if (value instanceof TomlArray array) {
      return String.join(",", array.toList().stream().map(String::valueOf).toList());
    }
    return String.valueOf(value);
  }

  private String where(@Nullable TomlPosition position) {
    return position == null ? file + ": " : file + ":" + position.line() + ": ";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
