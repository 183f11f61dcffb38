package io.camrelay.wire;

import io.netty.handler.ssl.OpenSsl;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Who does the listener's TLS. */
public enum TlsEngine {
  /** {@link #BORINGSSL} where it loads, else {@link #JDK}. */
  AUTO,

  /** Netty's build of BoringSSL, a native library: a fifth of the JDK's cost for a handshake. */
  BORINGSSL,

  /** The JDK's own, everywhere. */
  JDK;

  /** True where this engine can be used here. */
  public boolean works() {
    return this != BORINGSSL || OpenSsl.isAvailable();
  }

  /**
   * The engine to use.
   *
   * @param obstacle why BoringSSL cannot be used here, or null if it can
   * @return never {@link #AUTO}
   * @throws SSLException if BoringSSL was demanded and cannot be used
   */
  TlsEngine resolved(@Nullable Throwable obstacle) throws SSLException {
    return switch (this) {
      case AUTO -> obstacle == null ? BORINGSSL : JDK;
      case JDK -> JDK;
      case BORINGSSL -> {
        if (obstacle != null) {
          throw new SSLException(
              "BoringSSL is demanded, but its library does not load here ("
                  + obstacle
                  + "). Let the TLS engine be auto, or jdk.",
              obstacle);
        }
        yield BORINGSSL;
      }
    };
  }
}
