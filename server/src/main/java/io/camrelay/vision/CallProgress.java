package io.camrelay.vision;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * How far one HTTP call has come, which decides what its failure means for the bill. It also ends
 * calls that get no connection in time: OkHttp bounds TCP alone, and gives TLS the patience that
 * the answer has.
 */
final class CallProgress extends EventListener {

  /** What has left for the provider. */
  enum Phase {
    /** Nothing. */
    CONNECTING,
    /** A part of the request, on which nobody can act: the JSON's end is missing. */
    SENDING,
    /** The whole request. */
    SENT,
    /** And headers came back. */
    ANSWERED
  }

  /** Owned by OkHttp's thread of this call, like all below; others only look. */
  private volatile Phase phase = Phase.CONNECTING;

  /** Whether this call began a connection of its own; set by OkHttp's connecting threads too. */
  private volatile boolean connecting;

  private volatile boolean reused;
  private volatile boolean multiplexed;
  private volatile boolean tooSlow;
  private volatile long sentNanos;

  private final ConnectLimit limit = new ConnectLimit();
  private final Runnable whenHungUp;

  /**
   * @param patience how long a connection may take
   * @param whenHungUp run when the call is hung up on, by the asker or because a time is over, on
   *     whatever thread does that; maybe more than once
   */
  CallProgress(Duration patience, Runnable whenHungUp) {
    this.whenHungUp = whenHungUp;
    limit.timeout(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  Phase phase() {
    return phase;
  }

  /** Whether the connection came from the pool, and so may have died there. */
  boolean reused() {
    return reused;
  }

  /** Whether the connection carries several calls (HTTP/2). */
  boolean multiplexed() {
    return multiplexed;
  }

  /** Whether the call was ended because no connection came about in time. */
  boolean tooSlow() {
    return tooSlow;
  }

  /** How long ago the last byte of the request left; only of meaning from {@link Phase#SENT} on. */
  Duration sinceSent() {
    return Duration.ofNanos(System.nanoTime() - sentNanos);
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    limit.begin(call);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    connecting = true;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    limit.exit();
    reused = !connecting;
    Protocol protocol = connection.protocol();
    multiplexed = protocol == Protocol.HTTP_2 || protocol == Protocol.H2_PRIOR_KNOWLEDGE;
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    limit.exit();
  }

  @Override
  public void requestHeadersStart(Call call) {
    phase = Phase.SENDING;
  }

  @Override
  public void requestBodyEnd(Call call, long bytes) {
    sentNanos = System.nanoTime();
    phase = Phase.SENT;
  }

  /** The last write failed, so that at least the request's last byte has not left. */
  @Override
  public void requestFailed(Call call, IOException failure) {
    phase = Phase.SENDING;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    phase = Phase.ANSWERED;
  }

  @Override
  public void canceled(Call call) {
    whenHungUp.run();
  }

  /** Hangs up when it is not told in time that there is a connection. */
  private final class ConnectLimit extends AsyncTimeout {
    private @Nullable Call call;

    void begin(Call connecting) {
      if (call == null) {
        call = connecting;
        enter();
      }
    }

    @Override
    protected void timedOut() {
      tooSlow = true;
      Objects.requireNonNull(call).cancel();
    }
  }
}
