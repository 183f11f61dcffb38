package io.camrelay.form;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.regex.Matcher;

/**
 * The patterns of a schema, by RE2: each takes a time that grows with the text alone, whatever the
 * operator wrote and the model answered. The JDK's own can take for ever over thirty characters.
 */
final class LinearPatterns implements RegularExpressionFactory {

  /**
   * How long a pattern may be once its repetitions are written out, in characters: {@code a{100}}
   * takes 600. RE2 writes them out, and time and memory grow with that.
   */
  static final int MAX_WRITTEN_OUT = 10_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

  /**
   * Refuses what cannot be used.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(String written) {
    long size = written.length();
    Matcher repetition = REPETITION.matcher(written);
    while (repetition.find() && size <= MAX_WRITTEN_OUT) {
      String most = repetition.group(2);
      boolean own = most == null || most.isEmpty();
      size *= Math.max(1, Long.parseLong(own ? repetition.group(1) : most));
    }
    if (size > MAX_WRITTEN_OUT) {
      throw new IllegalArgumentException(
          "a pattern is too long: with its repetitions written out it has more than %d characters"
              .formatted(MAX_WRITTEN_OUT));
    }
    try {
      Pattern unused = Pattern.compile(written);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the pattern %s cannot be used: %s (patterns are RE2's: no look-around, no references)"
              .formatted(written, e.getDescription()),
          e);
    }
  }

  /** To be called for what was checked. */
  @Override
  public RegularExpression getRegularExpression(String written) {
    Pattern pattern = Pattern.compile(written);
    return text -> pattern.matcher(text).find();
  }
}
