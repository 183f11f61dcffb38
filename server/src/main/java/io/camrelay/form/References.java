package io.camrelay.form;

import io.camrelay.json.JsonView;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** References within a schema; there are no others, as nothing is fetched from anywhere. */
final class References {

  private References() {}

  /**
   * What {@code #} or {@code #/$defs/gate} leads to; a view of nothing for what is not there, and
   * for anchors.
   */
  static JsonView follow(String reference, JsonView root) {
    JsonView at = root;
    for (String step : reference.substring(1).split("/", -1)) {
      if (!step.isEmpty()) {
        at = step(at, decoded(step));
      }
    }
    return at;
  }

  private static JsonView step(JsonView at, String name) {
    boolean index = at.kind() == JsonView.Kind.ARRAY && name.matches("[0-9]{1,5}");
    return index ? at.at(Integer.valueOf(name)) : at.at(name);
  }

  private static String decoded(String step) {
    String pointer = step;
    try {
      pointer = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      // As it stands, then.
    }
    return pointer.replace("~1", "/").replace("~0", "~");
  }
}
