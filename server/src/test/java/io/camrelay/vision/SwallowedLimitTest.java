package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that spends its whole limit on reasoning has cost money and said nothing. */
class SwallowedLimitTest {

  private final AnswerState state = new AnswerState(1_000, "max_tokens=300", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // OpenAI: nothing is seen of the reasoning but its number.
        "{\"finish_reason\":\"length\",\"delta\":{}}"
            + " | ,\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":300,"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":300}}"
            + " | 300 of 300 tokens went into reasoning",
        // vLLM, llama.cpp and OpenRouter: it is seen, and not counted.
        "{\"finish_reason\":\"length\",\"delta\":{\"reasoning_content\":\"Let me see\"}}"
            + " | ,\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":300}"
            + " | the model was still reasoning",
        "{\"finish_reason\":\"length\",\"delta\":{\"reasoning\":\"Hm\",\"content\":\"\"}}"
            + " | '' | the model was still reasoning",
        // Gemini: the word for it comes in capitals, and nothing else.
        "{\"finish_reason\":\"MAX_TOKENS\",\"delta\":{}}" + " | '' | all tokens were spent unseen",
      })
  void isRecognisedInEveryChat(String choice, String rest, String why) {
    ChatReader reader = new ChatReader(state);
    reader.readEvent(null, "{\"choices\":[" + choice + "]" + rest + "}");
    reader.readEvent(null, "[DONE]");

    assertSwallowed(reader.result(null), why);
  }

  @Test
  void isRecognisedWithAnthropic() {
    MessagesReader reader = new MessagesReader(state);
    reader.readEvent(
        "content_block_delta",
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}}");
    reader.readEvent(
        "message_delta",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},"
            + "\"usage\":{\"output_tokens\":300,\"output_tokens_details\":{\"thinking_tokens\":298}}}");
    reader.readEvent("message_stop", "{\"type\":\"message_stop\"}");

    assertSwallowed(reader.result(null), "298 of 300 tokens went into reasoning");
  }

  @Test
  void isNoneWhereAWordWasSaid() {
    ChatReader reader = new ChatReader(state);
    reader.readEvent(
        null, "{\"choices\":[{\"delta\":{\"content\":\"Yes\"},\"finish_reason\":\"length\"}]}");

    assertThat(reader.result(null)).isInstanceOf(Answered.class);
    assertThat(((Answered) reader.result(null)).cut()).isTrue();
  }

  private static void assertSwallowed(AttemptResult result, String why) {
    assertThat(result).isInstanceOf(Failed.class);
    Failed failed = (Failed) result;
    assertThat(failed.failure()).isEqualTo(Failure.EMPTY);
    assertThat(failed.billing()).isEqualTo(Billing.YES);
    assertThat(failed.detail())
        .contains("the limit max_tokens=300 was reached before the first word", why)
        .endsWith("raise it or lower the reasoning effort");
  }
}
