package io.camrelay.vision;

import io.camrelay.json.Json;

/** Streams as providers send them. */
final class ChatStreams {

  static final String USAGE =
      event(
          "{\"id\":\"chatcmpl-7\",\"model\":\"some-model-2026\",\"choices\":[],"
              + "\"usage\":{\"prompt_tokens\":1117,\"completion_tokens\":9}}");

  static final String DONE = "data: [DONE]\n\n";

  private ChatStreams() {}

  static String event(String data) {
    return "data: " + data + "\n\n";
  }

  static String words(String content) {
    return event(
        Json.text(
            w ->
                w.beginObject()
                    .name("model")
                    .value("some-model-2026")
                    .name("choices")
                    .beginArray()
                    .beginObject()
                    .name("index")
                    .value(0)
                    .name("delta")
                    .beginObject()
                    .name("content")
                    .value(content)
                    .endObject()
                    .name("finish_reason")
                    .value((String) null)
                    .endObject()
                    .endArray()
                    .endObject()));
  }

  static String finish(String reason) {
    return event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
  }

  /** A whole answer in OpenAI's manner. */
  static String answer(String... pieces) {
    StringBuilder stream = new StringBuilder();
    stream.append(
        event(
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}],\"usage\":null}"));
    for (String piece : pieces) {
      stream.append(words(piece));
    }
    return stream.append(finish("stop")).append(USAGE).append(DONE).toString();
  }
}
