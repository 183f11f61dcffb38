package io.camrelay.device;

import io.camrelay.form.AnswerForm;
import io.camrelay.picture.Detail;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one profile sets. Whatever it does not set comes from the profile below it, and reads as
 * null here.
 *
 * @param written the values of what is set, each in the one way in which it is kept
 */
public record ProfileSettings(Map<ProfileKey, String> written) {

  /** Nothing is set. */
  public static final ProfileSettings NONE = new ProfileSettings(Map.of());

  /**
   * What is usual where nobody says anything. What is not in it is the provider's own, and who is
   * asked what for how long is the configuration's.
   */
  public static final ProfileSettings USUAL =
      new ProfileSettings(
          Map.ofEntries(
              Map.entry(ProfileKey.CHEAPER_CHAIN, "none"),
              Map.entry(ProfileKey.LANGUAGE, "none"),
              Map.entry(ProfileKey.SCHEMA, "none"),
              usual(ProfileKey.GATE_DAMAGED, GateCheck.DAMAGED),
              usual(ProfileKey.GATE_BLACK, GateCheck.BLACK),
              usual(ProfileKey.GATE_WHITE, GateCheck.WHITE),
              usual(ProfileKey.GATE_BLURRED, GateCheck.BLURRED),
              usual(ProfileKey.GATE_SAME, GateCheck.SAME),
              Map.entry(ProfileKey.PREPARE, "as_is"),
              // Shows a model what the original does, at half the bytes.
              Map.entry(ProfileKey.FIT_QUALITY, "85"),
              Map.entry(ProfileKey.OVERLAP, "true"),
              Map.entry(ProfileKey.FRAME_SIZE, "own"),
              Map.entry(ProfileKey.QUALITY, "own"),
              Map.entry(ProfileKey.INTERVAL, "off"),
              Map.entry(ProfileKey.FLASH, "false")));

  /**
   * @throws IllegalArgumentException with a sentence in the operator's words where a value does not
   *     fit
   */
  public ProfileSettings {
    Map<ProfileKey, String> canonical = new EnumMap<>(ProfileKey.class);
    written.forEach((key, value) -> canonical.put(key, key.canonical(value)));
    written = Collections.unmodifiableMap(canonical);
  }

  /**
   * The same with one thing set otherwise.
   *
   * @throws IllegalArgumentException with a sentence in the operator's words where the value does
   *     not fit
   */
  public ProfileSettings with(ProfileKey key, String value) {
    Map<ProfileKey, String> changed = copy();
    changed.put(key, value);
    return new ProfileSettings(changed);
  }

  /** The same without a value for this. */
  public ProfileSettings without(ProfileKey key) {
    Map<ProfileKey, String> changed = copy();
    changed.remove(key);
    return new ProfileSettings(changed);
  }

  /** These, and those of another where these say nothing. */
  public ProfileSettings over(ProfileSettings below) {
    Map<ProfileKey, String> both = below.copy();
    both.putAll(written);
    return new ProfileSettings(both);
  }

  /** As it is kept; null where it is not set. */
  public @Nullable String get(ProfileKey key) {
    return written.get(key);
  }

  /** One to eight names, or null. */
  public @Nullable List<String> chain() {
    return value(ProfileKey.CHAIN, ProfileForm.chain());
  }

  /** Empty for none, whatever is set below. */
  public @Nullable List<String> cheaperChain() {
    return value(ProfileKey.CHEAPER_CHAIN, ProfileForm.chainOrNone());
  }

  public @Nullable String question() {
    return value(ProfileKey.QUESTION, ProfileForm.question());
  }

  /** Empty: the model is told nothing. */
  public @Nullable String systemPrompt() {
    return value(ProfileKey.SYSTEM_PROMPT, ProfileForm.systemPrompt());
  }

  /** Empty: that of the question. */
  public @Nullable String language() {
    return value(ProfileKey.LANGUAGE, ProfileForm.language());
  }

  public @Nullable Integer answerTokens() {
    return value(ProfileKey.ANSWER_TOKENS, ProfileForm.number(1, ProfileForm.MAX_ANSWER_TOKENS));
  }

  public @Nullable Temperature temperature() {
    return value(ProfileKey.TEMPERATURE, ProfileForm.temperature());
  }

  public @Nullable String effort() {
    return value(ProfileKey.EFFORT, ProfileForm.effort());
  }

  public @Nullable Detail detail() {
    return value(ProfileKey.DETAIL, ProfileForm.detail());
  }

  /** A JSON object; empty for free text. */
  public @Nullable String schema() {
    return value(ProfileKey.SCHEMA, ProfileForm.schema());
  }

  /**
   * Refuses a schema that no answer can be judged by. Takes up to a second, so it is asked for
   * where the operator sets one, and not each time that settings are read.
   *
   * @throws IllegalArgumentException with a sentence in the operator's words
   */
  public void checkSchema() {
    String schema = schema();
    if (schema != null && !schema.isEmpty()) {
      AnswerForm unused = AnswerForm.of(schema);
    }
  }

  public @Nullable Duration deadline() {
    return value(ProfileKey.DEADLINE, ProfileForm.deadline());
  }

  private static Map.Entry<ProfileKey, String> usual(ProfileKey key, GateCheck check) {
    return Map.entry(key, check.byDefault().action().word());
  }

  /** What one of the gate's checks leads to. */
  @Nullable GateAction gate(ProfileKey check) {
    return value(check, ProfileForm.gate());
  }

  /** Whether the picture is reduced. */
  public @Nullable Boolean fit() {
    return value(ProfileKey.PREPARE, ProfileForm.choice("fit", "as_is"));
  }

  public @Nullable Integer fitQuality() {
    return value(
        ProfileKey.FIT_QUALITY,
        ProfileForm.number(ProfileForm.MIN_FIT_QUALITY, ProfileForm.MAX_FIT_QUALITY));
  }

  public @Nullable Boolean overlap() {
    return value(ProfileKey.OVERLAP, ProfileForm.flag());
  }

  /** Empty for the device's own. */
  public @Nullable String frameSize() {
    return value(ProfileKey.FRAME_SIZE, ProfileForm.frameSize());
  }

  /** -1 for the device's own. */
  public @Nullable Integer quality() {
    return value(ProfileKey.QUALITY, ProfileForm.quality());
  }

  /** Zero for no time-lapse. */
  public @Nullable Duration interval() {
    return value(ProfileKey.INTERVAL, ProfileForm.interval());
  }

  public @Nullable Boolean flash() {
    return value(ProfileKey.FLASH, ProfileForm.flag());
  }

  private <T> @Nullable T value(ProfileKey key, ProfileForm<T> form) {
    String kept = written.get(key);
    return kept == null ? null : form.value(kept);
  }

  private Map<ProfileKey, String> copy() {
    Map<ProfileKey, String> copy = new EnumMap<>(ProfileKey.class);
    copy.putAll(written);
    return copy;
  }
}
