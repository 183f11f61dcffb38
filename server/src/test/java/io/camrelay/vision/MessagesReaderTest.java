package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AnswerState.Interruption;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesReaderTest {

  private static final int MAX_CHARS = 40;

  private final MessagesReader reader =
      new MessagesReader(new AnswerState(MAX_CHARS, "max_tokens=300", ""));

  @Test
  void readsAnAnswerThatComesWhole() {
    String words =
        reader.readWhole(
            "{\"type\":\"message\",\"id\":\"msg_1\",\"model\":\"m\",\"stop_reason\":\"end_turn\","
                + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\","
                + "\"text\":\"Yes.\"}],\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}");

    assertThat(words).isEqualTo("Yes.");
    Answered answered = (Answered) reader.result(null);
    assertThat(answered.cut()).isFalse();
    assertThat(answered.receipt()).isEqualTo(AttemptResult.Receipt.of(5, 2, "m", "msg_1"));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, false",
    "stop_sequence, false",
    "something_new, false",
    "max_tokens, true",
    "model_context_window_exceeded, true",
  })
  void whatEndsAnAnswerSaysWhetherItIsCut(String stopReason, boolean cut) {
    text("Yes.");
    event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + stopReason + "\"}}");

    assertThat(reader.isFinished()).isTrue();
    assertThat(((Answered) reader.result(null)).cut()).isEqualTo(cut);
  }

  /** Each usage replaces the one before; what the cache took or gave is input too. */
  @Test
  void usageIsCumulativeAndCountsTheCache() {
    event(
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9,"
            + "\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":1000,"
            + "\"output_tokens\":1}}}");
    text("Yes.");
    event("{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":3}}");
    event(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
            + "\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}");

    assertThat(reader.result(null).receipt().promptTokens()).isEqualTo(11);
    assertThat(reader.result(null).receipt().answerTokens()).isEqualTo(7);
  }

  @Test
  void aLimitThatReasoningSwallowedIsExplained() {
    event(
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\","
            + "\"thinking\":\"hm\"}}");
    event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}");

    Failed failed = (Failed) reader.result(null);
    assertThat(failed.failure()).isEqualTo(Failure.EMPTY);
    assertThat(failed.billing()).isEqualTo(Billing.YES);
    assertThat(failed.detail()).contains("max_tokens=300 was reached before the first word");
  }

  @Test
  void anAnswerIsCutAtItsBoundAndHungUpOn() {
    assertThat(text("x".repeat(MAX_CHARS))).hasSize(MAX_CHARS);
    assertThat(reader.wantsHangUp()).isFalse();
    assertThat(text("y")).isEmpty();
    assertThat(reader.wantsHangUp()).isTrue();
    assertThat(((Answered) reader.result(null)).cut()).isTrue();
    assertThat(text("z")).as("what comes after the end").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[DONE]", "{", "null and void"})
  void whatIsNoJsonIsNoAnswer(String data) {
    event(data);

    assertThat(((Failed) reader.result(null)).failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(reader.wantsHangUp()).isTrue();
  }

  @Test
  void aStreamThatBreaksOffIsToldAsWhatBrokeIt() {
    text("Ye");

    assertThat(((Failed) reader.result(null)).detail())
        .isEqualTo("the stream ended without stop_reason and without message_stop");
    Failed failed = (Failed) reader.result(new Interruption(Failure.TIMEOUT, "silent"));
    assertThat(failed.failure()).isEqualTo(Failure.TIMEOUT);
    assertThat(failed.billing()).isEqualTo(Billing.YES);
  }

  @Test
  void eventsOfAnyShapeAreLivedThrough() {
    Random random = new Random(20_261_201);
    List<String> values = List.of("null", "1", "\"x\"", "[]", "{}", "[{\"text\":1}]", "true");
    List<String> types =
        List.of("message_start", "content_block_start", "content_block_delta", "message_delta");
    for (int i = 0; i < 5_000; i++) {
      String value = values.get(random.nextInt(values.size()));
      String member =
          List.of("message", "delta", "content_block", "usage", "index").get(random.nextInt(5));
      MessagesReader any = new MessagesReader(new AnswerState(MAX_CHARS, "", ""));
      any.readEvent(
          random.nextBoolean() ? null : "x",
          "{\"type\":\"%s\",\"%s\":%s}"
              .formatted(types.get(random.nextInt(types.size())), member, value));
      assertThat(any.result(null)).isInstanceOf(Failed.class);
    }
  }

  private String text(String words) {
    return event(
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\""
            + words
            + "\"}}");
  }

  private String event(String data) {
    return reader.readEvent(null, data);
  }
}
