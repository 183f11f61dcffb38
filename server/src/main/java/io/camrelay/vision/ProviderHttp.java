package io.camrelay.vision;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OkHttp, set up for a relay, and one provider's requests. */
final class ProviderHttp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProviderHttp.class);

  /**
   * How long a connection is kept warm: below the 60 seconds after which common load balancers
   * close, and far below the minutes after which routers forget a connection without a word, which
   * would cost the whole patience. Servers that close after 5 seconds are met by {@link
   * DeadConnection}; to let go of all connections that early would cost everybody else a handshake
   * for nearly every photo.
   */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(55);

  /** What providers speak. */
  static final List<Protocol> USUAL_PROTOCOLS = List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);

  /** How long closing waits for the attempts that it hung up on. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private static final String USER_AGENT = "camrelay";

  private final ProviderSettings settings;
  private final Headers credentials;
  private final ExecutorService threads;
  private final ConnectionPool pool;
  private final OkHttpClient pooled;
  private final OkHttpClient fresh;

  /**
   * @param dns the name service to ask
   * @param protocols what may be spoken, where TLS lets both sides choose the first in common
   */
  ProviderHttp(ProviderSettings settings, Dns dns, List<Protocol> protocols) {
    this.settings = settings;
    this.credentials = settings.endpoint().credentials();
    // As many threads as attempts; the dispatcher keeps to that number.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new ThreadsNamed("vision-" + settings.name()));
    this.pool =
        new ConnectionPool(settings.maxConcurrent(), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
    this.pooled = client(dns, protocols);
    // A pool that keeps nothing hands out nothing but fresh connections.
    this.fresh =
        pooled.newBuilder().connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS)).build();
    warnOfClearText();
  }

  /** A call that may use a warm connection. */
  Call call(RequestBody body, CallProgress progress, Duration timeLeft) {
    return call(pooled, body, progress, timeLeft);
  }

  /** A call on a connection of its own, after one had died in the pool; its neighbours go too. */
  Call freshCall(RequestBody body, CallProgress progress, Duration timeLeft) {
    pool.evictAll();
    return call(fresh, body, progress, timeLeft);
  }

  /** A call that asks for something to read. */
  Call get(HttpUrl url, Duration timeLeft) {
    Request request =
        new Request.Builder()
            .url(url)
            .headers(all().newBuilder().set("Accept", "application/json").build())
            .build();
    Call call = pooled.newCall(request);
    call.timeout().timeout(timeLeft.toNanos(), TimeUnit.NANOSECONDS);
    return call;
  }

  /** Lets go of connections and threads; calls must have been cancelled before. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("attempts outlive their provider provider={}", settings.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.evictAll();
  }

  private OkHttpClient client(Dns dns, List<Protocol> protocols) {
    Patience patience = settings.patience();
    boolean linkLocal = settings.endpoint().linkLocal();
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(settings.maxConcurrent());
    dispatcher.setMaxRequestsPerHost(settings.maxConcurrent());
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(pool)
        .protocols(protocols)
        .dns(new GuardedDns(dns, threads, patience.connect(), linkLocal))
        // Each sending may be billed, so nothing is sent again behind our back.
        .retryOnConnectionFailure(false)
        // A redirect would carry picture and key to whom nobody chose.
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(patience.connect())
        .readTimeout(patience.headers())
        .writeTimeout(patience.headers())
        .eventListenerFactory(ProviderHttp::progressOf)
        .build();
  }

  private Call call(
      OkHttpClient client, RequestBody body, CallProgress progress, Duration timeLeft) {
    Request request =
        new Request.Builder()
            .url(settings.endpoint().url())
            .headers(all())
            .post(body)
            .tag(CallProgress.class, progress)
            .build();
    Call call = client.newCall(request);
    call.timeout().timeout(timeLeft.toNanos(), TimeUnit.NANOSECONDS);
    return call;
  }

  private Headers all() {
    Headers.Builder headers = new Headers.Builder();
    headers.set("User-Agent", USER_AGENT);
    headers.addAll(credentials);
    headers.set("Accept", "text/event-stream");
    // Compressed streams come in lumps; words should come as they are spoken.
    headers.set("Accept-Encoding", "identity");
    return headers.build();
  }

  private static EventListener progressOf(Call call) {
    CallProgress progress = call.request().tag(CallProgress.class);
    return progress != null ? progress : EventListener.NONE;
  }

  private void warnOfClearText() {
    Endpoint endpoint = settings.endpoint();
    String host = endpoint.url().host();
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    if (!endpoint.key().isEmpty() && !endpoint.url().isHttps() && !here) {
      log.warn("provider's key travels in clear text, use https provider={}", settings.name());
    }
  }
}
