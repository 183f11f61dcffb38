package io.camrelay.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document to a stream as UTF-8, without line breaks. Half surrogate pairs become
 * U+FFFD, since UTF-8 has no bytes for them.
 *
 * <p>A stream that fails is heard of as {@link UncheckedIOException}; calls in an order that makes
 * no JSON as {@link IllegalStateException}.
 */
public final class JsonWriter implements AutoCloseable {

  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes to a stream, which {@link #close} flushes and leaves open. */
  public static JsonWriter to(OutputStream stream) {
    try {
      JsonGenerator generator = Json.MAPPER.getFactory().createGenerator(stream);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      return new JsonWriter(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens an object. */
  public JsonWriter beginObject() {
    return write(generator::writeStartObject);
  }

  /** Closes the innermost object. */
  public JsonWriter endObject() {
    return write(generator::writeEndObject);
  }

  /** Opens an array. */
  public JsonWriter beginArray() {
    return write(generator::writeStartArray);
  }

  /** Closes the innermost array. */
  public JsonWriter endArray() {
    return write(generator::writeEndArray);
  }

  /** The name of the member whose value comes next. */
  public JsonWriter name(String name) {
    return write(() -> generator.writeFieldName(wellFormed(name)));
  }

  /** A text, or null. */
  public JsonWriter value(@Nullable String text) {
    return write(
        () -> {
          if (text == null) {
            generator.writeNull();
          } else {
            generator.writeString(wellFormed(text));
          }
        });
  }

  /** A whole number. */
  public JsonWriter value(long number) {
    return write(() -> generator.writeNumber(number));
  }

  /** A number with a fraction; one that JSON has no word for (infinite, not a number) as null. */
  public JsonWriter value(double number) {
    return write(
        () -> {
          if (Double.isFinite(number)) {
            generator.writeNumber(number);
          } else {
            generator.writeNull();
          }
        });
  }

  /** A flag. */
  public JsonWriter value(boolean flag) {
    return write(() -> generator.writeBoolean(flag));
  }

  /** A value that was read before; nothing is written as null. */
  public JsonWriter value(JsonView view) {
    return write(
        () -> {
          if (view.node().isMissingNode()) {
            generator.writeNull();
          } else {
            Json.MAPPER.writeTree(generator, view.node());
          }
        });
  }

  /**
   * Opens a text whose middle the caller puts straight into the stream: call {@link #flush}, write
   * characters there that need no escaping (base64, say), then call {@link #endText}.
   *
   * @param start how the text begins
   */
  public JsonWriter beginText(String start) {
    String escaped =
        String.valueOf(JsonStringEncoder.getInstance().quoteAsString(wellFormed(start)));
    return write(() -> generator.writeRawValue('"' + escaped));
  }

  /** Closes the text that {@link #beginText} opened. */
  public JsonWriter endText() {
    return write(() -> generator.writeRaw('"'));
  }

  /** Hands everything written so far to the stream. */
  public JsonWriter flush() {
    return write(generator::flush);
  }

  @Override
  public void close() {
    write(generator::close);
  }

  private JsonWriter write(Step step) {
    try {
      step.perform();
      return this;
    } catch (JsonGenerationException e) {
      throw new IllegalStateException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  @FunctionalInterface
  private interface Step {
    void perform() throws IOException;
  }
}
