package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Understands a chat completion, event by event or whole. It is given what arrived and gives back
 * the words in it; at the end it says what the attempt came to. It reads by member and ignores what
 * it does not know, because nothing in an answer can be trusted to be there.
 */
final class ChatReader {

  /** What stopped an answer before its end. */
  record Interruption(Failure failure, String detail) {}

  /** What is kept of a refusal, in characters. */
  private static final int MAX_REFUSAL = Redaction.MAX_DETAIL;

  /** What the official clients take for the end, by its beginning. */
  private static final String DONE = "[DONE]";

  private final int maxChars;
  private final String tokenLimit;

  private String requestId;
  private String model = "";
  private String finish = "";
  private final StringBuilder refusal = new StringBuilder();
  private int chars;
  private long promptTokens = -1;
  private long answerTokens = -1;
  private long reasoningTokens = -1;

  /** Whether anything but space was said. */
  private boolean spoke;

  /** Whether the model is known to have worked: words, reasoning, a refusal or usage came. */
  private boolean worked;

  private boolean ended;
  private boolean tooLong;
  private @Nullable ErrorReply error;
  private @Nullable String nonsense;

  /**
   * @param maxChars where an answer is cut
   * @param tokenLimit the limit as it was sent, to explain an answer that it swallowed
   * @param requestId the provider's number for the request, empty where its headers had none
   */
  ChatReader(int maxChars, String tokenLimit, String requestId) {
    this.maxChars = maxChars;
    this.tokenLimit = tokenLimit;
    this.requestId = requestId;
  }

  /**
   * Reads one event of a stream.
   *
   * @param type the event's type, null where it had none
   * @return the words in it, empty for none
   */
  String readEvent(@Nullable String type, String data) {
    if (isOver()) {
      return "";
    }
    if (data.startsWith(DONE)) {
      ended = true;
      return "";
    }
    return read(data, "delta", "error".equals(type));
  }

  /**
   * Reads an answer that came as one document, from a provider that ignores {@code stream}.
   *
   * @return the words in it, empty for none
   */
  String readWhole(String body) {
    String words = read(body, "message", false);
    ended = true;
    return words;
  }

  /** Whether nothing that may still come matters. */
  boolean isOver() {
    return ended || tooLong || error != null || nonsense != null;
  }

  /** Whether the provider should be hung up on, as more of the answer would only cost. */
  boolean wantsHangUp() {
    return tooLong || nonsense != null;
  }

  /** Whether the model has said how it ended; only usage and the end mark can still come. */
  boolean isFinished() {
    return !finish.isEmpty();
  }

  /**
   * What the attempt came to.
   *
   * @param interruption what ended it on the way, null where the provider's answer ended in order
   */
  AttemptResult result(@Nullable Interruption interruption) {
    if (error != null) {
      return error.failed(billing(), null, receipt());
    }
    if (nonsense != null) {
      return failed(Failure.PROVIDER_ERROR, billing(), nonsense);
    }
    if (tooLong) {
      return new Answered(true, receipt());
    }
    if (ended || isFinished()) {
      return complete();
    }
    if (interruption != null) {
      return failed(interruption.failure(), billing(), interruption.detail());
    }
    return failed(
        Failure.BROKEN, billing(), "the stream ended without finish_reason and without " + DONE);
  }

  private AttemptResult complete() {
    if (!refusal.isEmpty()) {
      return failed(Failure.REFUSED, Billing.YES, "the model refuses: " + refusal);
    }
    return switch (finish) {
      case "content_filter" ->
          failed(Failure.REFUSED, Billing.YES, "a filter stopped the answer (content_filter)");
      case "error" ->
          failed(Failure.PROVIDER_ERROR, billing(), "the model failed (finish_reason error)");
      case "length", "max_tokens" -> spoke ? new Answered(true, receipt()) : swallowed();
      default ->
          spoke
              ? new Answered(false, receipt())
              : failed(
                  Failure.EMPTY,
                  Billing.YES,
                  "the model ended without a word (finish_reason %s)"
                      .formatted(finish.isEmpty() ? "missing" : finish));
    };
  }

  private AttemptResult swallowed() {
    String spent =
        reasoningTokens > 0
            ? "%d of %d tokens went into reasoning".formatted(reasoningTokens, answerTokens)
            : "all tokens were spent unseen, as reasoning models do";
    return failed(
        Failure.EMPTY,
        Billing.YES,
        "the limit %s was reached before the first word: %s; raise it or lower the reasoning effort"
            .formatted(tokenLimit, spent));
  }

  private String read(String json, String where, boolean isError) {
    JsonView chunk;
    try {
      chunk = Json.parse(json);
    } catch (JsonException e) {
      nonsense = "the answer holds " + e.getMessage();
      return "";
    }
    readReceipt(chunk);
    if (isError || chunk.kind("error") != JsonView.Kind.NOTHING) {
      boolean wrapped = chunk.kind("error") != JsonView.Kind.NOTHING;
      error = ErrorReply.of(wrapped ? chunk.at("error") : chunk, 200);
      return "";
    }
    JsonView choice = chunk.at("choices", 0);
    readMood(choice.at(where));
    String reason = choice.text("finish_reason");
    if (reason != null && !reason.isBlank()) {
      finish = reason.toLowerCase(Locale.ROOT);
    }
    return take(words(choice.at(where, "content")));
  }

  private void readReceipt(JsonView chunk) {
    String name = chunk.text("model");
    if (name != null && !name.isBlank()) {
      model = name;
    }
    String id = chunk.text("id");
    if (requestId.isEmpty() && id != null) {
      requestId = id;
    }
    JsonView usage = chunk.at("usage");
    if (usage.kind() == JsonView.Kind.OBJECT) {
      promptTokens = tokens(promptTokens, usage.number("prompt_tokens"));
      answerTokens = tokens(answerTokens, usage.number("completion_tokens"));
      reasoningTokens =
          tokens(reasoningTokens, usage.number("completion_tokens_details", "reasoning_tokens"));
      worked |= promptTokens > 0 || answerTokens > 0;
    }
  }

  /** Reads what a model says beside its words: that it refuses, or that it is reasoning. */
  private void readMood(JsonView delta) {
    String refused = delta.text("refusal");
    if (refused != null && !refused.isEmpty()) {
      worked = true;
      refusal.append(refused, 0, Math.min(refused.length(), MAX_REFUSAL - refusal.length()));
    }
    for (String name : new String[] {"reasoning", "reasoning_content"}) {
      String reasoning = delta.text(name);
      worked |= reasoning != null && !reasoning.isEmpty();
    }
  }

  private String take(String words) {
    int room = maxChars - chars;
    String taken = words;
    if (words.length() > room) {
      tooLong = true;
      taken = Redaction.cut(words, room);
    }
    chars += taken.length();
    spoke |= !taken.isBlank();
    worked |= !taken.isEmpty();
    return taken;
  }

  /** Content is a text, null, or with some providers a list of parts. */
  private static String words(JsonView content) {
    if (content.kind() != JsonView.Kind.ARRAY) {
      String text = content.text();
      return text == null ? "" : text;
    }
    StringBuilder words = new StringBuilder();
    for (JsonView part : content.elements()) {
      String text = part.text("text");
      if (text != null) {
        words.append(text);
      }
    }
    return words.toString();
  }

  private Billing billing() {
    return worked ? Billing.YES : Billing.MAYBE;
  }

  private Failed failed(Failure failure, Billing billing, String detail) {
    return new Failed(failure, billing, null, detail, receipt());
  }

  private Receipt receipt() {
    return new Receipt(promptTokens, answerTokens, model, requestId);
  }

  private static long tokens(long before, OptionalLong said) {
    return said.isPresent() && said.getAsLong() >= 0 ? said.getAsLong() : before;
  }
}
