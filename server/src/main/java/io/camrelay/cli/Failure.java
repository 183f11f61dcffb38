package io.camrelay.cli;

import io.camrelay.relay.ConfigException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

  /** With every problem on a line of its own. */
  static Failure configuration(ConfigException cause) {
    return new Failure(
        ExitCode.CONFIGURATION,
        "the configuration cannot be used:"
            + System.lineSeparator()
            + String.join(System.lineSeparator(), cause.problems()).indent(2).stripTrailing());
  }

  /** Java's own exceptions of files often say no more than the file's name. */
  static String sentence(Exception cause) {
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + why(file);
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private static String why(FileSystemException problem) {
    if (problem instanceof NoSuchFileException) {
      return " is not there";
    }
    if (problem instanceof AccessDeniedException) {
      return " is not open to this user";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return " is there already, and in the way";
    }
    return " cannot be used (" + problem.getClass().getSimpleName() + ")";
  }

  int exitCode() {
    return exitCode;
  }
}
