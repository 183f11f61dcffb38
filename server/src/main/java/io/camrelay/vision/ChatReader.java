package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.vision.AnswerState.Finish;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Understands a chat completion. */
record ChatReader(AnswerState state) implements ReplyReader {

  /** What the official clients take for the end, by its beginning. */
  private static final String DONE = "[DONE]";

  @Override
  public String readEvent(@Nullable String type, String data) {
    if (isOver()) {
      return "";
    }
    if (data.startsWith(DONE)) {
      state.ended();
      return "";
    }
    return read(data, "delta", "error".equals(type));
  }

  @Override
  public String readWhole(String body) {
    String words = read(body, "message", false);
    state.ended();
    return words;
  }

  @Override
  public String endMarks() {
    return "finish_reason and without " + DONE;
  }

  private String read(String json, String where, boolean isError) {
    JsonView chunk;
    try {
      chunk = Json.parse(json);
    } catch (JsonException e) {
      state.nonsense("the answer holds " + e.getMessage());
      return "";
    }
    readReceipt(chunk);
    boolean wrapped = chunk.kind("error") != JsonView.Kind.NOTHING;
    if (isError || wrapped) {
      state.failed(ErrorReply.of(wrapped ? chunk.at("error") : chunk, 200));
      return "";
    }
    JsonView choice = chunk.at("choices", 0);
    readMood(choice.at(where));
    String reason = choice.text("finish_reason");
    if (reason != null && !reason.isBlank()) {
      String word = reason.toLowerCase(Locale.ROOT);
      state.finished(finish(word), "finish_reason " + word);
    }
    return state.take(words(choice.at(where, "content")));
  }

  private static Finish finish(String reason) {
    return switch (reason) {
      case "content_filter" -> Finish.REFUSED;
      case "error" -> Finish.FAILED;
      case "length", "max_tokens" -> Finish.LENGTH;
      default -> Finish.COMPLETE;
    };
  }

  private void readReceipt(JsonView chunk) {
    state.model(chunk.text("model"));
    state.id(chunk.text("id"));
    if (chunk.kind("usage") == JsonView.Kind.OBJECT) {
      readUsage(chunk.at("usage"), state.usage());
    }
  }

  private static void readUsage(JsonView said, UsageSoFar usage) {
    usage.prompt(said.number("prompt_tokens"));
    usage.answer(wholeAnswer(said));
    usage.cached(said.number("prompt_tokens_details", "cached_tokens"));
    usage.cacheWrite(said.number("prompt_tokens_details", "cache_write_tokens"));
    usage.reasoning(said.number("completion_tokens_details", "reasoning_tokens"));
    BigDecimal cost = UsageSoFar.decimal(said.at("cost"));
    BigDecimal upstream = UsageSoFar.decimal(said.at("cost_details", "upstream_inference_cost"));
    // With a key of the operator's own, OpenRouter's cost is its fee, and upstream bills the rest.
    boolean ownKey = said.flag("is_byok").orElse(false);
    usage.cost(ownKey && cost != null && upstream != null ? cost.add(upstream) : cost);
  }

  /** Some do not count reasoning as completion; the total has it in any case. */
  private static OptionalLong wholeAnswer(JsonView said) {
    OptionalLong completion = said.number("completion_tokens");
    OptionalLong prompt = said.number("prompt_tokens");
    OptionalLong total = said.number("total_tokens");
    if (completion.isEmpty() || prompt.isEmpty() || total.isEmpty()) {
      return completion;
    }
    return OptionalLong.of(
        Math.max(completion.getAsLong(), total.getAsLong() - prompt.getAsLong()));
  }

  /** Reads what a model says beside its words: that it refuses, or that it is reasoning. */
  private void readMood(JsonView delta) {
    String refused = delta.text("refusal");
    if (refused != null && !refused.isEmpty()) {
      state.refused(refused);
    }
    for (String name : new String[] {"reasoning", "reasoning_content"}) {
      String reasoning = delta.text(name);
      if (reasoning != null && !reasoning.isEmpty()) {
        state.reasoned();
      }
    }
  }

  /** Content is a text, null, or with some providers a list of parts. */
  static String words(JsonView content) {
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
}
