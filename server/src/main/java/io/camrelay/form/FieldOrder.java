package io.camrelay.form;

import io.camrelay.json.JsonView;
import io.camrelay.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a value with the members of its objects in the order in which the schema names them;
 * members that it does not name come after, as the model had them.
 */
final class FieldOrder {

  /** Parts of a schema that speak of one value, through references too; more are not looked at. */
  private static final int MAX_PARTS = 64;

  private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> BRANCHES = List.of("then", "else");

  private final JsonView root;

  FieldOrder(JsonView root) {
    this.root = root;
  }

  /**
   * Writes the value.
   *
   * @throws IllegalArgumentException with a sentence where it holds a number that cannot be written
   */
  void write(JsonView value, JsonWriter writer) {
    write(value, root, writer);
  }

  private void write(JsonView value, JsonView schema, JsonWriter writer) {
    switch (value.kind()) {
      case OBJECT -> writeObject(value.members(), parts(schema), writer);
      case ARRAY -> writeArray(value.elements(), parts(schema), writer);
      case NUMBER -> writer.value(finite(value));
      case TEXT, FLAG, NOTHING -> writer.value(value);
    }
  }

  private void writeObject(Map<String, JsonView> had, List<JsonView> parts, JsonWriter writer) {
    Map<String, JsonView> named = new LinkedHashMap<>();
    for (JsonView part : parts) {
      part.members("properties").forEach(named::putIfAbsent);
    }
    JsonView others = first(parts, "additionalProperties");
    writer.beginObject();
    named.forEach(
        (name, schema) -> {
          JsonView value = had.get(name);
          if (value != null) {
            writer.name(name);
            write(value, schema, writer);
          }
        });
    had.forEach(
        (name, value) -> {
          if (!named.containsKey(name)) {
            writer.name(name);
            write(value, others, writer);
          }
        });
    writer.endObject();
  }

  private void writeArray(List<JsonView> had, List<JsonView> parts, JsonWriter writer) {
    JsonView others = first(parts, "items");
    writer.beginArray();
    for (int i = 0; i < had.size(); i++) {
      JsonView own = first(parts, "prefixItems", i);
      write(had.get(i), own.kind() == JsonView.Kind.OBJECT ? own : others, writer);
    }
    writer.endArray();
  }

  private static JsonView finite(JsonView number) {
    if (Double.isInfinite(Double.parseDouble(String.valueOf(number.text())))) {
      throw new IllegalArgumentException("a number in it is beyond 1.8E308, where doubles end");
    }
    return number;
  }

  /** The schema itself and all that speaks of the same value, itself first. */
  private List<JsonView> parts(JsonView schema) {
    List<JsonView> parts = new ArrayList<>();
    parts.add(schema);
    for (int i = 0; i < parts.size() && parts.size() < MAX_PARTS; i++) {
      JsonView part = parts.get(i);
      if (part.kind("$ref") == JsonView.Kind.TEXT) {
        parts.add(References.follow(String.valueOf(part.text("$ref")), root));
      }
      LISTS.forEach(list -> parts.addAll(part.elements(list)));
      BRANCHES.forEach(branch -> parts.add(part.at(branch)));
    }
    return parts;
  }

  private static JsonView first(List<JsonView> parts, Object... path) {
    return parts.stream()
        .map(part -> part.at(path))
        .filter(found -> found.kind() == JsonView.Kind.OBJECT)
        .findFirst()
        .orElseGet(() -> parts.get(0).at(path));
  }
}
