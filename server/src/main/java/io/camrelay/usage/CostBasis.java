package io.camrelay.usage;

/** How it is known what an attempt cost. */
public enum CostBasis {
  /** The provider said so itself. */
  PROVIDER,
  /** Billed tokens times the catalogue's prices. */
  CATALOGUE,
  /** It may have been billed and nobody knows: the most that it can have cost. */
  WORST_CASE,
  /** It was not billed. */
  NOTHING,
  /** It was billed, and nobody knows the price. */
  UNKNOWN
}
