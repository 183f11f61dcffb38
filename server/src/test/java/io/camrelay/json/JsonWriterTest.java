package io.camrelay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void writesEachKindOfValue() throws JsonException {
    JsonView read = Json.parse("{\"kept\":[1,\"two\"]}");

    String json =
        Json.text(
            w ->
                w.beginObject()
                    .name("text")
                    .value("a \"quoted\"\nline")
                    .name("none")
                    .value((String) null)
                    .name("whole")
                    .value(7L)
                    .name("part")
                    .value(0.5)
                    .name("endless")
                    .value(Double.NaN)
                    .name("flag")
                    .value(true)
                    .name("list")
                    .beginArray()
                    .value(1)
                    .value(read)
                    .value(read.at("nothing"))
                    .endArray()
                    .endObject());

    assertThat(json)
        .isEqualTo(
            "{\"text\":\"a \\\"quoted\\\"\\nline\",\"none\":null,\"whole\":7,\"part\":0.5,"
                + "\"endless\":null,\"flag\":true,"
                + "\"list\":[1,{\"kept\":[1,\"two\"]},null]}");
  }

  @Test
  void readsBackEveryTextThatItWrote() throws JsonException {
    Random random = new Random(20_261_123);
    for (int i = 0; i < 5_000; i++) {
      String text = anyText(random);
      String expected =
          new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);

      String json = Json.text(w -> w.beginObject().name(text).value(text).endObject());

      assertThat(Json.parse(json).members().keySet()).containsExactly(expected);
      assertThat(Json.parse(json).text(expected)).isEqualTo(expected);
    }
  }

  @Test
  void leavesTheMiddleOfATextToTheCaller() throws JsonException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();

    try (JsonWriter writer = JsonWriter.to(stream)) {
      writer.beginObject().name("a").value(1).name("url").beginText("\"data\":").flush();
      stream.writeBytes("AAAA".getBytes(StandardCharsets.US_ASCII));
      writer.endText().name("z").value(2).endObject();
    }

    String json = stream.toString(StandardCharsets.UTF_8);
    assertThat(json).isEqualTo("{\"a\":1,\"url\":\"\\\"data\\\":AAAA\",\"z\":2}");
    assertThat(Json.parse(json).text("url")).isEqualTo("\"data\":AAAA");
  }

  @Test
  void refusesAnOrderThatMakesNoJson() {
    assertThatThrownBy(() -> Json.text(w -> w.beginObject().endArray()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passesOnThatTheStreamFailed() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };

    assertThatThrownBy(() -> JsonWriter.to(broken).value("x").flush())
        .isInstanceOf(UncheckedIOException.class);
  }

  /** Letters, controls, quotes, astral characters and halves of them. */
  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/{}[]\u2028\u2029\u007F".charAt(random.nextInt(10)));
        case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
        default -> text.append((char) random.nextInt(0xD800));
      }
    }
    return text.toString();
  }
}
