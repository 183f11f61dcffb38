package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.FrameAbandoned;
import io.camrelay.picture.FrameSource;
import io.camrelay.picture.SamplePhotos;
import io.camrelay.picture.SamplePhotos.SamplePhoto;
import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfflineProviderTest {

  private static final SamplePhoto PHOTO = SamplePhotos.all().get(0);

  private final OfflineProvider provider = new OfflineProvider(1, 2);
  private final HeardAnswer heard = new HeardAnswer();

  /** Lets frames that wait be read. */
  private final CountDownLatch readable = new CountDownLatch(1);

  private final CountDownLatch reading = new CountDownLatch(1);

  @AfterEach
  void close() {
    readable.countDown();
    provider.close();
  }

  @Test
  void tellsWhatArithmeticCanAndThatItIsNoModel() throws Exception {
    provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), PHOTO.question()), heard);

    assertThat(heard.answered())
        .isEqualTo(new Answered(false, new Receipt(0, 0, 0, 0, 0, 0, "offline", "")));
    assertThat(heard.text())
        .startsWith("No model was asked")
        .contains("1600 by 1200 pixels")
        .endsWith(
            "The question was not understood: that takes a model, which the relay's"
                + " configuration can name.");
    assertThat(heard.pieces()).hasSizeGreaterThan(4);
  }

  @Test
  void tellsOfEachOfSeveralPhotos() throws Exception {
    FrameSource photo = Scenes.frame(PHOTO.bytes());
    provider.ask(
        new Ask(
            List.of(photo, photo), List.of(), "?", Manner.PROVIDERS_OWN, Duration.ofSeconds(30)),
        heard);

    heard.answered();
    assertThat(heard.text())
        .containsSubsequence(
            "Photo 1: No model was asked",
            "1600 by 1200 pixels",
            "Photo 2: No model was asked",
            "1600 by 1200 pixels",
            "The question was not understood")
        .containsOnlyOnce("The question was not understood");
  }

  @Test
  void saysThatItCannotFillInAForm() throws Exception {
    Manner form = new Manner("x", 1, 0.0, "low", null, new AnswerSchema("gate", "{}"));

    provider.ask(
        new Ask(List.of(Scenes.frame(PHOTO.bytes())), List.of(), "?", form, Duration.ofSeconds(30)),
        heard);

    heard.assertFailed(Failure.REJECTED, Billing.NO, "cannot fill in the form");
    assertThat(provider.terms(form)).isEqualTo(new Terms(null, 0));
  }

  @Test
  void isCancelledByAPictureThatNeverComes() throws Exception {
    FrameSource abandoned =
        frame(
            () -> {
              throw new FrameAbandoned("its CRC is wrong");
            });

    provider.ask(Scenes.ask(abandoned, "?"), heard);

    heard.assertFailed(Failure.CANCELLED, Billing.NO, "its CRC is wrong");
  }

  @Test
  void saysWhatIsWrongWithAPictureThatCannotBeRead() throws Exception {
    provider.ask(Scenes.ask(Scenes.frame(500), "?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.BAD_PICTURE);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
    assertThat(heard.failed().detail()).isNotBlank();
    assertThat(heard.pieces()).isEmpty();
  }

  @Test
  void saysThatTheStoredFrameIsGone() throws Exception {
    FrameSource gone =
        frame(
            () -> {
              throw new IOException("its retention is over");
            });

    provider.ask(Scenes.ask(gone, "?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.BAD_PICTURE);
    assertThat(heard.failed().detail()).contains("its retention is over");
  }

  @Test
  void endsOnceEvenIfReadingIsDefective() throws Exception {
    FrameSource defective =
        frame(
            () -> {
              throw new IllegalStateException("defect");
            });

    provider.ask(Scenes.ask(defective, "?"), heard);
    assertThat(heard.failed().failure()).isEqualTo(Failure.PROVIDER_ERROR);

    HeardAnswer next = new HeardAnswer();
    provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), "?"), next);
    next.answered();
  }

  @Test
  void refusesWhatFindsNoPlace() throws Exception {
    List<HeardAnswer> waiting = new ArrayList<>();
    waiting.add(askBlocked());
    for (int i = 0; i < 2; i++) {
      HeardAnswer one = new HeardAnswer();
      waiting.add(one);
      provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), "?"), one);
    }

    provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), "?"), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.OVERLOADED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
    assertThat(heard.failed().retryAfter()).isEqualTo(Refusals.WAIT);
    readable.countDown();
    for (HeardAnswer one : waiting) {
      one.answered();
    }
  }

  @Test
  void hangsUpAtOnceOnWhatStillWaits() throws Exception {
    askBlocked();
    Inquiry waiting = provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), "?"), heard);

    waiting.cancel();
    waiting.cancel();

    assertThat(heard.failed().failure()).isEqualTo(Failure.CANCELLED);
    assertThat(heard.failed().billing()).isEqualTo(Billing.NO);
  }

  @Test
  void saysNothingMoreOnceItWasHungUpOn() throws Exception {
    HeardAnswer first = new HeardAnswer();
    Inquiry inquiry = provider.ask(Scenes.ask(blockedFrame(), "?"), first);
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();

    inquiry.cancel();
    readable.countDown();

    assertThat(first.failed().failure()).isEqualTo(Failure.CANCELLED);
    assertThat(first.pieces()).isEmpty();
  }

  @Test
  void doesNothingWhereNoTimeIsLeft() throws Exception {
    FrameSource frame = Scenes.frame(PHOTO.bytes());

    provider.ask(Scenes.ask(frame, "?", Duration.ZERO), heard);

    assertThat(heard.failed().failure()).isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void doesNotSpeakWhenItsTimeIsOver() throws Exception {
    askBlocked();
    Ask brief = Scenes.ask(Scenes.frame(PHOTO.bytes()), "?", Duration.ofNanos(1));

    provider.ask(brief, heard);
    readable.countDown();

    assertThat(heard.failed().failure()).isEqualTo(Failure.TIMEOUT);
    assertThat(heard.pieces()).isEmpty();
  }

  @Test
  void closingEndsEveryAttemptAndEveryThread() throws Exception {
    HeardAnswer running = askBlocked();
    HeardAnswer waiting = new HeardAnswer();
    provider.ask(Scenes.ask(Scenes.frame(PHOTO.bytes()), "?"), waiting);

    Thread closing = new Thread(provider::close);
    closing.start();
    Awaitility.await().until(() -> closing.getState() != Thread.State.RUNNABLE);
    readable.countDown();
    closing.join();

    assertThat(running.result()).isNotNull();
    assertThat(waiting.failed().failure()).isEqualTo(Failure.CANCELLED);
    provider.ask(Scenes.ask("?"), heard);
    assertThat(heard.failed().failure()).isEqualTo(Failure.CANCELLED);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("vision-offline")));
  }

  /** Asks about a frame that cannot be read yet, and waits until its reading has begun. */
  private HeardAnswer askBlocked() throws InterruptedException {
    HeardAnswer blocked = new HeardAnswer();
    provider.ask(Scenes.ask(blockedFrame(), "?"), blocked);
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    return blocked;
  }

  private FrameSource blockedFrame() {
    return frame(
        () -> {
          reading.countDown();
          try {
            readable.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new ByteArrayInputStream(PHOTO.bytes());
        });
  }

  private static FrameSource frame(Opening opening) {
    int length = PHOTO.bytes().length;
    return new FrameSource() {
      @Override
      public int length() {
        return length;
      }

      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }
    };
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open() throws IOException;
  }
}
