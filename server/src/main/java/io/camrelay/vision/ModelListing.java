package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a provider itself says of a model.
 *
 * @param listed whether it is in the list
 * @param shutdown the day on which it ends, null where the list says none
 */
public record ModelListing(boolean listed, @Nullable LocalDate shutdown) {

  /**
   * What OpenAI (openai-openapi: Model), Anthropic (anthropic-sdk-python: ModelInfo) and OpenRouter
   * (openrouter.ai/docs/client-sdks/go/api-reference/models/model) call the day.
   */
  private static final List<String> SHUTDOWN =
      List.of("shutdown_date", "retires_at", "expiration_date");

  /** A day has so many characters: {@code 2027-01-14}. */
  private static final int DAY = 10;

  /**
   * Looks a model up in what {@code GET /models/MODEL} or {@code GET /models} gives.
   *
   * @return null where that is neither the model nor a list
   */
  static @Nullable ModelListing read(String body, String model) {
    JsonView root;
    try {
      root = Json.parse(body);
    } catch (JsonException e) {
      return null;
    }
    if (model.equals(root.text("id"))) {
      return new ModelListing(true, shutdown(root));
    }
    if (root.kind("data") != JsonView.Kind.ARRAY) {
      return null;
    }
    for (JsonView entry : root.elements("data")) {
      if (model.equals(entry.text("id"))) {
        return new ModelListing(true, shutdown(entry));
      }
    }
    return new ModelListing(false, null);
  }

  private static @Nullable LocalDate shutdown(JsonView entry) {
    for (String name : SHUTDOWN) {
      LocalDate day = day(entry.at(name));
      if (day != null) {
        return day;
      }
    }
    return null;
  }

  /** A day, a moment, or seconds since 1970: the schema leaves it open. */
  private static @Nullable LocalDate day(JsonView date) {
    String text = date.text();
    if (text == null) {
      return null;
    }
    OptionalLong seconds = date.number();
    try {
      return seconds.isPresent()
          ? Instant.ofEpochSecond(seconds.getAsLong()).atOffset(ZoneOffset.UTC).toLocalDate()
          : LocalDate.parse(text.substring(0, Math.min(DAY, text.length())));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
