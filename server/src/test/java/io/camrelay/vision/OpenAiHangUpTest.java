package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Billing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of attempts that are hung up on, and what they can have cost. */
class OpenAiHangUpTest {

  /** More than any socket buffers. */
  private static final int HUGE = 64 << 20;

  @RegisterExtension private final Workbench bench = new Workbench();

  private final HeardAnswer heard = new HeardAnswer();

  @Test
  void hangsUpAtOnceWhileItWaitsForHeaders() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    ScriptedServer waiting =
        bench.serve(
            peer -> {
              peer.readRequest();
              sent.countDown();
              peer.awaitHangUp();
              hungUp.countDown();
            });
    Inquiry inquiry = bench.provider(waiting.url(), patientlyWaiting()).ask(Scenes.ask("?"), heard);
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

    inquiry.cancel();
    inquiry.cancel();

    heard.assertFailed(Failure.CANCELLED, Billing.MAYBE, "hung up");
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).as("the provider sees it").isTrue();
  }

  @Test
  void hangsUpAtOnceWhileTheModelSpeaks() throws Exception {
    ScriptedServer speaking =
        bench.serve(
            peer -> {
              peer.readRequest();
              peer.beginStream();
              peer.send(ChatStreams.words("The gate"));
              peer.awaitHangUp();
            });
    Inquiry inquiry =
        bench.provider(speaking.url(), patientlyWaiting()).ask(Scenes.ask("?"), heard);
    heard.awaitFirstWord();

    inquiry.cancel();

    heard.assertFailed(Failure.CANCELLED, Billing.YES, "hung up");
  }

  @Test
  void costsNothingWhereItHangsUpWhileTheRequestLeaves() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScriptedServer deaf =
        bench.serve(
            peer -> {
              peer.readHead();
              begun.countDown();
              peer.awaitClose();
            });
    Inquiry inquiry =
        bench
            .provider(deaf.url(), patientlyWaiting())
            .ask(Scenes.ask(Scenes.endlessFrame(HUGE), "?"), heard);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    inquiry.cancel();

    heard.assertFailed(Failure.CANCELLED, Billing.NO, "hung up");
  }

  @Test
  void keepsAnAnswerThatWasThereBeforeItHungUp() throws Exception {
    ScriptedServer answering =
        bench.serve(
            peer -> {
              peer.readRequest();
              peer.sendStream(ChatStreams.answer("Yes"));
              peer.awaitHangUp();
            });
    Inquiry inquiry = bench.provider(answering.url(), Scenes.SHORT).ask(Scenes.ask("?"), heard);
    heard.answered();

    inquiry.cancel();

    heard.answered();
  }

  @Test
  void closingEndsEveryAttemptAndEveryThread() throws Exception {
    ScriptedServer waiting =
        bench.serve(
            peer -> {
              peer.readRequest();
              peer.awaitHangUp();
            });
    HttpProvider provider = bench.provider(waiting.url(), patientlyWaiting());
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
    heard.assertFailed(Failure.CANCELLED, Billing.NO, "has been closed");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("vision-cloud")));
  }

  private static Patience patientlyWaiting() {
    return new Patience(
        Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
  }
}
