package io.camrelay.relay;

import java.util.List;

/** The configuration cannot be used; every reason at once, so that one edit mends them all. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  // Written once, by a list that nobody can change.
  @SuppressWarnings("serial")
  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: where, what is wrong, what to do. */
  public List<String> problems() {
    return problems;
  }
}
