package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.vision.AttemptResult.Again;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says went wrong, in a body of its own or inside a stream. Nothing in it can be
 * trusted to be there: codes are texts, numbers or null, some providers wrap the error in an array,
 * gateways in front of them answer HTML.
 *
 * @param status the HTTP status, or the number that an error inside a stream gives in its place
 * @param words code, type and status words as the provider has them, in lower case
 * @param message what it says in prose
 * @param retryDelay the wait that the body asks for, null for none
 * @param moderated whether the body tells of flagged input, which has no code with OpenRouter
 */
record ErrorReply(
    int status,
    List<String> words,
    String message,
    @Nullable Duration retryDelay,
    boolean moderated) {

  /** The account is empty or at a limit of its owner: waiting does not help. */
  private static final Set<String> MONEY =
      Set.of(
          "insufficient_quota",
          "insufficient_credits",
          "insufficient_balance",
          "insufficient_user_quota",
          "credit_balance_exhausted",
          "billing_hard_limit_reached",
          "billing_soft_limit_reached",
          "billing_limit_reached",
          "billing_not_active",
          "billing_error",
          "budget_exceeded",
          "spend_limit_reached",
          "spend_limit_exceeded",
          "spending_limit_reached",
          "spending_limit_exceeded",
          "billing_disabled",
          "payment_required");

  /** The picture is at fault: another photo helps, asking again does not. */
  private static final Set<String> PICTURE =
      Set.of(
          "invalid_image",
          "invalid_image_format",
          "invalid_image_mode",
          "invalid_image_url",
          "invalid_base64",
          "invalid_base64_image",
          "image_too_large",
          "image_too_small",
          "image_parse_error",
          "image_file_too_large",
          "image_file_not_found",
          "unsupported_image_media_type",
          "empty_image_file",
          "failed_to_download_image");

  private static final Set<String> FILTER =
      Set.of(
          "content_filter",
          "content_policy_violation",
          "image_content_policy_violation",
          "responsibleaipolicyviolation",
          "moderation_blocked",
          "safety");

  private static final Set<String> MODEL =
      Set.of("model_not_found", "deploymentnotfound", "model_not_available", "model_not_supported");

  private static final Set<String> KEY =
      Set.of(
          "invalid_api_key",
          "incorrect_api_key",
          "api_key_invalid",
          "authentication_error",
          "permission_error");

  private static final Set<String> RATE =
      Set.of("rate_limit_exceeded", "rate_limit_error", "resource_exhausted", "too_many_requests");

  private static final Set<String> OVERLOAD =
      Set.of(
          "overloaded_error",
          "server_overloaded",
          "server_is_overloaded",
          "slow_down",
          "engine_overloaded",
          "unavailable",
          "unavailable_error");

  /** How the lack of money is told where there is no code of its own for it. */
  private static final Pattern MONEY_IN_PROSE =
      Pattern.compile(
          "credit balance is too low|exceeded your current quota, please check your plan");

  ErrorReply {
    words = List.copyOf(words);
  }

  /** Reads the body of an answer whose status is none of success. */
  static ErrorReply ofBody(int status, String body) {
    try {
      JsonView root = Json.parse(body);
      // Google wraps the whole in an array.
      JsonView top = root.kind() == JsonView.Kind.ARRAY ? root.at(0) : root;
      return of(top.kind("error") == JsonView.Kind.NOTHING ? top : top.at("error"), status);
    } catch (JsonException e) {
      return new ErrorReply(status, List.of(), withoutMarkup(body), null, false);
    }
  }

  /**
   * Reads an error inside a stream or a body.
   *
   * @param error the member {@code error}, an object or a text
   * @param status the HTTP status, which a number in the error overrides if it was one of success
   */
  static ErrorReply of(JsonView error, int status) {
    List<JsonView> said = new ArrayList<>();
    said.add(error.at("code"));
    said.add(error.at("type"));
    said.add(error.at("status"));
    said.add(error.at("innererror", "code"));
    error.elements("details").forEach(detail -> said.add(detail.at("reason")));
    boolean moderated =
        error.kind("metadata", "flagged_input") != JsonView.Kind.NOTHING
            || error.kind("metadata", "reasons") == JsonView.Kind.ARRAY;
    return new ErrorReply(
        statusOf(error, status), words(said), messageOf(error), delayOf(error), moderated);
  }

  /**
   * The end of an attempt that was answered by this error.
   *
   * @param headerWait how long the headers want the provider to be left alone, null for nothing
   * @param again whether the headers want it to be asked again
   */
  Failed failed(Billing billing, @Nullable Duration headerWait, Again again, Receipt receipt) {
    Duration wait = headerWait != null ? headerWait : retryDelay;
    return new Failed(failure(), billing, wait, again, detail(), receipt);
  }

  /**
   * Whether an attempt that was answered by this status alone can have been billed: not if it was
   * turned away at the door, but a gateway that gave up may have had a model working behind it.
   */
  Billing billing() {
    boolean turnedAway = status < 500 && status != 408;
    return turnedAway || failure() == Failure.OVERLOADED ? Billing.NO : Billing.MAYBE;
  }

  Failure failure() {
    if (says(MONEY) || lacksMoneyInProse()) {
      return Failure.OUT_OF_MONEY;
    }
    if (says(PICTURE)) {
      return Failure.BAD_PICTURE;
    }
    if (says(FILTER) || moderated) {
      return Failure.REFUSED;
    }
    return switch (status) {
      case 401, 403 -> Failure.BAD_KEY;
      case 402 -> Failure.OUT_OF_MONEY;
      case 404, 410 -> Failure.NO_SUCH_MODEL;
      case 408 -> Failure.TIMEOUT;
      case 429 -> Failure.RATE_LIMITED;
      case 503, 529 -> Failure.OVERLOADED;
      default -> failureByWords();
    };
  }

  /** Google says "exceeded your current quota" of each limit that is over in a minute, too. */
  private boolean lacksMoneyInProse() {
    return !says(RATE)
        && retryDelay == null
        && MONEY_IN_PROSE.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  private Failure failureByWords() {
    if (says(MODEL)) {
      return Failure.NO_SUCH_MODEL;
    }
    if (says(KEY)) {
      return Failure.BAD_KEY;
    }
    if (says(RATE)) {
      return Failure.RATE_LIMITED;
    }
    if (says(OVERLOAD)) {
      return Failure.OVERLOADED;
    }
    boolean rejected = status >= 300 && status < 500 && status != 409 && status != 425;
    return rejected ? Failure.REJECTED : Failure.PROVIDER_ERROR;
  }

  private String detail() {
    String which = status < 300 ? "error inside the answer" : "HTTP " + status;
    String codes = words.isEmpty() ? "" : " " + String.join("/", words);
    return message.isBlank() ? which + codes : which + codes + ": " + message;
  }

  private boolean says(Set<String> known) {
    return words.stream().anyMatch(known::contains);
  }

  /** Numbers are no words: what they say is said by the status. */
  private static List<String> words(List<JsonView> said) {
    List<String> words = new ArrayList<>();
    for (JsonView word : said) {
      String text = word.text();
      if (text != null && !text.isBlank() && word.number().isEmpty()) {
        words.add(text.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  private static int statusOf(JsonView error, int status) {
    OptionalLong code = error.number("code");
    boolean better = status < 300 && code.isPresent() && isErrorStatus(code.getAsLong());
    return better ? (int) code.getAsLong() : status;
  }

  private static boolean isErrorStatus(long code) {
    return code >= 400 && code < 600;
  }

  private static String messageOf(JsonView error) {
    if (error.kind() == JsonView.Kind.TEXT) {
      return String.valueOf(error.text());
    }
    // FastAPI, and so vLLM's front, says detail: a text, or what its validation found.
    for (String name : List.of("message", "detail", "msg", "error_description")) {
      if (error.kind(name) != JsonView.Kind.NOTHING) {
        String text = error.text(name);
        return text != null ? text : error.at(name).toString();
      }
    }
    return "";
  }

  private static @Nullable Duration delayOf(JsonView error) {
    for (JsonView detail : error.elements("details")) {
      Duration delay = RetryAfter.readGoogle(detail.text("retryDelay"));
      if (delay != null) {
        return delay;
      }
    }
    return RetryAfter.readProse(messageOf(error));
  }

  private static String withoutMarkup(String body) {
    return body.replaceAll("(?is)<(style|script)\\b.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
  }
}
