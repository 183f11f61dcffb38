package io.camrelay.cli;

/** What a command's exit status tells a script. */
final class ExitCode {

  /** Everything that was asked for has happened. */
  static final int OK = 0;

  /** Something did not work; standard error says what. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** The configuration is wrong. */
  static final int CONFIGURATION = 3;

  private ExitCode() {}
}
