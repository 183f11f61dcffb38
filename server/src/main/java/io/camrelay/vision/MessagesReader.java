package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.vision.AnswerState.Finish;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Understands an answer of Anthropic's Messages: named events, of which {@code message_start}
 * brings the input's tokens, {@code content_block_delta} the words, {@code message_delta} the stop
 * reason and usage so far, and {@code message_stop} the end. Source:
 * docs.claude.com/en/api/messages-streaming.
 */
record MessagesReader(AnswerState state) implements ReplyReader {

  @Override
  public String readEvent(@Nullable String type, String data) {
    if (isOver()) {
      return "";
    }
    JsonView event = parsed(data);
    if (event == null) {
      return "";
    }
    // The data repeats the event's name; some gateways leave out the one or the other.
    String said = event.text("type");
    return read(said != null ? said : String.valueOf(type), event);
  }

  @Override
  public String readWhole(String body) {
    JsonView message = parsed(body);
    if (message == null) {
      return "";
    }
    if (isError(message)) {
      return fail(message);
    }
    start(message);
    finish(message.text("stop_reason"));
    String words = state.take(ChatReader.words(message.at("content")));
    state.ended();
    return words;
  }

  @Override
  public String endMarks() {
    return "stop_reason and without message_stop";
  }

  private @Nullable JsonView parsed(String json) {
    try {
      return Json.parse(json);
    } catch (JsonException e) {
      state.nonsense("the answer holds " + e.getMessage());
      return null;
    }
  }

  private String read(String type, JsonView event) {
    if (isError(event)) {
      return fail(event);
    }
    return switch (type) {
      case "message_start" -> {
        start(event.at("message"));
        yield "";
      }
      case "content_block_start" -> state.take(textOf(event.at("content_block")));
      case "content_block_delta" -> state.take(textOf(event.at("delta")));
      case "message_delta" -> {
        usage(event.at("usage"));
        finish(event.text("delta", "stop_reason"));
        yield "";
      }
      case "message_stop" -> {
        state.ended();
        yield "";
      }
      // ping, content_block_stop, and what is yet to come.
      default -> "";
    };
  }

  private static boolean isError(JsonView event) {
    return event.kind("error") != JsonView.Kind.NOTHING;
  }

  private String fail(JsonView event) {
    state.id(event.text("request_id"));
    state.failed(ErrorReply.of(event.at("error"), 200));
    return "";
  }

  private void start(JsonView message) {
    state.model(message.text("model"));
    state.id(message.text("id"));
    usage(message.at("usage"));
  }

  /** Cumulative, and what came from or went into the cache is counted apart: all is input. */
  private void usage(JsonView said) {
    UsageSoFar usage = state.usage();
    OptionalLong input = said.number("input_tokens");
    OptionalLong written = said.number("cache_creation_input_tokens");
    OptionalLong read = said.number("cache_read_input_tokens");
    if (input.isPresent()) {
      usage.prompt(OptionalLong.of(known(input) + known(written) + known(read)));
    }
    usage.cached(read);
    usage.cacheWrite(written);
    usage.answer(said.number("output_tokens"));
    usage.reasoning(said.number("output_tokens_details", "thinking_tokens"));
  }

  private static long known(OptionalLong tokens) {
    return Math.max(0, tokens.orElse(0));
  }

  private void finish(@Nullable String stopReason) {
    if (stopReason == null || stopReason.isBlank()) {
      return;
    }
    String word = stopReason.toLowerCase(Locale.ROOT);
    Finish how =
        switch (word) {
          case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
          case "refusal" -> Finish.REFUSED;
          default -> Finish.COMPLETE;
        };
    state.finished(how, "stop_reason " + word);
  }

  /** Thinking is no word of the answer, but work that is billed. */
  private String textOf(JsonView block) {
    String text = block.text("text");
    if (text == null && block.kind("thinking") == JsonView.Kind.TEXT) {
      state.reasoned();
    }
    return text == null ? "" : text;
  }
}
