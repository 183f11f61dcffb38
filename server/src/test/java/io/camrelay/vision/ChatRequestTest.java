package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.Json;
import io.camrelay.json.JsonView;
import io.camrelay.picture.Detail;
import io.camrelay.vision.Ask.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class ChatRequestTest {

  private static final ProviderSettings SETTINGS =
      Scenes.speaking(
          Scenes.settings("https://example.org/v1"), Dialect.OPENAI, "Answer in one sentence.");

  private static final byte[] FRAME = {
    (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFE, 0, 2, (byte) 0xFF, (byte) 0xD9
  };

  @Test
  void asksOpenAiInItsOwnDialect() throws IOException {
    assertThat(body(SETTINGS, ask("Is the gate open?"))).isEqualTo(golden("openai.json"));
  }

  @Test
  void asksOllamaInItsDialect() throws IOException {
    Dialect ollama =
        new Dialect(
            Api.CHAT_COMPLETIONS,
            "max_tokens",
            null,
            false,
            false,
            "{\"temperature\": 0, \"keep_alive\": \"5m\"}");

    assertThat(body(Scenes.speaking(SETTINGS, ollama, ""), ask("Is the gate open?")))
        .isEqualTo(golden("ollama.json"));
  }

  @Test
  void carriesTheConversationWithThePictureAtItsFirstQuestion() throws IOException {
    Ask ask =
        new Ask(
            List.of(Scenes.frame(FRAME)),
            List.of(
                new Turn("Is the gate open?", "Yes, wide."), new Turn("And the door?", "Shut.")),
            "Who is there?",
            Manner.PROVIDERS_OWN,
            Duration.ofSeconds(30));
    Dialect low =
        new Dialect(Api.CHAT_COMPLETIONS, "max_completion_tokens", Detail.LOW, true, false, "");

    assertThat(body(Scenes.speaking(SETTINGS, low, "Answer in one sentence."), ask))
        .isEqualTo(golden("conversation.json"));
  }

  @Test
  void survivesEveryQuestion() throws Exception {
    Random random = new Random(20_261_124);
    for (int i = 0; i < 2_000; i++) {
      String question = anyText(random);
      JsonView read = Json.parse(body(SETTINGS, ask(question)));

      assertThat(read.text("messages", 1, "content", 0, "text")).isEqualTo(question);
      assertThat(read.text("messages", 1, "content", 1, "image_url", "url"))
          .isEqualTo("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(FRAME));
    }
  }

  private static Ask ask(String question) {
    return Scenes.ask(Scenes.frame(FRAME), question);
  }

  private static String body(ProviderSettings settings, Ask ask) throws IOException {
    Buffer sink = new Buffer();
    PictureBody body = new PictureBody(ChatRequest.of(settings, ask), ask.frames());
    body.writeTo(sink);
    assertThat(body.contentLength()).isEqualTo(sink.size());
    return sink.readUtf8();
  }

  private static String golden(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(ChatRequestTest.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(20);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append("\"\\/{}[]\u2028\u0000\u007F".charAt(random.nextInt(10)));
        case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
        default -> text.append((char) random.nextInt(0xD800));
      }
    }
    return text.toString();
  }
}
