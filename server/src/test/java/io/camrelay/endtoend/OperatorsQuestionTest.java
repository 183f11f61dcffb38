package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.camera.CameraEvent;
import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Questions.Posed;
import io.camrelay.capture.Questions.Question;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.relay.Installation;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question that another process puts into the store of a running relay. */
class OperatorsQuestionTest {

  @TempDir private Path folder;

  @Test
  void isAskedWithinASecondOrSoAndTheCameraHearsNothingOfIt() throws Exception {
    try (FakeProvider provider = TestRelay.provider(Duration.ZERO)) {
      RelayConfig config = TestRelay.load(TestRelay.configure(folder, provider, 0));
      byte[] jpeg = Jpegs.of(TestRelay.FRAME, 1);
      List<CameraEvent> heard = new CopyOnWriteArrayList<>();
      CameraListener listener = heard::add;
      try (Relay relay = Relay.start(config);
          CameraFleet fleet = CameraFleet.start(1)) {
        VirtualCamera camera =
            fleet.camera(
                TestRelay.camera(
                        relay.devices(), "porch", relay.port(), relay.identity().authorityPem())
                    .build(),
                CameraMemory.inMemory(),
                listener);
        camera.connect();
        var pressed = camera.press(jpeg, "");
        Reply reply = pressed.reply().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        CaptureKey photo = new CaptureKey("porch", pressed.capture());
        int events = heard.size();

        Capture answered = poseBeside(config, photo);

        assertThat(answered.ending())
            .isInstanceOfSatisfying(
                Ending.Answer.class,
                answer -> assertThat(answer.text()).isEqualTo(TestRelay.answerTo(jpeg)));
        assertThat(provider.askedAbout(jpeg)).isEqualTo(2);
        assertThat(Duration.between(answered.storedAt(), answered.endedAt()))
            .isLessThan(Duration.ofSeconds(5));
        assertThat(heard.subList(events, heard.size()))
            .noneMatch(event -> event instanceof CameraEvent.OfCapture);
      }
    }
  }

  private static Capture poseBeside(RelayConfig config, CaptureKey photo) throws Exception {
    Question question = new Question(photo, true, "Which colour?", Capture.Asked.AS_USUAL);
    try (Installation beside = Installation.open(config)) {
      Posed posed =
          beside
              .questions()
              .pose(question, Instant.now())
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      CaptureKey key = ((Posed.Queued) posed).key();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  beside
                      .captures()
                      .find(key)
                      .toCompletableFuture()
                      .join()
                      .orElseThrow()
                      .state()
                      .ended());
      return beside.captures().find(key).toCompletableFuture().join().orElseThrow();
    }
  }
}
