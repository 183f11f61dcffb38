package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Billing;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of attempts that take too long, and what they can have cost. */
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

  @RegisterExtension private final Workbench bench = new Workbench();

  private final HeardAnswer heard = new HeardAnswer();

  @Test
  void timesOutWhereNoHeadersCome() throws Exception {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    bench.provider(url(), IMPATIENT).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.MAYBE, "after the request was sent");
  }

  @Test
  void timesOutWhereTheAnswerFallsSilent() throws Exception {
    ScriptedServer stalling =
        bench.serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.send(ChatStreams.words("The gate"));
              peer.awaitHangUp();
            });

    bench.provider(stalling.url(), IMPATIENT).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.YES, "silent for PT0.3S");
    assertThat(heard.text()).isEqualTo("The gate");
  }

  @Test
  void takesCommentsForLife() throws Exception {
    ScriptedServer commenting =
        bench.serve(
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

    bench.provider(commenting.url(), patience).ask(Scenes.ask("?"), heard);

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

    bench.provider(serveComments().url(), half).ask(Scenes.ask("?"), heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.MAYBE, "the time for the whole attempt is over");
  }

  @Test
  void endsWithTheAskersTimeWhereThatIsShorter() throws Exception {
    Ask hurried = Scenes.ask(Scenes.frame(100), "?", Duration.ofMillis(500));

    bench.provider(serveComments().url(), Scenes.SHORT).ask(hurried, heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.MAYBE, "the time for the whole attempt is over");
  }

  @Test
  void asksNothingWhereNoTimeIsLeft() throws Exception {
    Ask late = Scenes.ask(Scenes.frame(100), "?", Duration.ZERO);

    bench.provider(url(), Scenes.SHORT).ask(late, heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.NO, "no time was left");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void waitsOnlyAMomentForUsageOnceTheModelHasFinished() throws Exception {
    ScriptedServer stalling =
        bench.serve(
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

    Ask ask = Scenes.ask(Scenes.frame(100), "?", Duration.ofMinutes(10));
    bench.provider(stalling.url(), endless).ask(ask, heard);

    assertThat(heard.answered().receipt().promptTokens()).isEqualTo(-1);
  }

  @Test
  void costsNothingWhereTheRequestCouldNotLeave() throws Exception {
    ScriptedServer deaf = bench.serve(ScriptedServer.Peer::awaitClose);

    bench.provider(deaf.url(), IMPATIENT).ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);

    heard.assertFailed(Failure.TIMEOUT, Billing.NO, "while the request was being sent");
  }

  @Test
  void costsNothingWhereTheConnectionBreaksWhileTheRequestLeaves() throws Exception {
    ScriptedServer breaking =
        bench.serve(
            peer -> {
              peer.readHead();
              peer.reset();
            });

    bench
        .provider(breaking.url(), Scenes.SHORT)
        .ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);

    heard.assertFailed(Failure.BROKEN, Billing.NO, "while the request was being sent");
  }

  /** A stream that is never silent for long and lasts for minutes. */
  private ScriptedServer serveComments() {
    return bench.serve(
        peer -> {
          peer.readRequest();
          peer.beginStream();
          peer.keepSending(": life\n\n", 10_000, Duration.ofMillis(20));
        });
  }

  private String url() {
    return server.url("/v1").toString();
  }
}
