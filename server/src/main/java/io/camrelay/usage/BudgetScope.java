package io.camrelay.usage;

/** Whose spending a budget bounds. */
public enum BudgetScope {
  /** Everybody's together. */
  ALL,
  /** That under one profile. */
  PROFILE,
  /** One device's. */
  DEVICE
}
