package io.camrelay.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The data folder cannot be opened as it lies on the disk. The message names the remedy. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  StoreException(String problem, String remedy) {
    this(problem, remedy, null);
  }

  StoreException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem + " " + remedy, cause);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong, with the path, as a sentence. */
  public String problem() {
    return problem;
  }

  /** What the operator can do, as a sentence. */
  public String remedy() {
    return remedy;
  }
}
