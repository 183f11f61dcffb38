package io.camrelay.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value to look into, read-only. Lookups never throw for what a document holds or lacks: a
 * path that leads nowhere gives a view of nothing, a value of another kind gives none.
 *
 * <p>A path is a row of names of members (String) and indexes of elements (Integer): {@code
 * text("choices", 0, "delta", "content")}.
 */
public final class JsonView {

  /** What a value is. */
  public enum Kind {
    OBJECT,
    ARRAY,
    TEXT,
    NUMBER,
    FLAG,
    /** null, or not there at all. */
    NOTHING
  }

  private final JsonNode node;

  JsonView(JsonNode node) {
    this.node = node;
  }

  /** What the value at the path is. */
  public Kind kind(Object... path) {
    return switch (follow(path).getNodeType()) {
      case OBJECT, POJO -> Kind.OBJECT;
      case ARRAY -> Kind.ARRAY;
      case STRING, BINARY -> Kind.TEXT;
      case NUMBER -> Kind.NUMBER;
      case BOOLEAN -> Kind.FLAG;
      case NULL, MISSING -> Kind.NOTHING;
    };
  }

  /** The value at the path, a view of nothing where there is none. */
  public JsonView at(Object... path) {
    return new JsonView(follow(path));
  }

  /** The text at the path; a number or flag as it is written; null where there is none of them. */
  public @Nullable String text(Object... path) {
    JsonNode value = follow(path);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  /**
   * The whole number at the path, also one that is written as a text or with a fraction (which is
   * cut off); empty where there is none or it does not fit.
   */
  public OptionalLong number(Object... path) {
    String text = text(path);
    if (text == null || text.length() > Json.MAX_NUMBER) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text.strip());
      double magnitude = Math.abs(number.doubleValue());
      // Asked before toBigInteger, which would write out all the zeros of 1e999999 or 1e-999999.
      if (magnitude < 1) {
        return OptionalLong.of(0);
      }
      return magnitude <= -(double) Long.MIN_VALUE
          ? OptionalLong.of(number.toBigInteger().longValueExact())
          : OptionalLong.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The flag at the path, empty where there is none. */
  public Optional<Boolean> flag(Object... path) {
    JsonNode value = follow(path);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /** The elements of the array at the path, none where there is no array. */
  public List<JsonView> elements(Object... path) {
    JsonNode value = follow(path);
    List<JsonView> elements = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> elements.add(new JsonView(element)));
    }
    return Collections.unmodifiableList(elements);
  }

  /** The members of the object at the path in their order, none where there is no object. */
  public Map<String, JsonView> members(Object... path) {
    Map<String, JsonView> members = new LinkedHashMap<>();
    follow(path).properties().forEach(e -> members.put(e.getKey(), new JsonView(e.getValue())));
    return Collections.unmodifiableMap(members);
  }

  /** The value as JSON, empty for a view of nothing that is not even null. */
  @Override
  public String toString() {
    return node.toString();
  }

  JsonNode node() {
    return node;
  }

  private JsonNode follow(Object... path) {
    JsonNode at = node;
    for (Object step : path) {
      if (step instanceof String name) {
        at = at.path(name);
      } else if (step instanceof Integer index) {
        at = at.path(index);
      } else {
        throw new IllegalArgumentException("a path holds names and indexes, not " + step);
      }
    }
    return at == null ? MissingNode.getInstance() : at;
  }
}
