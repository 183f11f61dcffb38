package io.camrelay.json;

/** A text that is no JSON, or one beyond the bounds of {@link Json}. */
public final class JsonException extends Exception {

  JsonException(String message) {
    super(message);
  }
}
