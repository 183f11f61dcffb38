package io.camrelay.identity;

/**
 * Something about the identity that the operator should know.
 *
 * @param severity how bad it is
 * @param problem what is so, with the file's path, as a sentence
 * @param remedy what can be done, as a sentence
 */
public record Finding(Severity severity, String problem, String remedy) {

  /** From what may be left alone to what must be mended. */
  public enum Severity {
    /** All is well, but not everything is possible. */
    NOTE,
    /** The relay works, and should not go on like this. */
    WARNING,
    /** The relay does not start. */
    ERROR
  }

  static Finding note(String problem, String remedy) {
    return new Finding(Severity.NOTE, problem, remedy);
  }

  static Finding warning(String problem, String remedy) {
    return new Finding(Severity.WARNING, problem, remedy);
  }

  static Finding error(IdentityException e) {
    return new Finding(Severity.ERROR, e.problem(), e.remedy());
  }
}
