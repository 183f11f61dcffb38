package io.camrelay.device;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for a profile's name: it goes into logs, budgets and commands as it is. */
public final class ProfileName {

  /** The profile under all others; it is always there. */
  public static final String DEFAULT = "default";

  /** Characters of the longest. */
  public static final int MAX = 32;

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (MAX - 1) + "}");

  private ProfileName() {}

  /** Null where the name may be used, else a sentence that says what is wrong and what to do. */
  public static @Nullable String problem(String name) {
    if (FORM.matcher(name).matches()) {
      return null;
    }
    return "a profile's name has 1 to %d characters: a to z, 0 to 9, and inside it also . _ -"
        .formatted(MAX);
  }
}
