package io.camrelay.wire;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the maker's words why a handshake failed.
 *
 * @param remarkable false for what happens all the time: a port scan, a health check, a lost link
 * @param text what happened and what to do
 */
record TlsTrouble(boolean remarkable, String text) {

  private static final TlsTrouble GONE =
      new TlsTrouble(false, "the peer went away during the handshake");
  private static final TlsTrouble SLOW =
      new TlsTrouble(true, "the handshake took too long; is the network or the board overloaded?");
  private static final TlsTrouble PLAIN =
      new TlsTrouble(
          true, "the peer does not speak TLS; connect with TLS (WiFiClientSecure on a board)");
  private static final TlsTrouble UNTRUSTED =
      new TlsTrouble(
          true,
          "the device does not trust the relay's certificate; flash the relay's current CA"
              + " certificate, and connect by a name that the certificate has");
  private static final TlsTrouble VERSION =
      new TlsTrouble(true, "the device offers no version of TLS that is served; 1.2 and 1.3 are");
  private static final TlsTrouble CIPHER =
      new TlsTrouble(
          true,
          "the device offers no cipher suite that is served; boards need"
              + " ECDHE-ECDSA-AES128-GCM-SHA256");

  static TlsTrouble of(Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof DecoderException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof NotSslRecordException) {
      return PLAIN;
    }
    if (cause instanceof SslHandshakeTimeoutException) {
      return SLOW;
    }
    if (cause instanceof ClosedChannelException) {
      return GONE;
    }
    if (cause instanceof SSLException) {
      return ofWords(cause.getMessage());
    }
    return cause instanceof IOException ? GONE : new TlsTrouble(true, cause.toString());
  }

  /** The engines tell what happened by their messages alone. */
  private static TlsTrouble ofWords(@Nullable String message) {
    String words = message == null ? "" : message.toLowerCase(Locale.ROOT).replace('_', ' ');
    if (words.contains("closed while") || words.contains("closing inbound")) {
      return GONE;
    }
    if (words.contains("unknown ca")
        || words.contains("certificate unknown")
        || words.contains("bad certificate")
        || words.contains("certificate expired")) {
      return UNTRUSTED;
    }
    if (words.contains("unsupported protocol")
        || words.contains("protocol version")
        || words.contains("no protocol")
        || words.contains("wrong version")
        || words.contains("version number")) {
      return VERSION;
    }
    if (words.contains("no shared cipher") || words.contains("no cipher suites in common")) {
      return CIPHER;
    }
    return new TlsTrouble(true, message == null ? "the handshake failed" : message);
  }
}
