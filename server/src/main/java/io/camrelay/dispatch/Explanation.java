package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Limits;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetVerdict.Why;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A provider's failure as the maker is told of it.
 *
 * @param code the word that wire, logs and docs have for it
 * @param what says what happened, behind the model's and the provider's name
 * @param todo what to do about it, a sentence
 */
record Explanation(Code code, String what, String todo) {

  static final String INTERRUPTED =
      "The relay was stopped while it asked about this photo. It was asked twice, and each time may"
          + " have cost money. Press again.";

  /** The relay itself is wrong. */
  static final Ending.Failure DEFECT =
      new Ending.Failure(
          Code.INTERNAL,
          "The relay has made a mistake with this photo, and its log says which. Press again.");

  private static final int SECONDS_UNTIL_MINUTES = 120;
  private static final int MINUTES_UNTIL_HOURS = 120;
  private static final int HOURS_UNTIL_DAYS = 48;

  /** What a failure means. */
  static Explanation of(Failure failure) {
    return switch (failure) {
      case UNREACHABLE ->
          new Explanation(
              Code.PROVIDER_UNREACHABLE,
              "cannot be reached",
              "Check the relay's network and the configured URL.");
      case RATE_LIMITED ->
          new Explanation(
              Code.PROVIDER_BUSY, "takes no more questions for now", "Try again later.");
      case OVERLOADED -> new Explanation(Code.PROVIDER_BUSY, "is overloaded", "Try again later.");
      case OUT_OF_MONEY ->
          new Explanation(
              Code.PROVIDER_MONEY,
              "has no money left in the account",
              "The account's owner must top it up.");
      case BAD_KEY ->
          new Explanation(
              Code.PROVIDER_KEY,
              "does not accept the relay's key",
              "The operator must mend the configuration.");
      case NO_SUCH_MODEL ->
          new Explanation(
              Code.PROVIDER_MODEL,
              "does not exist, or not any more",
              "The operator must choose another model or mend the URL.");
      case REJECTED ->
          new Explanation(
              Code.PROVIDER_REJECTED, "did not accept the request", "The relay's log says why.");
      case BAD_PICTURE ->
          new Explanation(Code.PICTURE_REJECTED, "could not use this photo", "Take another one.");
      case REFUSED ->
          new Explanation(
              Code.ANSWER_REFUSED, "refused to answer about this photo", "Take another one.");
      case PROVIDER_ERROR ->
          new Explanation(Code.PROVIDER_ERROR, "failed on its side", "Try again later.");
      case TIMEOUT ->
          new Explanation(
              Code.DEADLINE,
              "did not answer in time",
              "Try again, or give the relay a longer deadline.");
      case BROKEN ->
          new Explanation(Code.ANSWER_BROKEN, "hung up before the answer was whole", "Try again.");
      case EMPTY ->
          new Explanation(
              Code.ANSWER_EMPTY,
              "returned no words",
              "Raise the limit of answer tokens, or choose another model.");
      case CANCELLED ->
          new Explanation(
              Code.INTERNAL, "was hung up on by the relay", "The relay's log says why.");
    };
  }

  /** The failure without advice, as a stage shows it. */
  String sentence(Attempt attempt) {
    return clipped(who(attempt) + " " + what);
  }

  /** The capture's end by it. */
  RetryPolicy.Decision.End end(Attempt attempt, String circumstance) {
    String between = circumstance.isEmpty() ? " " : " " + circumstance + " ";
    String hint = who(attempt) + " " + what + "." + between + todo;
    return new RetryPolicy.Decision.End(new Ending.Failure(code, clipped(hint)));
  }

  /** The failure of a provider that rests for it, or takes no more, as a stage shows it. */
  String setAside(Provider provider) {
    return clipped(who(provider) + " " + what);
  }

  /** The end of a capture that would have to wait for such a provider for too long. */
  Ending.Failure setAside(Provider provider, Duration wait, Duration left) {
    return new Ending.Failure(
        code,
        clipped(
            "%s %s. It is not asked for another %s, and this photo has %s left. Press again then."
                .formatted(who(provider), what, words(wait), words(left))));
  }

  /** The end of a capture of whose chain nobody is left to be asked. */
  static Ending.Failure nobody(List<String> chain, List<Attempt> attempts) {
    return new Ending.Failure(
        Code.PROVIDER_ERROR,
        clipped(
            "None of %s can answer about this photo; they were asked %d times. The relay's log says"
                    .formatted(String.join(", ", chain), attempts.size())
                + " why."));
  }

  /**
   * For an answer that has not the form that was asked for.
   *
   * @param problem a JSON path and what is wrong there
   * @param cut whether a limit had ended the answer
   */
  static String unfit(Attempt attempt, String problem, boolean cut) {
    return clipped(
        who(attempt)
            + (cut
                ? " was cut off at the limit of its answer, before that had the form asked for: "
                : " did not answer in the form asked for: ")
            + problem
            + (cut ? ". The operator can raise answer_tokens." : ". Try again."));
  }

  /** The same as a stage shows it. */
  static String unfit(Attempt attempt) {
    return clipped(who(attempt) + " did not answer in the form asked for");
  }

  /** For a schema that answers cannot be judged by. */
  static Ending.Failure badSchema(String why) {
    return new Ending.Failure(
        Code.ANSWER_UNFIT, clipped("Nothing was asked: " + why + ". The operator must mend it."));
  }

  /** For a capture whose time is over while it waits. */
  static String tooLate(List<Attempt> attempts, Duration patience) {
    if (attempts.isEmpty()) {
      return "The relay did not get to this photo within "
          + words(patience)
          + ": it has too much to do, or it was stopped. Press again.";
    }
    return clipped(
        "%s gave no answer within %s, asked %d times. Try again."
            .formatted(who(attempts.get(attempts.size() - 1)), words(patience), attempts.size()));
  }

  /** For a provider that wants to be left alone for longer than the capture has. */
  static String waitTooLong(Attempt attempt, Duration asked, Duration left) {
    return clipped(
        "%s asks to be left alone for %s, and this photo has %s left. Press again after that."
            .formatted(who(attempt), words(asked), words(left)));
  }

  /**
   * For a capture that a budget forbids to ask about.
   *
   * @param whose which budget
   */
  static Ending.Failure budget(BudgetState whose, Why why, String model, Instant now) {
    Budget budget = whose.budget();
    String name = budget.key() + " (" + budget.amount(budget.limit()) + ")";
    return switch (why) {
      case OVER ->
          new Ending.Failure(
              Code.BUDGET,
              clipped(
                  "%s has no room for this photo: %s are spent, %s are being spent. It renews in %s."
                      .formatted(
                          capital(name),
                          budget.amount(whose.spent()),
                          budget.amount(whose.reserved()),
                          words(Duration.between(now, whose.renewsAt())))));
      case NO_PRICE ->
          new Ending.Failure(
              Code.NO_PRICE,
              clipped(
                  "%s is in dollars, and what %s costs is not known. The operator must give its"
                          .formatted(capital(name), model)
                      + " price, or a budget in tokens."));
      case NO_TOKENS ->
          new Ending.Failure(
              Code.NO_PRICE,
              clipped(
                  "%s is in tokens, and how %s counts a photo is not known. The operator must say"
                          .formatted(capital(name), model)
                      + " so, or take the budget away."));
    };
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /**
   * A time as people say it, rounded up to a whole unit: {@code 46 s}, {@code 3 min}, {@code 5 h}.
   */
  static String words(Duration time) {
    long seconds = Math.max(0, (time.toMillis() + 999) / 1000);
    if (seconds < SECONDS_UNTIL_MINUTES) {
      return seconds + " s";
    }
    long minutes = (seconds + 59) / 60;
    if (minutes < MINUTES_UNTIL_HOURS) {
      return minutes + " min";
    }
    long hours = (minutes + 59) / 60;
    return hours < HOURS_UNTIL_DAYS ? hours + " h" : (hours + 23) / 24 + " days";
  }

  private static String who(Provider provider) {
    return provider.model() + " at " + provider.name();
  }

  private static String who(Attempt attempt) {
    return attempt.model() + " at " + attempt.provider();
  }

  /** Names come from the configuration and may be long; the wire takes only so much. */
  private static String clipped(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= Limits.MAX_TEXT) {
      return text;
    }
    int end = Limits.MAX_TEXT / 4;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
