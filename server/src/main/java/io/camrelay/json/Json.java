package io.camrelay.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads one JSON document into a {@link JsonView} and writes documents by a {@link JsonWriter}. */
public final class Json {

  /** The longest document that is read, in characters of a text or bytes of UTF-8. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The most objects and arrays that may lie within each other. */
  public static final int MAX_DEPTH = 64;

  /** The longest number, in digits: enough for any 64-bit or floating-point one. */
  public static final int MAX_NUMBER = 64;

  /** How much of a parser's complaint is kept; it may quote what it was given. */
  private static final int MAX_COMPLAINT = 160;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_LENGTH)
                          .maxNameLength(MAX_LENGTH)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Characters beyond 16 bits as they are, like all others.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private Json() {}

  /**
   * Reads a document.
   *
   * @throws JsonException when the text is no JSON, or is longer or deeper than the bounds above
   */
  public static JsonView parse(String text) throws JsonException {
    checkLength(text.length());
    return parse(() -> MAPPER.readTree(text));
  }

  /**
   * Reads a document in UTF-8.
   *
   * @throws JsonException when the bytes are no JSON, or are more or deeper than the bounds above
   */
  public static JsonView parse(byte[] utf8) throws JsonException {
    checkLength(utf8.length);
    return parse(() -> MAPPER.readTree(utf8));
  }

  /** Writes a document into a text. */
  public static String text(Consumer<JsonWriter> document) {
    return new String(bytes(document), StandardCharsets.UTF_8);
  }

  /** Writes a document into bytes of UTF-8. */
  public static byte[] bytes(Consumer<JsonWriter> document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter writer = JsonWriter.to(bytes)) {
      document.accept(writer);
    }
    return bytes.toByteArray();
  }

  private static void checkLength(int length) throws JsonException {
    if (length > MAX_LENGTH) {
      throw new JsonException("JSON of " + length + " is longer than the " + MAX_LENGTH + " read");
    }
  }

  private static JsonView parse(TreeReader reader) throws JsonException {
    try {
      JsonNode root = reader.read();
      if (root.isMissingNode()) {
        throw new JsonException("no JSON: the text is empty");
      }
      return new JsonView(root);
    } catch (JsonProcessingException e) {
      throw new JsonException(complaint(e));
    } catch (IOException e) {
      // From a text in memory this can only be broken UTF-8.
      throw new JsonException("no JSON: the bytes are no UTF-8");
    }
  }

  private static String complaint(JsonProcessingException e) {
    String what = e.getOriginalMessage();
    String bounded = what.length() > MAX_COMPLAINT ? what.substring(0, MAX_COMPLAINT) + "…" : what;
    return e.getLocation() == null
        ? "no JSON: " + bounded
        : "no JSON at line %d, column %d: %s"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), bounded);
  }

  @FunctionalInterface
  private interface TreeReader {
    JsonNode read() throws IOException;
  }
}
