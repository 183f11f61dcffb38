package io.camrelay.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a profile can set, by the words that the operator uses. */
public enum ProfileKey {
  // How it is asked.
  CHAIN(ProfileForm.chain(), "who is asked, in this order: the next where one fails"),
  CHEAPER_CHAIN(
      ProfileForm.chainOrNone(), "who is asked instead once a budget's threshold is passed"),
  QUESTION(ProfileForm.question(), "what is asked where a press brings no question"),
  SYSTEM_PROMPT(
      ProfileForm.systemPrompt(), "what the model is told first, instead of its provider's own"),
  LANGUAGE(ProfileForm.language(), "the language of the answer, whatever that of the question"),
  ANSWER_TOKENS(
      ProfileForm.number(1, ProfileForm.MAX_ANSWER_TOKENS),
      "the most tokens of an answer, hidden reasoning included"),
  TEMPERATURE(ProfileForm.temperature(), "how surprising the answer may be"),
  EFFORT(ProfileForm.effort(), "how long a model that reasons may do so"),
  DETAIL(ProfileForm.detail(), "how closely the model looks, where its provider asks"),
  SCHEMA(ProfileForm.schema(), "the form of the answer, else it is free text"),
  DEADLINE(ProfileForm.deadline(), "from STORED to the end, every attempt and wait included"),

  // What is done with the picture before.
  GATE_DAMAGED(ProfileForm.gate(), "what is done about a picture whose data is damaged"),
  GATE_BLACK(ProfileForm.gate(), "about a black one"),
  GATE_WHITE(ProfileForm.gate(), "about a white one"),
  GATE_BLURRED(ProfileForm.gate(), "about a blurred one"),
  GATE_SAME(ProfileForm.gate(), "about one that is the same as the device's last"),
  PREPARE(
      ProfileForm.choice("fit", "as_is"),
      "whether the picture is reduced to what the model will use anyway"),
  FIT_QUALITY(
      ProfileForm.number(ProfileForm.MIN_FIT_QUALITY, ProfileForm.MAX_FIT_QUALITY),
      "the JPEG quality of a picture that was reduced, 100 is best"),
  OVERLAP(
      ProfileForm.flag(),
      "whether the request starts while the picture arrives; only where it is sent as it is"),

  // What the device is told.
  FRAME_SIZE(ProfileForm.frameSize(), "the sensor's frame size"),
  QUALITY(ProfileForm.quality(), "the sensor's JPEG quality"),
  INTERVAL(ProfileForm.interval(), "time-lapse: a photo each so often"),
  FLASH(ProfileForm.flag(), "whether the LED lights for a photo");

  // Immutable, which the checker cannot see through the functions that it holds.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ProfileForm<?> form;

  private final String meaning;

  ProfileKey(ProfileForm<?> form, String meaning) {
    this.form = form;
    this.meaning = meaning;
  }

  /** As commands spell it, such as {@code frame_size}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it does, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What its value must be, behind "must be". */
  public String form() {
    return form.words();
  }

  /** The key with this word. */
  public static Optional<ProfileKey> of(String word) {
    return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
  }

  /** All of them, for a sentence. */
  public static String all() {
    return Arrays.stream(values()).map(ProfileKey::word).collect(Collectors.joining(", "));
  }

  /**
   * The value in the one way in which it is kept.
   *
   * @throws IllegalArgumentException with a sentence that says what it must be
   */
  String canonical(String written) {
    return form.canonical(written)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be %s, not \"%s\"".formatted(word(), form.words(), shown(written))));
  }

  private static String shown(String written) {
    int most = 80;
    return written.length() <= most ? written : written.substring(0, most) + "…";
  }
}
