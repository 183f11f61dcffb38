package io.camrelay.vision;

import io.camrelay.json.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of JSON Schema a provider can hold a model to. A schema beyond it would be refused with 400,
 * so keywords that nobody is sure of are not in here.
 *
 * <p>Sources: OpenAI's guide to structured outputs (learn.microsoft.com has the same list for
 * Azure); anthropic-sdk-python:src/anthropic/lib/_parse/_transform.py, which is what Anthropic's
 * own client makes of a schema before it sends it.
 */
enum SchemaSubset {
  /** OpenAI's {@code strict}: each object is closed and names all of its properties as required. */
  OPENAI(
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "enum",
          "const",
          "$ref",
          "$defs",
          "definitions",
          "title",
          "description",
          "pattern",
          "format",
          "multipleOf",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minItems",
          "maxItems")),

  /** Anthropic's: each object is closed, and nothing refers to itself. */
  ANTHROPIC(
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "allOf",
          "enum",
          "$ref",
          "$defs",
          "title",
          "description",
          "format",
          "minItems"));

  /** Says which language a schema is in; sent to nobody, as none takes another. */
  static final String DIALECT = "$schema";

  private static final Set<String> ANTHROPICS_FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private static final String REF = "$ref";

  // A copy that nobody can change, which the checker cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> keywords;

  SchemaSubset(Set<String> keywords) {
    this.keywords = keywords;
  }

  /** Whether a whole schema is within it. */
  boolean has(JsonView schema) {
    return isObject(schema)
        && schema.kind("anyOf") == JsonView.Kind.NOTHING
        && schema.members().entrySet().stream()
            .filter(member -> !member.getKey().equals(DIALECT))
            .allMatch(member -> hasMember(schema, member.getKey(), false));
  }

  /** Whether the schema says of itself that it is of an object, which a root has to be. */
  static boolean isObject(JsonView schema) {
    return "object".equals(schema.text("type"));
  }

  private boolean hasPart(JsonView schema, boolean inDefinition) {
    return schema.kind() == JsonView.Kind.OBJECT
        && schema.members().keySet().stream()
            .allMatch(keyword -> hasMember(schema, keyword, inDefinition));
  }

  private boolean hasMember(JsonView schema, String keyword, boolean inDefinition) {
    return keywords.contains(keyword)
        && switch (keyword) {
          case "type" -> !isObject(schema) || isClosed(schema);
          case "properties" ->
              isClosed(schema) && all(schema.members(keyword).values(), inDefinition);
          case "$defs", "definitions" -> all(schema.members(keyword).values(), true);
          case "items" -> hasPart(schema.at(keyword), inDefinition);
          case "anyOf", "allOf" -> all(schema.elements(keyword), inDefinition);
          case REF -> this == OPENAI || (!inDefinition && isDefinition(schema));
          case "format" ->
              this == OPENAI || ANTHROPICS_FORMATS.contains(String.valueOf(schema.text(keyword)));
          case "minItems" -> this == OPENAI || schema.number(keyword).orElse(2) <= 1;
          case "enum" -> schema.elements(keyword).stream().allMatch(SchemaSubset::isScalar);
          default -> true;
        };
  }

  /** Only such references cannot lead back to themselves. */
  private static boolean isDefinition(JsonView schema) {
    return String.valueOf(schema.text(REF)).startsWith("#/$defs/");
  }

  private static boolean isScalar(JsonView value) {
    return switch (value.kind()) {
      case TEXT, NUMBER, FLAG, NOTHING -> true;
      case OBJECT, ARRAY -> false;
    };
  }

  private boolean isClosed(JsonView schema) {
    Map<String, JsonView> properties = schema.members("properties");
    List<String> required =
        schema.elements("required").stream().map(name -> String.valueOf(name.text())).toList();
    return !schema.flag("additionalProperties").orElse(true)
        && (this == ANTHROPIC || required.containsAll(properties.keySet()));
  }

  private boolean all(Iterable<JsonView> schemas, boolean inDefinition) {
    for (JsonView schema : schemas) {
      if (!hasPart(schema, inDefinition)) {
        return false;
      }
    }
    return true;
  }
}
