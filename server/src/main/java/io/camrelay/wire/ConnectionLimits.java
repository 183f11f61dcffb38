package io.camrelay.wire;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides who may connect: so many in all, so many from one place, and so many new ones a second
 * from one place. For all threads.
 */
final class ConnectionLimits {

  /** How many seconds' worth of new connections one place may open at once. */
  static final int BURST_SECONDS = 4;

  /**
   * Connections beyond the limit that are told so before they are closed, as a share of the limit;
   * those beyond are closed without a word, which costs less.
   */
  static final int TOLD_SHARE = 20;

  /** Places that are remembered without a connection; beyond it, quiet ones are forgotten. */
  static final int PLACES = 10_000;

  /** What to do with a new connection. */
  enum Verdict {
    LET_IN,
    /** There are too many; a handshake is made to say so. */
    TELL,
    SHUT
  }

  private static final class Place {
    private final TokenBucket bucket;
    private int connections;

    Place(TokenBucket bucket) {
      this.bucket = bucket;
    }
  }

  private final WireSettings settings;

  /** Guarded by this, as all below. */
  private final Map<String, Place> places = new HashMap<>();

  private int connections;

  ConnectionLimits(WireSettings settings) {
    this.settings = settings;
  }

  /** A connection has come. Whatever the verdict, {@link #gone} is called when it is over. */
  synchronized Verdict come(InetAddress address, long now) {
    connections++;
    int most = settings.maxConnections();
    if (connections > most + Math.max(1, most / TOLD_SHARE)) {
      place(address, now).connections++;
      return Verdict.SHUT;
    }
    Place place = place(address, now);
    place.connections++;
    boolean local = address.isLoopbackAddress();
    if (!local
        && (place.connections > settings.maxConnectionsPerAddress() || !place.bucket.take(now))) {
      return Verdict.SHUT;
    }
    return connections > most ? Verdict.TELL : Verdict.LET_IN;
  }

  synchronized void gone(InetAddress address, long now) {
    connections--;
    String origin = Origin.of(address);
    Place place = places.get(origin);
    if (place != null) {
      place.connections--;
      if (place.connections == 0 && place.bucket.isFull(now)) {
        places.remove(origin);
      }
    }
  }

  /** Connections at this moment. */
  synchronized int connections() {
    return connections;
  }

  /** Places that are remembered. */
  synchronized int places() {
    return places.size();
  }

  private Place place(InetAddress address, long now) {
    if (places.size() >= PLACES) {
      places.values().removeIf(place -> place.connections == 0);
    }
    int rate = settings.handshakesPerSecondPerAddress();
    return places.computeIfAbsent(
        Origin.of(address), origin -> new Place(new TokenBucket(rate * BURST_SECONDS, rate, now)));
  }
}
