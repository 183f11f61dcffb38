package io.camrelay.vision;

import io.camrelay.json.JsonWriter;
import io.camrelay.picture.Detail;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a request of OpenAI's chat completions. */
final class ChatRequest {

  /** The only format of a frame. */
  private static final String DATA_URL = "data:image/jpeg;base64,";

  private static final String EFFORT = "reasoning_effort";
  private static final String FORMAT = "response_format";

  private ChatRequest() {}

  /**
   * Writes the request. The pictures go with the conversation's first question, as the model has to
   * see them before it can have answered.
   */
  static RequestText of(ProviderSettings settings, Ask ask) {
    Wording wording = Wording.of(settings, ask.manner());
    RequestWriter request = new RequestWriter();
    JsonWriter json = request.json();
    json.beginObject().name("model").value(settings.model()).name("stream").value(true);
    Dialect dialect = settings.dialect();
    if (dialect.usageInStream()) {
      json.name("stream_options").beginObject().name("include_usage").value(true).endObject();
    }
    json.name(dialect.tokenLimitField()).value(wording.answerTokens());
    request.members(dialect.members(), writeWording(request, wording));
    json.name("messages").beginArray();
    if (!wording.systemPrompt().isEmpty()) {
      Conversation.writeMessage(json, "system", wording.systemPrompt());
    }
    json.beginObject().name("role").value("user").name("content").beginArray();
    String first = Conversation.firstQuestion(ask);
    json.beginObject().name("type").value("text").name("text").value(first).endObject();
    ask.frames().forEach(frame -> writePicture(request, wording.detail()));
    json.endArray().endObject();
    Conversation.write(json, ask);
    json.endArray().endObject();
    return request.finish();
  }

  /** Writes what the manner wants, and gives back the members that nobody else may write now. */
  private static Set<String> writeWording(RequestWriter request, Wording wording) {
    JsonWriter json = request.json();
    Set<String> written = new HashSet<>();
    request.temperature(wording, Manner.MAX_TEMPERATURE, written);
    String effort = wording.effort();
    if (effort != null) {
      json.name(EFFORT).value(effort);
      written.add(EFFORT);
    }
    AnswerSchema schema = wording.schema();
    if (schema != null) {
      json.name(FORMAT).beginObject().name("type").value("json_schema");
      json.name("json_schema").beginObject().name("name").value(schema.name());
      json.name("strict").value(schema.strict()).name("schema");
      request.schema(schema);
      json.endObject().endObject();
      written.add(FORMAT);
    }
    return written;
  }

  private static void writePicture(RequestWriter request, @Nullable Detail detail) {
    JsonWriter json = request.json();
    json.beginObject().name("type").value("image_url").name("image_url").beginObject();
    json.name("url");
    request.picture(DATA_URL);
    if (detail != null) {
      json.name("detail").value(detail.word());
    }
    json.endObject().endObject();
  }
}
