package io.camrelay.vision;

import io.camrelay.json.JsonWriter;
import io.camrelay.picture.Detail;
import io.camrelay.vision.Ask.Turn;
import java.io.ByteArrayOutputStream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The body of a chat completion in two parts, between which the picture's base64 belongs: so that
 * the picture never has to be in memory.
 *
 * @param head everything before the picture
 * @param tail everything after it
 */
record ChatRequest(ByteString head, ByteString tail) {

  /** The only format of a frame. */
  private static final String DATA_URL = "data:image/jpeg;base64,";

  /**
   * Writes the request. The picture goes with the conversation's first question, as the model has
   * to see it before it can have answered.
   */
  static ChatRequest of(OpenAiSettings settings, Ask ask) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonWriter json = JsonWriter.to(bytes);
    json.beginObject().name("model").value(settings.model()).name("stream").value(true);
    writeDialect(json, settings);
    json.name("messages").beginArray();
    if (!settings.systemPrompt().isEmpty()) {
      writeMessage(json, "system", settings.systemPrompt());
    }
    String first = ask.earlier().isEmpty() ? ask.question() : ask.earlier().get(0).question();
    json.beginObject().name("role").value("user").name("content").beginArray();
    json.beginObject().name("type").value("text").name("text").value(first).endObject();
    json.beginObject().name("type").value("image_url").name("image_url").beginObject();
    json.name("url").beginText(DATA_URL).flush();
    ByteString head = ByteString.of(bytes.toByteArray());
    bytes.reset();
    json.endText();
    writeDetail(json, settings.dialect().detail());
    json.endObject().endObject().endArray().endObject();
    writeConversation(json, ask);
    json.endArray().endObject().close();
    return new ChatRequest(head, ByteString.of(bytes.toByteArray()));
  }

  private static void writeDialect(JsonWriter json, OpenAiSettings settings) {
    Dialect dialect = settings.dialect();
    if (dialect.usageInStream()) {
      json.name("stream_options").beginObject().name("include_usage").value(true).endObject();
    }
    json.name(dialect.tokenLimitField()).value(settings.maxAnswerTokens());
    dialect.members().members().forEach((name, value) -> json.name(name).value(value));
  }

  private static void writeDetail(JsonWriter json, @Nullable Detail detail) {
    if (detail != null) {
      json.name("detail").value(detail.word());
    }
  }

  /** What was said since the first question; the last question is the one asked now. */
  private static void writeConversation(JsonWriter json, Ask ask) {
    for (int i = 0; i < ask.earlier().size(); i++) {
      Turn turn = ask.earlier().get(i);
      boolean last = i == ask.earlier().size() - 1;
      writeMessage(json, "assistant", turn.answer());
      writeMessage(json, "user", last ? ask.question() : ask.earlier().get(i + 1).question());
    }
  }

  private static void writeMessage(JsonWriter json, String role, String content) {
    json.beginObject().name("role").value(role).name("content").value(content).endObject();
  }
}
