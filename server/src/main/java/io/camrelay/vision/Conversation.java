package io.camrelay.vision;

import io.camrelay.json.JsonWriter;
import io.camrelay.vision.Ask.Turn;

/** A conversation as messages of role and content, which all APIs have in common. */
final class Conversation {

  private Conversation() {}

  /** With this one goes the picture, as the model has to see it before it can have answered. */
  static String firstQuestion(Ask ask) {
    return ask.earlier().isEmpty() ? ask.question() : ask.earlier().get(0).question();
  }

  /** What was said since the first question; the last question is the one asked now. */
  static void write(JsonWriter json, Ask ask) {
    for (int i = 0; i < ask.earlier().size(); i++) {
      Turn turn = ask.earlier().get(i);
      boolean last = i == ask.earlier().size() - 1;
      writeMessage(json, "assistant", turn.answer());
      writeMessage(json, "user", last ? ask.question() : ask.earlier().get(i + 1).question());
    }
  }

  static void writeMessage(JsonWriter json, String role, String content) {
    json.beginObject().name("role").value(role).name("content").value(content).endObject();
  }
}
