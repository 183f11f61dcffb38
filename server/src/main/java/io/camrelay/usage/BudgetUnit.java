package io.camrelay.usage;

/** In what a budget counts. */
public enum BudgetUnit {
  /** Billionths of a dollar. */
  MONEY,
  /** Tokens of input and output together. */
  TOKENS
}
