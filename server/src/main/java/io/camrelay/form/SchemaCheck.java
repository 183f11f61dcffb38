package io.camrelay.form;

import io.camrelay.json.JsonView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses a schema that leads out of itself, that turns round in itself, or whose patterns cannot
 * be used. Looks at every member of the document, so that it does not matter where a keyword
 * stands.
 */
final class SchemaCheck {

  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
  private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> PARTS = List.of("not", "if", "then", "else");

  private static final int MAX_SHOWN = 100;

  private final JsonView root;

  /** References that are known to come to an end. */
  private final Set<String> ending = new HashSet<>();

  /** References that are being followed without going deeper into the answer. */
  private final Set<String> open = new HashSet<>();

  private SchemaCheck(JsonView root) {
    this.root = root;
  }

  /**
   * Checks a schema.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(JsonView schema) {
    new SchemaCheck(schema).check(schema, true);
  }

  /**
   * @param schema false within {@code patternProperties}, whose names are patterns
   */
  private void check(JsonView value, boolean schema) {
    for (Map.Entry<String, JsonView> member : value.members().entrySet()) {
      if (!schema) {
        LinearPatterns.check(member.getKey());
      }
      if (member.getValue().kind() == JsonView.Kind.TEXT) {
        checkText(member.getKey(), String.valueOf(member.getValue().text()));
      }
      check(member.getValue(), !member.getKey().equals("patternProperties"));
    }
    value.elements().forEach(element -> check(element, true));
    followEach(value);
  }

  private static void checkText(String name, String text) {
    if (name.equals("pattern")) {
      LinearPatterns.check(text);
    } else if (REFERENCES.contains(name) && !text.startsWith("#")) {
      String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
      throw new IllegalArgumentException(
          "its %s leads to %s, and nothing is fetched: put that into $defs and refer to #/$defs/NAME"
              .formatted(name, shown));
    }
  }

  /** Follows all that speaks of the same value of an answer as this does. */
  private void followEach(JsonView schema) {
    if (schema.kind("$ref") == JsonView.Kind.TEXT) {
      follow(String.valueOf(schema.text("$ref")));
    }
    LISTS.forEach(list -> schema.elements(list).forEach(this::followEach));
    for (String part : PARTS) {
      if (schema.kind(part) == JsonView.Kind.OBJECT) {
        followEach(schema.at(part));
      }
    }
  }

  private void follow(String reference) {
    if (!reference.startsWith("#") || ending.contains(reference)) {
      return;
    }
    if (!open.add(reference)) {
      throw new IllegalArgumentException(
          "its $ref %s leads back to where it began, and checking an answer would never end"
              .formatted(reference));
    }
    followEach(References.follow(reference, root));
    open.remove(reference);
    ending.add(reference);
  }
}
