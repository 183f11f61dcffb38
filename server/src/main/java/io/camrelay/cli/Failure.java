package io.camrelay.cli;

/** A command cannot do what it was asked to, for a reason that the user can act on. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  static Failure failed(String message) {
    return new Failure(ExitCode.FAILED, message);
  }

  /** With the sentence that the cause has for the user. */
  static Failure failed(Exception cause) {
    return new Failure(ExitCode.FAILED, sentence(cause));
  }

  static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  /** With the sentences that the cause has for the user. */
  static Failure configuration(Exception cause) {
    return new Failure(ExitCode.CONFIGURATION, sentence(cause));
  }

  private static String sentence(Exception cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  int exitCode() {
    return exitCode;
  }
}
