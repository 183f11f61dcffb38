package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import io.camrelay.vision.AttemptResult.Billing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of attempts that find no provider, or no picture to send it. */
class OpenAiUnreachableTest {

  private static final Patience IMPATIENT =
      new Patience(
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(10));

  @RegisterExtension private final Workbench bench = new Workbench();

  private final HeardAnswer heard = new HeardAnswer();

  @Test
  void isUnreachableWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    bench.provider("http://127.0.0.1:" + port + "/v1", Scenes.SHORT).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "no connection");
  }

  @Test
  void isUnreachableWhereTheNameIsUnknown() throws Exception {
    Dns dns =
        host -> {
          throw new UnknownHostException(host);
        };

    named("https://provider.example/v1", Scenes.SHORT, dns).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "provider.example: the name is not known");
  }

  @Test
  void isUnreachableWhereTheNameServiceIsSilent() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Dns dns =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };

    HttpProvider provider = named("https://provider.example/v1", IMPATIENT, dns);
    bench.atEnd(never::countDown);
    provider.ask(Scenes.ask("?"), heard);

    // The look-up's own patience and the connection's end at the same time.
    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "within PT0.3S");
  }

  @Test
  void isUnreachableWhereTheNameLeadsToTheCloudsCredentials() throws Exception {
    Dns dns = host -> List.of(InetAddress.getByName("169.254.169.254"));

    named("http://provider.example/v1", Scenes.SHORT, dns).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "link-local");
  }

  @Test
  void isUnreachableWhereTlsIsSilent() throws Exception {
    ScriptedServer silent = bench.serve(ScriptedServer.Peer::awaitHangUp);
    Patience patient =
        new Patience(
            Duration.ofMillis(500),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));

    bench.provider(silent.url().replace("http:", "https:"), patient).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "no connection within PT0.5S");
  }

  @Test
  void isUnreachableWhereTlsFails() throws Exception {
    ScriptedServer noTls = bench.serve(peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"));

    bench
        .provider(noTls.url().replace("http:", "https:"), Scenes.SHORT)
        .ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.UNREACHABLE, Billing.NO, "no connection");
  }

  @Test
  void isNoProviderWhoSpeaksNoHttp() throws Exception {
    ScriptedServer ftp =
        bench.serve(
            peer -> {
              peer.readRequest();
              peer.send("220 FTP ready\r\n\r\n");
            });

    bench.provider(ftp.url(), Scenes.SHORT).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.PROVIDER_ERROR, Billing.MAYBE, "220 FTP ready");
  }

  @Test
  void blamesTheFrameThatCannotBeRead() throws Exception {
    ScriptedServer waiting = bench.serve(ScriptedServer.Peer::awaitHangUp);
    FrameSource gone =
        new FrameSource() {
          @Override
          public int length() {
            return 100;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("its retention is over");
          }
        };

    bench.provider(waiting.url(), Scenes.SHORT).ask(Scenes.ask(gone, "?"), heard);

    heard.assertFailed(Failure.BAD_PICTURE, Billing.NO, "its retention is over");
  }

  private HttpProvider named(String url, Patience patience, Dns dns) {
    ProviderSettings settings = Scenes.patient(Scenes.settings(url), patience);
    return bench.provider(settings, dns, ProviderHttp.USUAL_PROTOCOLS);
  }
}
