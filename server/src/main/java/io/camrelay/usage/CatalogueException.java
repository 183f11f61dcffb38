package io.camrelay.usage;

import java.util.List;

/** A catalogue that cannot be used. */
public final class CatalogueException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  CatalogueException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, each a phrase that says where. */
  public List<String> problems() {
    return problems;
  }
}
