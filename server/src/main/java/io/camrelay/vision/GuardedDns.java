package io.camrelay.vision;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * The system's name service with a bound on the wait, which the system lets grow to half a minute
 * and no hanging up can shorten, and without the addresses that {@link AddressRule} refuses.
 */
final class GuardedDns implements Dns {

  private final Dns system;
  private final Executor executor;
  private final Duration patience;
  private final boolean linkLocal;

  /** One look-up per name at a time, shared by all who wait for it: so one thread at most. */
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  GuardedDns(Dns system, Executor executor, Duration patience, boolean linkLocal) {
    this.system = system;
    this.executor = executor;
    this.patience = patience;
    this.linkLocal = linkLocal;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = await(host);
    if (linkLocal) {
      return addresses;
    }
    List<InetAddress> allowed = addresses.stream().filter(a -> !AddressRule.refuses(a)).toList();
    if (allowed.isEmpty()) {
      throw new UnknownHostException(
          host + " leads to a link-local or metadata address only, which is refused");
    }
    return allowed;
  }

  private List<InetAddress> await(String host) throws UnknownHostException {
    CompletableFuture<List<InetAddress>> lookup = underWay.computeIfAbsent(host, this::begin);
    try {
      return lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(host + ": the name service did not answer within " + patience, e);
    } catch (ExecutionException e) {
      throw failed(host + ": the name is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(host + ": interrupted", e);
    }
  }

  private CompletableFuture<List<InetAddress>> begin(String host) {
    CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            lookup.complete(system.lookup(host));
          } catch (UnknownHostException | RuntimeException e) {
            lookup.completeExceptionally(e);
          } finally {
            underWay.remove(host, lookup);
          }
        });
    return lookup;
  }

  private static UnknownHostException failed(String message, Exception cause) {
    UnknownHostException failure = new UnknownHostException(message);
    failure.initCause(cause);
    return failure;
  }
}
