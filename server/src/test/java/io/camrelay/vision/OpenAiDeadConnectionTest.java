package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Dns;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The second photo finds that the connection which served the first has died, as it does with every
 * server that closes idle connections after a few seconds.
 */
class OpenAiDeadConnectionTest {

  private static final String BUSY =
      "HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  @RegisterExtension private final Workbench bench = new Workbench();
  private final HeardAnswer heard = new HeardAnswer();

  /** Counted down when the first connection has been closed by the server. */
  private final CountDownLatch dead = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(ints = {100, 300_000, 20_000_000})
  void asksOnAFreshConnectionWhereTheServerHadClosed(int frame) throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              answerOnce(peer);
              if (peer.number() == 0) {
                peer.close();
                dead.countDown();
              }
              peer.awaitHangUp();
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask(Scenes.endlessFrame(frame), "?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.requests()).as("each question arrived once").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300_000, 20_000_000})
  void asksOnAFreshConnectionWhereTheServerHadReset(int frame) throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              answerOnce(peer);
              if (peer.number() == 0) {
                peer.reset();
                dead.countDown();
              }
              peer.awaitHangUp();
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask(Scenes.endlessFrame(frame), "?"), heard);

    heard.answered();
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void asksOnAFreshConnectionWhereTheServerClosesOverTheRequest() throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              answerOnce(peer);
              dead.countDown();
              peer.readRequest();
              if (peer.number() > 0) {
                throw new IOException("no third question was asked");
              }
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask("?"), heard);

    assertThat(heard.answered().detail())
        .as("the first may have been billed as well")
        .isEqualTo(HttpAttempt.SENT_TWICE);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void marksAsPossiblyBilledWhatTheDeadConnectionMayHaveDelivered() throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              if (peer.number() == 0) {
                answerOnce(peer);
                dead.countDown();
                peer.readRequest();
              } else {
                peer.readRequest();
                peer.send(BUSY);
              }
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask("?"), heard);

    Failed failed = heard.failed();
    assertThat(failed.failure()).isEqualTo(Failure.RATE_LIMITED);
    assertThat(failed.billing()).isEqualTo(Billing.MAYBE);
    assertThat(failed.detail()).startsWith("on a fresh connection in place of a dead one: ");
  }

  @Test
  void doesNotMarkWhatTheDeadConnectionCannotHaveDelivered() throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              if (peer.number() == 0) {
                answerOnce(peer);
                dead.countDown();
                peer.readHead();
                peer.reset();
              } else {
                peer.readRequest();
                peer.send(BUSY);
              }
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask(Scenes.endlessFrame(20_000_000), "?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.RATE_LIMITED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
  }

  @Test
  void asksOnceMoreAndNotTwice() throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              if (peer.number() == 0) {
                answerOnce(peer);
                dead.countDown();
              }
              peer.readRequest();
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.BROKEN);
    assertThat(heard.failed().billing()).isEqualTo(Billing.MAYBE);
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void doesNotAskAgainWhereAConnectionOfItsOwnBreaks() throws Exception {
    ScriptedServer server = bench.serve(ScriptedServer.Peer::readRequest);

    bench.provider(Scenes.settings(server.url())).ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.BROKEN);
    assertThat(heard.failed().billing()).isEqualTo(Billing.MAYBE);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void doesNotAskAgainWhereTheAnswerHadBegun() throws Exception {
    ScriptedServer server =
        bench.serve(
            peer -> {
              answerOnce(peer);
              dead.countDown();
              peer.readRequest();
              peer.send("HTTP/1.1 2");
            });
    HttpProvider provider = warm(server);

    provider.ask(Scenes.ask("?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.BROKEN);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void asksAgainWhatAnHttp2ServerSaysItDidNotProcess() throws Exception {
    try (MockWebServer server = http2()) {
      HttpProvider provider = warm(server);
      server.enqueue(refused(7));
      server.enqueue(stream());

      provider.ask(Scenes.ask("?"), heard);

      heard.answered();
      assertThat(server.getRequestCount()).isEqualTo(3);
    }
  }

  @Test
  void doesNotAskAgainWhatAnHttp2ServerResetsForOtherReasons() throws Exception {
    try (MockWebServer server = http2()) {
      HttpProvider provider = warm(server);
      server.enqueue(refused(2));
      server.enqueue(stream());

      provider.ask(Scenes.ask("?"), heard);

      assertThat(heard.failed().failure()).isEqualTo(Failure.BROKEN);
      assertThat(heard.failed().billing()).isEqualTo(Billing.MAYBE);
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }

  /** A provider whose pool holds a connection that the server has just closed. */
  private HttpProvider warm(ScriptedServer server) throws InterruptedException {
    HttpProvider provider = bench.provider(Scenes.settings(server.url()));
    HeardAnswer first = new HeardAnswer();
    provider.ask(Scenes.ask("?"), first);
    first.answered();
    assertThat(dead.await(10, TimeUnit.SECONDS)).isTrue();
    return provider;
  }

  private HttpProvider warm(MockWebServer server) throws InterruptedException {
    HttpProvider provider =
        bench.provider(
            Scenes.settings(server.url("/v1").toString()),
            Dns.SYSTEM,
            List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    server.enqueue(stream());
    HeardAnswer first = new HeardAnswer();
    provider.ask(Scenes.ask("?"), first);
    first.answered();
    return provider;
  }

  private static void answerOnce(ScriptedServer.Peer peer) throws IOException {
    peer.readRequest();
    peer.sendStream(ChatStreams.answer("Yes"));
  }

  private static MockWebServer http2() throws IOException {
    MockWebServer server = new MockWebServer();
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    server.start();
    return server;
  }

  private static MockResponse refused(int errorCode) {
    return new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseStream(errorCode))
        .build();
  }

  private static MockResponse stream() {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .body(ChatStreams.answer("Yes"))
        .build();
  }
}
