package io.camrelay.usage;

import org.jspecify.annotations.Nullable;

/**
 * The most that a question can take: what a budget reserves before it is asked.
 *
 * @param tokens input and the longest answer together; -1 where nobody can tell
 * @param cost what they cost; null where nobody can tell
 */
public record WorstCase(long tokens, @Nullable Money cost) {

  /** Nobody can tell. */
  public static final WorstCase UNKNOWN = new WorstCase(-1, null);

  /** Of a provider that costs nothing. */
  public static final WorstCase NOTHING = new WorstCase(0, Money.ZERO);
}
