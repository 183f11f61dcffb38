package io.camrelay.device;

import io.camrelay.bounds.Quantities;
import io.camrelay.form.AnswerForm;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.picture.Detail;
import io.camrelay.picture.GateAction;
import io.camrelay.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an operator writes a setting of a profile.
 *
 * @param words what it must be, behind "must be"
 * @param parse reads what was written; null where it is not that
 * @param write as {@code parse} reads it, each value in one way
 */
record ProfileForm<T>(
    String words, Function<String, @Nullable T> parse, Function<T, String> write) {

  /** Providers in one chain: more would not be asked before the deadline. */
  static final int MAX_CHAIN = 8;

  /** Characters of a system prompt; it is billed as input each time. */
  static final int MAX_SYSTEM_PROMPT = 1 << 15;

  /** Characters of a schema; the same. */
  static final int MAX_SCHEMA = AnswerForm.MAX_SCHEMA;

  static final int MAX_ANSWER_TOKENS = 1_000_000;

  /** Below it, no model answers about a picture. */
  static final Duration MIN_DEADLINE = Duration.ofSeconds(5);

  /** Above it, nobody waits at the camera any more. */
  static final Duration MAX_DEADLINE = Duration.ofHours(1);

  static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  static final Duration MAX_INTERVAL = Duration.ofDays(30);

  /** The sensor's worst JPEG quality; lower is better. */
  static final int MAX_QUALITY = 63;

  static final int MIN_FIT_QUALITY = 10;
  static final int MAX_FIT_QUALITY = 100;

  /** Stands for the board's own quality. */
  private static final Integer BOARDS_OWN = -1;

  /** The sensors' frame sizes, smallest first. */
  static final List<String> FRAME_SIZES =
      List.of(
          "QQVGA", "QCIF", "HQVGA", "240X240", "QVGA", "CIF", "HVGA", "VGA", "SVGA", "XGA", "HD",
          "SXGA", "UXGA");

  /** Takes back what a profile below has set. */
  private static final String NONE = "none";

  private static final String OWN = "own";
  private static final String OFF = "off";

  private static final Pattern PROVIDER = Pattern.compile("[^\\s\\p{Cntrl},]{1,64}");
  private static final Pattern EFFORT = Pattern.compile("[a-z]{1,16}");
  private static final Pattern LANGUAGE = Pattern.compile("[\\p{L}][\\p{L} ()-]{0,39}");

  /** Names of providers, at least one. */
  static ProfileForm<List<String>> chain() {
    return new ProfileForm<>(
        "1 to " + MAX_CHAIN + " providers with commas between them, none twice",
        ProfileForm::names,
        ProfileForm::joined);
  }

  /** The same, or none at all. */
  static ProfileForm<List<String>> chainOrNone() {
    return new ProfileForm<>(
        "1 to " + MAX_CHAIN + " providers with commas between them, none twice; or none",
        written -> written.equals(NONE) ? List.of() : names(written),
        names -> names.isEmpty() ? NONE : joined(names));
  }

  static ProfileForm<String> question() {
    return new ProfileForm<>(
        "a text of 1 to " + Limits.MAX_QUESTION + " bytes",
        written -> isQuestion(written) ? written : null,
        Function.identity());
  }

  /** May be empty: the model is told nothing. */
  static ProfileForm<String> systemPrompt() {
    return new ProfileForm<>(
        "a text of at most " + MAX_SYSTEM_PROMPT + " characters",
        written -> written.length() <= MAX_SYSTEM_PROMPT ? written : null,
        Function.identity());
  }

  /** Empty: that of the question. */
  static ProfileForm<String> language() {
    return new ProfileForm<>(
        "a language's name such as German, of at most 40 characters; or none",
        written -> written.equals(NONE) ? "" : LANGUAGE.matcher(written).matches() ? written : null,
        language -> language.isEmpty() ? NONE : language);
  }

  static ProfileForm<Temperature> temperature() {
    return new ProfileForm<>(
        "a number from 0 to 2, or none where the model takes no temperature",
        Temperature::parse,
        Temperature::toString);
  }

  static ProfileForm<String> effort() {
    return new ProfileForm<>(
        "the provider's word for it, such as none, low, medium or high",
        written -> EFFORT.matcher(written).matches() ? written : null,
        Function.identity());
  }

  static ProfileForm<Detail> detail() {
    return words(Detail.class);
  }

  static ProfileForm<GateAction> gate() {
    return words(GateAction.class);
  }

  /** A JSON object; empty for free text. */
  static ProfileForm<String> schema() {
    return new ProfileForm<>(
        "a JSON schema, which is an object, of at most " + MAX_SCHEMA + " characters; or none",
        written -> written.equals(NONE) ? "" : isObject(written) ? written : null,
        schema -> schema.isEmpty() ? NONE : schema);
  }

  static ProfileForm<Duration> deadline() {
    return new ProfileForm<>(
        "a time such as 30s or 2m, from "
            + Quantities.write(MIN_DEADLINE)
            + " to "
            + Quantities.write(MAX_DEADLINE),
        written -> within(Quantities.duration(written), MIN_DEADLINE, MAX_DEADLINE),
        Quantities::write);
  }

  /** Zero for no time-lapse. */
  static ProfileForm<Duration> interval() {
    return new ProfileForm<>(
        "a time in whole seconds such as 30s or 10m, from "
            + Quantities.write(MIN_INTERVAL)
            + " to "
            + Quantities.write(MAX_INTERVAL)
            + "; or off",
        written -> written.equals(OFF) ? Duration.ZERO : wholeSeconds(written),
        interval -> interval.isZero() ? OFF : Quantities.write(interval));
  }

  static ProfileForm<Integer> number(int least, int most) {
    return new ProfileForm<>(
        "a number from %d to %d".formatted(least, most),
        written -> numberWithin(written, least, most),
        String::valueOf);
  }

  /** -1 for the device's own. */
  static ProfileForm<Integer> quality() {
    return new ProfileForm<>(
        "a number from 0 (best) to " + MAX_QUALITY + ", or own for the board's own",
        written -> written.equals(OWN) ? BOARDS_OWN : numberWithin(written, 0, MAX_QUALITY),
        quality -> quality < 0 ? OWN : String.valueOf(quality));
  }

  /** Empty for the device's own. */
  static ProfileForm<String> frameSize() {
    return new ProfileForm<>(
        "one of " + String.join(", ", FRAME_SIZES) + ", or own for the board's own",
        written -> {
          String name = written.toUpperCase(Locale.ROOT);
          return written.equals(OWN) ? "" : FRAME_SIZES.contains(name) ? name : null;
        },
        name -> name.isEmpty() ? OWN : name);
  }

  static ProfileForm<Boolean> flag() {
    return choice("true", "false");
  }

  /** One of two words, the first for true. */
  static ProfileForm<Boolean> choice(String yes, String no) {
    return new ProfileForm<>(
        yes + " or " + no,
        written -> written.equals(yes) ? Boolean.TRUE : written.equals(no) ? Boolean.FALSE : null,
        value -> value ? yes : no);
  }

  private static <E extends Enum<E>> ProfileForm<E> words(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    String all = constants.stream().map(ProfileForm::word).collect(Collectors.joining(", "));
    return new ProfileForm<>(
        "one of " + all,
        written ->
            constants.stream().filter(one -> word(one).equals(written)).findFirst().orElse(null),
        ProfileForm::word);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String joined(List<String> names) {
    return String.join(", ", names);
  }

  private static @Nullable List<String> names(String written) {
    List<String> names = Arrays.stream(written.split(",", -1)).map(String::strip).toList();
    boolean good =
        names.size() <= MAX_CHAIN
            && new HashSet<>(names).size() == names.size()
            && names.stream().allMatch(name -> PROVIDER.matcher(name).matches());
    return good ? names : null;
  }

  private static boolean isQuestion(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return !text.isBlank() && bytes <= Limits.MAX_QUESTION && text.indexOf('\uFFFD') < 0;
  }

  private static boolean isObject(String text) {
    try {
      return text.length() <= MAX_SCHEMA && Json.parse(text).kind() == JsonView.Kind.OBJECT;
    } catch (JsonException e) {
      return false;
    }
  }

  private static @Nullable Duration wholeSeconds(String written) {
    Duration duration = within(Quantities.duration(written), MIN_INTERVAL, MAX_INTERVAL);
    return duration == null || duration.toMillis() % 1_000 != 0 ? null : duration;
  }

  private static @Nullable Duration within(
      @Nullable Duration duration, Duration least, Duration most) {
    return duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0
        ? null
        : duration;
  }

  private static @Nullable Integer numberWithin(String written, int least, int most) {
    try {
      int number = Integer.parseInt(written);
      return number < least || number > most ? null : (Integer) number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What was written, in the one way in which it is kept. */
  Optional<String> canonical(String written) {
    return Optional.ofNullable(parse.apply(written)).map(write);
  }

  /** What {@link #canonical} gave, read again. */
  T value(String canonical) {
    T value = parse.apply(canonical);
    if (value == null) {
      throw new IllegalStateException("kept as \"" + canonical + "\", but must be " + words);
    }
    return value;
  }
}
