package io.camrelay.form;

import com.networknt.schema.ExecutionContext;

/**
 * Ends a validation that takes too long. The validator tells its context of each keyword that it
 * turns to, which is counted here: a schema of a few hundred characters can have it do that 2^n
 * times, or for ever.
 */
final class CountedSteps extends ExecutionContext {

  /** Keywords in one validation. An answer for a camera takes some hundred. */
  static final int MAX_STEPS = 20_000;

  /** Keywords within each other: enough for as deep a JSON as is read, with references between. */
  static final int MAX_NESTING = 500;

  private int steps;
  private int nesting;

  @Override
  public void evaluationPathAddLast(String keyword) {
    steps++;
    nesting++;
    if (steps > MAX_STEPS || nesting > MAX_NESTING) {
      throw new TooLong();
    }
    super.evaluationPathAddLast(keyword);
  }

  @Override
  public void evaluationPathAddLast(int index) {
    // Is taken back as a keyword is.
    nesting++;
    super.evaluationPathAddLast(index);
  }

  @Override
  public void evaluationPathRemoveLast() {
    nesting--;
    super.evaluationPathRemoveLast();
  }

  /** The validation was given up. */
  static final class TooLong extends RuntimeException {}
}
