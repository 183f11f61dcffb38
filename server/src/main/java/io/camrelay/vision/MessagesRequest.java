package io.camrelay.vision;

import io.camrelay.json.JsonWriter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request of Anthropic's Messages: the system prompt beside the messages, pictures as
 * plain base64 and before the question, which reads better. Sources:
 * platform.claude.com/docs/en/build-with-claude/vision; for {@code output_config},
 * anthropic-sdk-python:src/anthropic/types/output_config_param.py.
 */
final class MessagesRequest {

  private static final String CONFIG = "output_config";

  /** Where this API's scale ends; others go on to 2. */
  private static final double MAX_TEMPERATURE = 1;

  private MessagesRequest() {}

  static RequestText of(ProviderSettings settings, Ask ask) {
    Wording wording = Wording.of(settings, ask.manner());
    RequestWriter request = new RequestWriter();
    JsonWriter json = request.json();
    json.beginObject().name("model").value(settings.model()).name("stream").value(true);
    json.name(settings.dialect().tokenLimitField()).value(wording.answerTokens());
    request.members(settings.dialect().members(), writeWording(request, wording));
    if (!wording.systemPrompt().isEmpty()) {
      json.name("system").value(wording.systemPrompt());
    }
    json.name("messages").beginArray();
    json.beginObject().name("role").value("user").name("content").beginArray();
    int frames = ask.frames().size();
    for (int i = 1; i <= frames; i++) {
      if (frames > 1) {
        writeText(json, "Image " + i + ":");
      }
      writePicture(request);
    }
    writeText(json, Conversation.firstQuestion(ask));
    json.endArray().endObject();
    Conversation.write(json, ask);
    json.endArray().endObject();
    return request.finish();
  }

  /** Writes what the manner wants, and gives back the members that nobody else may write now. */
  private static Set<String> writeWording(RequestWriter request, Wording wording) {
    JsonWriter json = request.json();
    Set<String> written = new HashSet<>();
    request.temperature(wording, MAX_TEMPERATURE, written);
    String effort = effort(wording.effort());
    AnswerSchema schema = wording.schema();
    if (effort != null || schema != null) {
      json.name(CONFIG).beginObject();
      if (effort != null) {
        json.name("effort").value(effort);
      }
      if (schema != null) {
        json.name("format").beginObject().name("type").value("json_schema");
        json.name("schema");
        request.schema(schema);
        json.endObject();
      }
      json.endObject();
      written.add(CONFIG);
    }
    return written;
  }

  /** This API's scale begins at low; none is what it does unless it is told to think. */
  private static @Nullable String effort(@Nullable String effort) {
    if (effort == null || effort.equals("none")) {
      return null;
    }
    return effort.equals("minimal") ? "low" : effort;
  }

  private static void writePicture(RequestWriter request) {
    JsonWriter json = request.json();
    json.beginObject().name("type").value("image").name("source").beginObject();
    json.name("type").value("base64").name("media_type").value("image/jpeg").name("data");
    request.picture("");
    json.endObject().endObject();
  }

  private static void writeText(JsonWriter json, String text) {
    json.beginObject().name("type").value("text").name("text").value(text).endObject();
  }
}
