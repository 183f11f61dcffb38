package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.FrameSource;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Dns;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of attempts that take too long or are hung up on, and what they can have cost. */
class OpenAiPatienceTest {

  /** More than any socket buffers. */
  private static final int HUGE = 64 << 20;

  private static final Patience IMPATIENT =
      new Patience(
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(10));

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final HeardAnswer heard = new HeardAnswer();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void timesOutWhereNoHeadersCome() throws Exception {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    provider(url(), IMPATIENT).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.TIMEOUT, Billing.MAYBE, "after the request was sent");
  }

  @Test
  void timesOutWhereTheAnswerFallsSilent() throws Exception {
    ScriptedServer stalling =
        serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.send(ChatStreams.words("The gate"));
              peer.awaitHangUp();
            });

    provider(stalling.url(), IMPATIENT).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.TIMEOUT, Billing.YES, "silent for PT0.3S");
    assertThat(heard.text()).isEqualTo("The gate");
  }

  @Test
  void takesCommentsForLife() throws Exception {
    ScriptedServer commenting =
        serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.keepSending(": OPENROUTER PROCESSING\n\n", 8, Duration.ofMillis(300));
              peer.send(ChatStreams.answer("Yes"));
            });
    Patience patience =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(30));

    provider(commenting.url(), patience).ask(Scenes.ask("?"), heard);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
  }

  @Test
  void endsWithTheWholeTimeHoweverLivelyTheStreamIs() throws Exception {
    Patience half =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500));

    provider(serveComments().url(), half).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.TIMEOUT, Billing.MAYBE, "the time for the whole attempt is over");
  }

  @Test
  void endsWithTheAskersTimeWhereThatIsShorter() throws Exception {
    Ask hurried = new Ask(Scenes.frame(100), List.of(), "?", Duration.ofMillis(500));

    provider(serveComments().url(), Scenes.SHORT).ask(hurried, heard);

    assertEnd(Failure.TIMEOUT, Billing.MAYBE, "the time for the whole attempt is over");
  }

  @Test
  void asksNothingWhereNoTimeIsLeft() throws Exception {
    Ask late = new Ask(Scenes.frame(100), List.of(), "?", Duration.ZERO);

    provider(url(), Scenes.SHORT).ask(late, heard);

    assertEnd(Failure.TIMEOUT, Billing.NO, "no time was left");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void waitsOnlyAMomentForUsageOnceTheModelHasFinished() throws Exception {
    ScriptedServer stalling =
        serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.send(ChatStreams.words("Yes") + ChatStreams.finish("stop"));
              peer.awaitHangUp();
            });
    Patience endless =
        new Patience(
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));

    Ask ask = new Ask(Scenes.frame(100), List.of(), "?", Duration.ofMinutes(10));
    provider(stalling.url(), endless).ask(ask, heard);

    assertThat(heard.answered().receipt().promptTokens()).isEqualTo(-1);
  }

  @Test
  void costsNothingWhereTheRequestCouldNotLeave() throws Exception {
    ScriptedServer deaf = serve(ScriptedServer.Peer::awaitClose);

    provider(deaf.url(), IMPATIENT).ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);

    assertEnd(Failure.TIMEOUT, Billing.NO, "while the request was being sent");
  }

  @Test
  void costsNothingWhereTheConnectionBreaksWhileTheRequestLeaves() throws Exception {
    ScriptedServer breaking =
        serve(
            peer -> {
              peer.readHead();
              peer.reset();
            });

    provider(breaking.url(), Scenes.SHORT).ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);

    assertEnd(Failure.BROKEN, Billing.NO, "while the request was being sent");
  }

  @Test
  void isUnreachableWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    provider("http://127.0.0.1:" + port + "/v1", Scenes.SHORT).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.UNREACHABLE, Billing.NO, "no connection");
  }

  @Test
  void isUnreachableWhereTheNameIsUnknown() throws Exception {
    Dns dns =
        host -> {
          throw new UnknownHostException(host);
        };

    provider("https://provider.example/v1", Scenes.SHORT, dns).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.UNREACHABLE, Billing.NO, "provider.example: the name is not known");
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

    open.add(0, never::countDown);
    provider("https://provider.example/v1", IMPATIENT, dns).ask(Scenes.ask("?"), heard);

    // The look-up's own patience and the connection's end at the same time.
    assertEnd(Failure.UNREACHABLE, Billing.NO, "within PT0.3S");
  }

  @Test
  void isUnreachableWhereTheNameLeadsToTheCloudsCredentials() throws Exception {
    Dns dns = host -> List.of(InetAddress.getByName("169.254.169.254"));

    provider("http://provider.example/v1", Scenes.SHORT, dns).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.UNREACHABLE, Billing.NO, "link-local");
  }

  @Test
  void isUnreachableWhereTlsIsSilent() throws Exception {
    ScriptedServer silent = serve(ScriptedServer.Peer::awaitHangUp);
    Patience patient =
        new Patience(
            Duration.ofMillis(500),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));

    provider(silent.url().replace("http:", "https:"), patient).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.UNREACHABLE, Billing.NO, "no connection within PT0.5S");
  }

  @Test
  void isUnreachableWhereTlsFails() throws Exception {
    ScriptedServer noTls = serve(peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"));

    provider(noTls.url().replace("http:", "https:"), Scenes.SHORT).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.UNREACHABLE, Billing.NO, "no connection");
  }

  @Test
  void isNoProviderWhoSpeaksNoHttp() throws Exception {
    ScriptedServer ftp =
        serve(
            peer -> {
              peer.readRequest();
              peer.send("220 FTP ready\r\n\r\n");
            });

    provider(ftp.url(), Scenes.SHORT).ask(Scenes.ask("?"), heard);

    assertEnd(Failure.PROVIDER_ERROR, Billing.MAYBE, "220 FTP ready");
  }

  @Test
  void blamesTheFrameThatCannotBeRead() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
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

    provider(url(), Scenes.SHORT).ask(Scenes.ask(gone, "?"), heard);

    assertEnd(Failure.BAD_PICTURE, Billing.NO, "its retention is over");
  }

  @Test
  void hangsUpAtOnceWhileItWaitsForHeaders() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    ScriptedServer waiting =
        serve(
            peer -> {
              peer.readRequest();
              sent.countDown();
              peer.awaitHangUp();
              hungUp.countDown();
            });
    Inquiry inquiry = provider(waiting.url(), patientlyWaiting()).ask(Scenes.ask("?"), heard);
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

    inquiry.cancel();
    inquiry.cancel();

    assertEnd(Failure.CANCELLED, Billing.MAYBE, "hung up");
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("the provider sees it").isTrue();
  }

  @Test
  void hangsUpAtOnceWhileTheModelSpeaks() throws Exception {
    ScriptedServer speaking =
        serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.send(ChatStreams.words("The gate"));
              peer.awaitHangUp();
            });
    Inquiry inquiry = provider(speaking.url(), patientlyWaiting()).ask(Scenes.ask("?"), heard);
    heard.awaitFirstWord();

    inquiry.cancel();

    assertEnd(Failure.CANCELLED, Billing.YES, "hung up");
  }

  @Test
  void costsNothingWhereItHangsUpWhileTheRequestLeaves() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScriptedServer deaf =
        serve(
            peer -> {
              peer.readHead();
              begun.countDown();
              peer.awaitClose();
            });
    Inquiry inquiry =
        provider(deaf.url(), patientlyWaiting())
            .ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    inquiry.cancel();

    assertEnd(Failure.CANCELLED, Billing.NO, "hung up");
  }

  @Test
  void keepsAnAnswerThatWasThereBeforeItHungUp() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(ChatStreams.answer("Yes"))
            .build());
    Inquiry inquiry = provider(url(), Scenes.SHORT).ask(Scenes.ask("?"), heard);
    heard.answered();

    inquiry.cancel();

    heard.answered();
  }

  @Test
  void closingEndsEveryAttemptAndEveryThread() throws Exception {
    ScriptedServer waiting =
        serve(
            peer -> {
              peer.readRequest();
              peer.awaitHangUp();
            });
    OpenAiProvider provider = provider(waiting.url(), patientlyWaiting());
    List<HeardAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HeardAnswer one = new HeardAnswer();
      answers.add(one);
      provider.ask(Scenes.ask("?"), one);
    }

    provider.close();

    for (HeardAnswer one : answers) {
      assertThat(one.failed().failure()).isEqualTo(Failure.CANCELLED);
    }
    provider.ask(Scenes.ask("?"), heard);
    assertEnd(Failure.CANCELLED, Billing.NO, "has been closed");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("vision-cloud")));
  }

  private void assertEnd(Failure failure, Billing billing, String detail)
      throws InterruptedException {
    Failed failed = heard.failed();
    assertThat(failed.failure()).as(failed.detail()).isEqualTo(failure);
    assertThat(failed.billing()).as(failed.detail()).isEqualTo(billing);
    assertThat(failed.detail()).contains(detail);
  }

  private static Patience patientlyWaiting() {
    return new Patience(
        Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  /** A stream that is never silent for long and lasts for minutes. */
  private ScriptedServer serveComments() {
    return serve(
        peer -> {
          peer.readRequest();
          peer.beginStream();
          peer.keepSending(": life\n\n", 10_000, Duration.ofMillis(20));
        });
  }

  private String url() {
    return server.url("/v1").toString();
  }

  private ScriptedServer serve(ScriptedServer.Script script) {
    ScriptedServer scripted = new ScriptedServer(script);
    open.add(scripted);
    return scripted;
  }

  private OpenAiProvider provider(String url, Patience patience) {
    return provider(url, patience, Dns.SYSTEM);
  }

  private OpenAiProvider provider(String url, Patience patience, Dns dns) {
    OpenAiSettings settings = Scenes.patient(Scenes.settings(url), patience);
    ProviderHttp http = new ProviderHttp(settings, dns, ProviderHttp.USUAL_PROTOCOLS);
    OpenAiProvider provider = new OpenAiProvider(settings, Clock.systemUTC(), http);
    open.add(provider);
    return provider;
  }
}
