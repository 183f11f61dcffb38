package io.camrelay.camera;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in the maker's words. */
final class Causes {

  private Causes() {}

  /** What the exception, or what is behind it, means to the maker. */
  static String of(Throwable problem) {
    if (find(problem, UnknownHostException.class) != null) {
      return "the relay's name is not known; check the host";
    }
    if (find(problem, ConnectTimeoutException.class) != null) {
      return "the relay does not answer; check the host, the network and the firewall";
    }
    if (find(problem, ConnectException.class) != null) {
      return "nothing listens there; check that the relay runs, and the port";
    }
    if (find(problem, SslHandshakeTimeoutException.class) != null) {
      return "the TLS handshake took too long";
    }
    CertificateException certificate = find(problem, CertificateException.class);
    if (certificate != null) {
      return "the relay's certificate is not the one that was expected; check CA and name ("
          + certificate.getMessage()
          + ")";
    }
    SSLException tls = find(problem, SSLException.class);
    if (tls != null) {
      return "TLS failed (" + tls.getMessage() + ")";
    }
    if (find(problem, ClosedChannelException.class) != null) {
      return "the relay closed the connection";
    }
    return "the connection broke (" + problem.getMessage() + ")";
  }

  private static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
    for (Throwable one = problem; one != null; one = one.getCause()) {
      if (type.isInstance(one)) {
        return type.cast(one);
      }
    }
    return null;
  }
}
