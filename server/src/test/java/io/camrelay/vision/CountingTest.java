package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers count in their own ways; a receipt counts in one. */
class CountingTest {

  @Test
  void takesWhatOpenAiHasCachedAndReasonedForParts() {
    Receipt receipt =
        chat(
            "{\"prompt_tokens\":1117,\"completion_tokens\":46,\"total_tokens\":1163,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":1024,\"cache_write_tokens\":64},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":30}}");

    assertThat(receipt).isEqualTo(new Receipt(1117, 46, 1024, 64, 30, -1, "m", "id"));
  }

  @Test
  void addsWhatAnthropicHasCachedToTheInput() {
    Receipt receipt =
        messages(
            "{\"input_tokens\":17,\"cache_creation_input_tokens\":100,"
                + "\"cache_read_input_tokens\":1000,\"output_tokens\":46,"
                + "\"output_tokens_details\":{\"thinking_tokens\":30}}");

    assertThat(receipt).isEqualTo(new Receipt(1117, 46, 1000, 100, 30, -1, "m", "id"));
  }

  /** In Google's own API thoughts are no part of the candidates; its total has them. */
  @Test
  void countsReasoningAsOutputWhereTheTotalAloneHasIt() {
    Receipt receipt =
        chat("{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":1120}");

    assertThat(receipt.answerTokens()).isEqualTo(1020);
  }

  @Test
  void believesTheCompletionWhereTheTotalIsLessThanItsParts() {
    Receipt receipt = chat("{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":0}");

    assertThat(receipt.answerTokens()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cost\":0.00049} | 490000",
        "{\"cost\":0} | 0",
        "{\"cost\":1e-4} | 100000",
        "{\"cost\":0.0000000001} | 1",
        "{\"cost\":1000000} | 1000000000000000",
        "{\"cost\":0.00078,\"is_byok\":false,\"cost_details\":{\"upstream_inference_cost\":0.00078}}"
            + " | 780000",
        "{\"cost\":0.00001,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.0002}}"
            + " | 210000",
        "{\"cost\":0.00001,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":null}}"
            + " | 10000",
        "{\"cost\":1000001} | -1",
        "{\"cost\":-0.1} | -1",
        "{\"cost\":null} | -1",
        "{\"cost\":\"0.1\"} | -1",
        "{\"cost\":{\"total\":1}} | -1",
        "{\"prompt_tokens\":5} | -1"
      })
  void takesTheProvidersOwnCostInBillionthsOfADollarRoundedUp(String usage, long nanos) {
    assertThat(chat(usage).costNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt_tokens\":-5,\"completion_tokens\":\"x\"}",
        "{\"prompt_tokens\":null}",
        "{\"prompt_tokens_details\":null,\"completion_tokens_details\":[]}",
        "{}",
        "null",
        "7"
      })
  void countsWhatMakesNoSenseAsNotSaid(String usage) {
    assertThat(chat(usage)).isEqualTo(Receipt.of(-1, -1, "m", "id"));
    assertThat(messages(usage)).isEqualTo(Receipt.of(-1, -1, "m", "id"));
  }

  private static Receipt chat(String usage) {
    ChatReader reader = new ChatReader(state());
    reader.readWhole(
        "{\"id\":\"id\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Yes\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":"
            + usage
            + "}");
    return reader.result(null).receipt();
  }

  private static Receipt messages(String usage) {
    MessagesReader reader = new MessagesReader(state());
    reader.readWhole(
        "{\"id\":\"id\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"Yes\"}],"
            + "\"stop_reason\":\"end_turn\",\"usage\":"
            + usage
            + "}");
    return reader.result(null).receipt();
  }

  private static AnswerState state() {
    return new AnswerState(1_000, "max_tokens=1000", "");
  }
}
