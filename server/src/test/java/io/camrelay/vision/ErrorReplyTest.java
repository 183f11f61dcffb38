package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Again;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReplyTest {

  @ParameterizedTest(name = "{0} {1} is {2}, billed {3}")
  @CsvFileSource(
      resources = "errors.csv",
      numLinesToSkip = 1,
      delimiter = '|',
      quoteCharacter = '`')
  void knowsWhatAnErrorMeans(int status, String code, Failure failure, Billing billing) {
    for (String member : new String[] {"code", "type"}) {
      ErrorReply reply = ErrorReply.ofBody(status, "{\"error\":{\"" + member + "\":" + code + "}}");

      assertThat(reply.failure()).isEqualTo(failure);
      assertThat(reply.billing()).isEqualTo(billing);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"message\":\"m\",\"code\":null}} | HTTP 400: m",
        "{\"error\":{\"message\":\"m\",\"code\":\"c\",\"type\":\"t\"}} | HTTP 400 c/t: m",
        "{\"error\":{\"message\":\"m\",\"code\":400}} | HTTP 400: m",
        "{\"error\":\"only text\"} | HTTP 400: only text",
        "[{\"error\":{\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}]"
            + " | HTTP 400 invalid_argument: m",
        "{\"detail\":\"not found\"} | HTTP 400: not found",
        "{\"detail\":[{\"loc\":[\"body\"]}]} | HTTP 400: [{\"loc\":[\"body\"]}]",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\"}"
            + " | HTTP 400 badrequesterror: m",
        "{} | HTTP 400",
        "[] | HTTP 400",
        "null | HTTP 400",
        "{\"error\":{\"message\":{\"deep\":1}}} | HTTP 400: {\"deep\":1}"
      })
  void readsErrorsInEveryShape(String body, String detail) {
    assertThat(failed(400, body).detail()).isEqualTo(detail);
  }

  @Test
  void readsHtmlWithoutItsMarkup() {
    Failed failed = failed(502, "<html><style>b{}</style><h1>502</h1><p>Bad gateway</p></html>");

    assertThat(failed.detail()).contains("Bad gateway").doesNotContain("<").doesNotContain("b{}");
    assertThat(failed.failure()).isEqualTo(Failure.PROVIDER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0000\u0001", "{\"error\":", "\"text\"", "7"})
  void goesByTheStatusWhereTheBodySaysNothing(String body) {
    assertThat(failed(503, body).failure()).isEqualTo(Failure.OVERLOADED);
  }

  @Test
  void knowsModerationByWhatItFlags() {
    Failed failed =
        failed(403, "{\"error\":{\"code\":403,\"metadata\":{\"reasons\":[\"violence\"]}}}");

    assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
  }

  @Test
  void findsAzuresInnerCode() {
    Failed failed =
        failed(
            400,
            "{\"error\":{\"code\":\"x\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}");

    assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
  }

  @Test
  void findsGooglesReasonAndDelay() {
    String body =
        "{\"error\":{\"code\":%d,\"status\":\"%s\",\"details\":[{\"reason\":\"%s\"},"
            + "{\"retryDelay\":\"46s\"}]}}";

    assertThat(failed(400, body.formatted(400, "INVALID_ARGUMENT", "API_KEY_INVALID")).failure())
        .isEqualTo(Failure.BAD_KEY);
    assertThat(failed(429, body.formatted(429, "RESOURCE_EXHAUSTED", "x")).retryAfter())
        .isEqualTo(Duration.ofSeconds(46));
  }

  @Test
  void prefersWhatTheHeadersSayAboutWaiting() {
    ErrorReply reply =
        ErrorReply.ofBody(429, "{\"error\":{\"details\":[{\"retryDelay\":\"46s\"}]}}");

    assertThat(
            reply
                .failed(Billing.NO, Duration.ofSeconds(3), Again.UNSAID, Receipt.NONE)
                .retryAfter())
        .isEqualTo(Duration.ofSeconds(3));
  }

  private static Failed failed(int status, String body) {
    ErrorReply reply = ErrorReply.ofBody(status, body);
    return reply.failed(reply.billing(), null, Again.UNSAID, Receipt.NONE);
  }
}
