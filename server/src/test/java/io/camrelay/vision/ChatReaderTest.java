package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AnswerState.Interruption;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReaderTest {

  private static final int MAX = 40;

  private final ChatReader reader =
      new ChatReader(new AnswerState(MAX, "max_completion_tokens=300", "req-1"));
  private final StringBuilder heard = new StringBuilder();

  @Test
  void readsWordsUsageModelAndEnd() {
    events(
        "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}",
        content("\"Yes, \""),
        content("\"wide.\""),
        finish("stop"),
        "{\"model\":\"m-7\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}",
        "[DONE]");

    assertThat(heard).hasToString("Yes, wide.");
    assertThat(reader.isOver()).isTrue();
    assertThat(reader.result(null))
        .isEqualTo(new Answered(false, Receipt.of(5, 2, "m-7", "req-1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"delta\":null}]}",
        "{\"choices\":[{\"delta\":{\"content\":null}}]}",
        "{\"choices\":[{\"delta\":{\"content\":[]}}]}",
        "{\"choices\":[{\"delta\":{\"content\":{}}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}",
        "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
        "{\"choices\":\"none\",\"usage\":\"later\",\"model\":null,\"error\":null}"
      })
  void makesNothingOfChunksThatHoldNothing(String chunk) {
    events(chunk);

    assertThat(heard).isEmpty();
    assertThat(reader.isOver()).isFalse();
    assertThat(failed(null).failure()).isEqualTo(Failure.BROKEN);
    assertThat(failed(null).billing()).isEqualTo(Billing.MAYBE);
  }

  @Test
  void joinsTheTextsOfContentInParts() {
    events(content("[{\"type\":\"text\",\"text\":\"Yes\"},{\"type\":\"x\"},{\"text\":\".\"}]"));

    assertThat(heard).hasToString("Yes.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt_tokens\":\"1117\",\"completion_tokens\":\"46\"} | 1117 | 46",
        "{\"prompt_tokens\":12.0,\"completion_tokens\":4.9} | 12 | 4",
        "{\"prompt_tokens\":-1,\"completion_tokens\":-1} | -1 | -1",
        "{\"prompt_tokens\":\"many\"} | -1 | -1",
        "{\"completion_tokens\":3} | -1 | 3",
        "null | -1 | -1",
        "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":[]} | -1 | -1"
      })
  void readsUsageLeniently(String usage, long prompt, long answer) {
    events(content("\"Yes\""), finish("stop"), "{\"usage\":" + usage + "}", "[DONE]");

    Receipt receipt = reader.result(null).receipt();
    assertThat(receipt.promptTokens()).isEqualTo(prompt);
    assertThat(receipt.answerTokens()).isEqualTo(answer);
  }

  @Test
  void takesTheLastUsageThatWasSaid() {
    events(
        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}",
        finish("stop"));

    assertThat(reader.result(null).receipt().answerTokens()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"stop, false", "length, true", "max_tokens, true", "eos, false", "tool_calls, false"})
  void answersHoweverTheModelNamesItsEnd(String reason, boolean cut) {
    events(content("\"Yes\""), finish(reason));

    assertThat(reader.result(null)).isEqualTo(new Answered(cut, Receipt.of(-1, -1, "", "req-1")));
  }

  @Test
  void isRefusedWhereAFilterStopsTheAnswer() {
    events(content("\"The person \""), finish("content_filter"));

    assertThat(failed(null).failure()).isEqualTo(Failure.REFUSED);
    assertThat(failed(null).billing()).isEqualTo(Billing.YES);
  }

  @Test
  void isRefusedWhereTheModelRefuses() {
    events(
        "{\"choices\":[{\"delta\":{\"refusal\":\"I cannot \"}}]}",
        "{\"choices\":[{\"delta\":{\"refusal\":\"identify people.\"}}]}",
        finish("stop"));

    assertThat(failed(null).failure()).isEqualTo(Failure.REFUSED);
    assertThat(failed(null).detail()).contains("I cannot identify people.");
  }

  @Test
  void keepsOnlyTheStartOfALongRefusal() {
    for (int i = 0; i < 100; i++) {
      events("{\"choices\":[{\"delta\":{\"refusal\":\"" + "no ".repeat(100) + "\"}}]}");
    }
    events(finish("stop"));

    assertThat(failed(null).detail()).hasSizeLessThan(Redaction.MAX_DETAIL + 50);
  }

  @Test
  void explainsAnAnswerThatReasoningSwallowed() {
    events(
        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}",
        finish("length"),
        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":300,"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":300}}}",
        "[DONE]");

    assertThat(failed(null).failure()).isEqualTo(Failure.EMPTY);
    assertThat(failed(null).billing()).isEqualTo(Billing.YES);
    assertThat(failed(null).detail())
        .contains("max_completion_tokens=300")
        .contains("300 of 300 tokens went into reasoning")
        .contains("reasoning effort");
  }

  @Test
  void isEmptyWhereTheModelEndsWithoutAWord() {
    events(content("\" \\n\""), finish("stop"), "[DONE]");

    assertThat(failed(null).failure()).isEqualTo(Failure.EMPTY);
    assertThat(failed(null).detail()).contains("finish_reason stop");
  }

  @Test
  void endsAtTheMarkEvenWithoutAReason() {
    events(content("\"Yes\""), "[DONE] and more");

    assertThat(reader.result(null)).isInstanceOf(Answered.class);
  }

  @Test
  void isBrokenWhereReasonAndMarkAreMissing() {
    events(content("\"Yes\""));

    assertThat(failed(null).failure()).isEqualTo(Failure.BROKEN);
    assertThat(failed(null).billing()).isEqualTo(Billing.YES);
  }

  @Test
  void isInterruptedUnlessTheModelHadFinished() {
    Interruption late = new Interruption(Failure.TIMEOUT, "silent");
    events(content("\"Yes\""));
    assertThat(failed(late).failure()).isEqualTo(Failure.TIMEOUT);

    events(finish("stop"));
    assertThat(reader.result(late)).isInstanceOf(Answered.class);
  }

  @Test
  void failsByAnErrorInsideTheStream() {
    events(
        content("\"Yes\""),
        "{\"error\":{\"code\":502,\"message\":\"upstream gave up\"},"
            + "\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}");

    assertThat(reader.isOver()).isTrue();
    assertThat(failed(null).failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(failed(null).billing()).isEqualTo(Billing.YES);
    assertThat(failed(null).detail()).contains("502").contains("upstream gave up");
  }

  @Test
  void cannotKnowTheBillOfAnErrorBeforeTheFirstWord() {
    events("{\"error\":{\"code\":429,\"message\":\"slow down\"}}");

    assertThat(failed(null).failure()).isEqualTo(Failure.RATE_LIMITED);
    assertThat(failed(null).billing()).isEqualTo(Billing.MAYBE);
  }

  @Test
  void failsByAnErrorEventWithoutAWrapper() {
    reader.readEvent("error", "{\"message\":\"out of memory\",\"type\":\"server_error\"}");

    assertThat(failed(null).failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(failed(null).detail()).contains("out of memory");
  }

  @Test
  void failsByTheModelsOwnError() {
    events(finish("error"), "[DONE]");

    assertThat(failed(null).failure()).isEqualTo(Failure.PROVIDER_ERROR);
    assertThat(failed(null).billing()).isEqualTo(Billing.MAYBE);
  }

  @Test
  void hangsUpOnWhatIsNoJson() {
    events("<html>");

    assertThat(reader.wantsHangUp()).isTrue();
    assertThat(failed(null).failure()).isEqualTo(Failure.PROVIDER_ERROR);
  }

  @Test
  void takesAnAnswerUpToItsBoundAndNoFurther() {
    events(content("\"" + "a".repeat(MAX) + "\""));
    assertThat(reader.wantsHangUp()).isFalse();

    events(content("\"b\""));
    assertThat(reader.wantsHangUp()).isTrue();
    assertThat(heard).hasToString("a".repeat(MAX));
    assertThat(((Answered) reader.result(null)).cut()).isTrue();
  }

  @Test
  void cutsNoCharacterInHalves() {
    events(content("\"" + "a".repeat(MAX - 1) + "\uD83D\uDE00\""));

    assertThat(heard).hasToString("a".repeat(MAX - 1));
    assertThat(((Answered) reader.result(null)).cut()).isTrue();
  }

  @Test
  void passesOnHalvesOfACharacterThatCameInTwoEvents() {
    events(content("\"\\ud83d\""), content("\"\\ude00\""), finish("stop"));

    assertThat(heard).hasToString("\uD83D\uDE00");
  }

  @Test
  void readsAnAnswerThatCameWhole() {
    String words =
        reader.readWhole(
            "{\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Yes\"},"
                + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":1}}");

    assertThat(words).isEqualTo("Yes");
    assertThat(reader.result(null)).isEqualTo(new Answered(true, Receipt.of(1, -1, "m", "req-1")));
  }

  @Test
  void usesTheAnswersOwnNumberWhereHeadersHadNone() {
    ChatReader nameless = new ChatReader(new AnswerState(MAX, "max_tokens=1", ""));
    nameless.readWhole("{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"content\":\"Yes\"}}]}");

    assertThat(nameless.result(null).receipt().requestId()).isEqualTo("chatcmpl-1");
  }

  private void events(String... data) {
    for (String one : data) {
      heard.append(reader.readEvent(null, one));
    }
  }

  private Failed failed(@Nullable Interruption interruption) {
    return (Failed) reader.result(interruption);
  }

  private static String content(String json) {
    return "{\"choices\":[{\"delta\":{\"content\":" + json + "}}]}";
  }

  private static String finish(String reason) {
    return "{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }
}
