package io.camrelay.usage;

/**
 * What an answer took, counted one way for all providers. -1 stands for what was not said.
 *
 * @param prompt the whole input, what came from a cache included
 * @param cached of it, what was read from the provider's cache
 * @param cacheWrite of it, what was written into the provider's cache
 * @param answer the whole output, hidden reasoning included
 * @param reasoning of it, what was spent unseen
 */
public record UsedTokens(long prompt, long cached, long cacheWrite, long answer, long reasoning) {

  /** Nothing was said. */
  public static final UsedTokens UNKNOWN = new UsedTokens(-1, -1, -1, -1, -1);

  /** Of an answer without a cache and without reasoning. */
  public static UsedTokens of(long prompt, long answer) {
    return new UsedTokens(prompt, 0, 0, answer, 0);
  }

  /** True where enough was said to tell what it cost. */
  public boolean known() {
    return prompt >= 0 && answer >= 0;
  }
}
