package io.camrelay.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engines say, in the maker's words. */
class TlsTroubleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Received fatal alert: unknown_ca | does not trust",
        "Received fatal alert: certificate_unknown | does not trust",
        "error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA | does not trust",
        "error:10000416:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_UNKNOWN | does not"
            + " trust",
        "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL | no version",
        "The client supported protocol versions[TLSv1.1] are not accepted: no protocol | no version",
        "error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER | no cipher suite",
        "no cipher suites in common | no cipher suite",
        "something nobody has thought of | something nobody has thought of"
      })
  void saysWhatTheMakerCanDo(String message, String words) {
    TlsTrouble trouble = TlsTrouble.of(new DecoderException(new SSLHandshakeException(message)));
    assertThat(trouble.text()).contains(words);
    assertThat(trouble.remarkable()).isTrue();
  }

  @Test
  void tellsPlainTextAndSlownessApart() {
    assertThat(TlsTrouble.of(new DecoderException(new NotSslRecordException("x"))).text())
        .contains("does not speak TLS");
    assertThat(TlsTrouble.of(new SslHandshakeTimeoutException("x")).text()).contains("too long");
  }

  @Test
  void makesNothingOfAPeerThatGoesAway() {
    assertThat(TlsTrouble.of(new ClosedChannelException()).remarkable()).isFalse();
    assertThat(TlsTrouble.of(new IOException("Connection reset by peer")).remarkable()).isFalse();
    assertThat(
            TlsTrouble.of(
                    new SSLHandshakeException(
                        "Connection closed while SSL/TLS handshake was in progress"))
                .remarkable())
        .isFalse();
  }

  @Test
  void tellsOfBugsToo() {
    assertThat(TlsTrouble.of(new IllegalStateException("bug")).text()).contains("bug");
  }
}
