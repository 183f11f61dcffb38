package io.camrelay.device;

import io.camrelay.protocol.Limits;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for a device's name: it goes into logs, file names and URLs as it is. */
public final class DeviceName {

  private static final Pattern FORM =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (Limits.MAX_DEVICE - 1) + "}");

  private DeviceName() {}

  /** Null where the name may be used, else a sentence that says what is wrong and what to do. */
  public static @Nullable String problem(String name) {
    if (FORM.matcher(name).matches()) {
      return null;
    }
    return "a device's name has 1 to %d characters: a to z, 0 to 9, and inside it also . _ -"
        .formatted(Limits.MAX_DEVICE);
  }
}
