package io.camrelay.form;

import java.util.List;

/** What is to be thought of an answer. */
public sealed interface Judged {

  /** The kinds, to switch on. */
  enum Kind {
    FITS,
    UNFIT
  }

  Kind kind();

  /**
   * The answer has the form.
   *
   * @param text its JSON value in one line, as {@link AnswerForm} describes it
   */
  record Fits(String text) implements Judged {

    @Override
    public Kind kind() {
      return Kind.FITS;
    }
  }

  /**
   * It has not.
   *
   * @param problems why not, at least one: each a JSON path and what is wrong there, such as {@code
   *     $.open: string found, boolean expected}
   */
  record Unfit(List<String> problems) implements Judged {

    public Unfit {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an unfit answer has a problem");
      }
    }

    @Override
    public Kind kind() {
      return Kind.UNFIT;
    }
  }
}
