package io.camrelay.vision;

/**
 * How fast a provider may be asked.
 *
 * @param places the most attempts at a time, 1 at least
 * @param requestsPerMinute the most attempts a minute, 0 for as many as it takes
 */
public record Pace(int places, int requestsPerMinute) {

  /** As fast as anybody wants. */
  public static final Pace UNBOUNDED = new Pace(Integer.MAX_VALUE, 0);
}
