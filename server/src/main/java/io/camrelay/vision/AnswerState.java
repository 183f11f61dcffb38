package io.camrelay.vision;

import io.camrelay.vision.AttemptResult.Again;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer so far, whatever API it comes by, and what the attempt comes to in the
 * end. A {@link ReplyReader} tells it what it reads.
 */
final class AnswerState {

  /** What stopped an answer before its end. */
  record Interruption(Failure failure, String detail) {}

  /** How the model says that it ended. */
  enum Finish {
    /** It has said all it had to say. */
    COMPLETE,
    /** The limit of tokens was reached. */
    LENGTH,
    /** It, or a filter, refuses. */
    REFUSED,
    FAILED
  }

  /** What is kept of a refusal, in characters. */
  private static final int MAX_REFUSAL = Redaction.MAX_DETAIL;

  private final int maxChars;
  private final String tokenLimit;

  private String requestId;
  private String model = "";
  private @Nullable Finish finish;
  private String finishWord = "";
  private final StringBuilder refusal = new StringBuilder();
  private int chars;
  private final UsageSoFar usage = new UsageSoFar();

  /** Whether anything but space was said. */
  private boolean spoke;

  /** Whether the model is known to have worked: words, reasoning or a refusal came. */
  private boolean worked;

  /** Whether the model was seen to reason. */
  private boolean reasoned;

  private boolean ended;
  private boolean tooLong;
  private @Nullable ErrorReply error;
  private @Nullable String nonsense;

  /**
   * @param maxChars where an answer is cut
   * @param tokenLimit the limit as it was sent, to explain an answer that it swallowed
   * @param requestId the provider's number for the request, empty where its headers had none
   */
  AnswerState(int maxChars, String tokenLimit, String requestId) {
    this.maxChars = maxChars;
    this.tokenLimit = tokenLimit;
    this.requestId = requestId;
  }

  /**
   * The model said something.
   *
   * @return what of it is taken: the answer is cut at its bound
   */
  String take(String words) {
    int room = maxChars - chars;
    String taken = words;
    if (words.length() > room) {
      tooLong = true;
      taken = Redaction.cut(words, room);
    }
    chars += taken.length();
    spoke |= !taken.isBlank();
    worked |= !taken.isEmpty();
    return taken;
  }

  /** The model thinks, which it will charge for, and has not said a word by that. */
  void reasoned() {
    reasoned = true;
    worked = true;
  }

  void model(@Nullable String name) {
    if (name != null && !name.isBlank()) {
      model = name;
    }
  }

  /** The provider's number for the answer, where its headers had none for the request. */
  void id(@Nullable String id) {
    if (requestId.isEmpty() && id != null) {
      requestId = id;
    }
  }

  /** What the provider says that was used; to be told more of it. */
  UsageSoFar usage() {
    return usage;
  }

  /** The model says why it will not answer, or a piece of that. */
  void refused(String why) {
    worked = true;
    refusal.append(why, 0, Math.min(why.length(), MAX_REFUSAL - refusal.length()));
  }

  /**
   * The model says how it ended; only usage and the end mark can still come.
   *
   * @param word the provider's own
   */
  void finished(Finish how, String word) {
    finish = how;
    finishWord = word;
  }

  /** Nothing more comes. */
  void ended() {
    ended = true;
  }

  /** An error took the answer's place. */
  void failed(ErrorReply reply) {
    error = reply;
  }

  /** What came is no answer. */
  void nonsense(String what) {
    nonsense = what;
  }

  /** Whether nothing that may still come matters. */
  boolean isOver() {
    return ended || tooLong || error != null || nonsense != null;
  }

  /** Whether the provider should be hung up on, as more of the answer would only cost. */
  boolean wantsHangUp() {
    return tooLong || nonsense != null;
  }

  /** Whether the model has said how it ended. */
  boolean isFinished() {
    return finish != null;
  }

  /**
   * What the attempt came to.
   *
   * @param interruption what ended it on the way, null where the provider's answer ended in order
   * @param endMarks by which the provider says that an answer is whole
   */
  AttemptResult result(@Nullable Interruption interruption, String endMarks) {
    if (error != null) {
      return error.failed(billing(), null, Again.UNSAID, receipt());
    }
    if (nonsense != null) {
      return failed(Failure.PROVIDER_ERROR, billing(), nonsense);
    }
    if (tooLong) {
      return new Answered(true, receipt());
    }
    if (ended || isFinished()) {
      return complete();
    }
    if (interruption != null) {
      return failed(interruption.failure(), billing(), interruption.detail());
    }
    return failed(Failure.BROKEN, billing(), "the stream ended without " + endMarks);
  }

  private AttemptResult complete() {
    if (!refusal.isEmpty()) {
      return failed(Failure.REFUSED, Billing.YES, "the model refuses: " + refusal);
    }
    return switch (finish == null ? Finish.COMPLETE : finish) {
      case REFUSED ->
          failed(Failure.REFUSED, Billing.YES, "the answer was refused (" + finishWord + ")");
      case FAILED ->
          failed(Failure.PROVIDER_ERROR, billing(), "the model failed (" + finishWord + ")");
      case LENGTH -> spoke ? new Answered(true, receipt()) : swallowed();
      case COMPLETE -> spoke ? new Answered(false, receipt()) : silent();
    };
  }

  private AttemptResult silent() {
    String how = finish == null ? "without saying why" : finishWord;
    return failed(Failure.EMPTY, Billing.YES, "the model ended without a word (%s)".formatted(how));
  }

  private AttemptResult swallowed() {
    String unseen =
        reasoned
            ? "the model was still reasoning"
            : "all tokens were spent unseen, as reasoning models do";
    String spent =
        usage.reasoningTokens() > 0
            ? "%d of %d tokens went into reasoning"
                .formatted(usage.reasoningTokens(), usage.answerTokens())
            : unseen;
    return failed(
        Failure.EMPTY,
        Billing.YES,
        "the limit %s was reached before the first word: %s; raise it or lower the reasoning effort"
            .formatted(tokenLimit, spent));
  }

  private Billing billing() {
    return worked || usage.any() ? Billing.YES : Billing.MAYBE;
  }

  private Failed failed(Failure failure, Billing billing, String detail) {
    return new Failed(failure, billing, null, detail, receipt());
  }

  private Receipt receipt() {
    return usage.receipt(model, requestId);
  }
}
