package io.camrelay.identity;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The relay's identity cannot be used as it lies on the disk. Its message names the remedy. */
public final class IdentityException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  IdentityException(String problem, String remedy) {
    this(problem, remedy, null);
  }

  IdentityException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem + " " + remedy, cause);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong, with the file's path, as a sentence. */
  public String problem() {
    return problem;
  }

  /** What the operator can do, as a sentence. */
  public String remedy() {
    return remedy;
  }
}
