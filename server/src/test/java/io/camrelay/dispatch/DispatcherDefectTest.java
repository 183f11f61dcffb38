package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt.Billed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Frame;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.vision.Terms;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A mistake of the relay's own ends the capture that meets it, and no other. */
class DispatcherDefectTest {

  private final DispatchFixture fixture = new DispatchFixture();

  DispatcherDefectTest() {
    fixture.settings = DispatchFixture.settings(1, 1);
  }

  @Test
  void oneBeforeItIsAskedEndsTheCaptureAndFreesItsPlace() {
    fixture.start();
    fixture.profiles =
        capture -> {
          throw new IllegalStateException("a defect");
        };
    CaptureKey key = fixture.pressed("cam", 1);

    assertThat(fixture.failure(key)).isEqualTo(Explanation.DEFECT);
    assertThat(fixture.heard.lines()).anyMatch(line -> line.contains(Code.INTERNAL.name()));
    assertThat(fixture.provider.asked()).isZero();
    assertTheNextIsAnswered();
  }

  @Test
  void oneInItsBillEndsTheCaptureAndMarksTheAttempt() {
    fixture.start();
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.models =
        model -> {
          throw new ArithmeticException("more than there is");
        };
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();

    assertThat(fixture.failure(key)).isEqualTo(Explanation.DEFECT);
    assertThat(fixture.store.get(key).attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(Objects.requireNonNull(attempt.end()).outcome()).isEqualTo("defect");
              assertThat(attempt.end().billed()).isEqualTo(Billed.MAYBE);
              assertThat(attempt.end().detail()).contains("more than there is");
            });
    assertTheNextIsAnswered();
  }

  @Test
  void oneInTheBillOfWhatWasBegunAheadDoesSoToo() {
    fixture.provider.terms = new Terms(null, 300);
    fixture.start();
    CaptureKey key = DispatchFixture.key("cam", 1);
    fixture.dispatcher.arriving(
        DispatchFixture.press(key, "", Urgency.NORMAL, fixture.time.now()),
        Frame.announced(0, 500, 0));
    fixture.pressed("cam", 1);
    assertThat(fixture.store.get(key).attempts().get(0).beginning().overlapped()).isTrue();
    fixture.models =
        model -> {
          throw new ArithmeticException("more than there is");
        };
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();

    assertThat(fixture.failure(key)).isEqualTo(Explanation.DEFECT);
    assertTheNextIsAnswered();
  }

  private void assertTheNextIsAnswered() {
    fixture.profiles = capture -> DispatchFixture.profile(fixture.settings);
    fixture.models = model -> Optional.empty();
    CaptureKey next = fixture.pressed("other", 1);
    assertThat(fixture.state(next)).isEqualTo(CaptureState.ASKING);
    fixture.provider.last().says("A dog.").ends();
    fixture.pass(Duration.ZERO);
    assertThat(fixture.answer(next).text()).isEqualTo("A dog.");
  }
}
