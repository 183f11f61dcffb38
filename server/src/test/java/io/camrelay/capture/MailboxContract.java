package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.answer;
import static io.camrelay.capture.Scene.billed;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.failure;
import static io.camrelay.capture.Scene.frame;
import static io.camrelay.capture.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.camrelay.capture.Uploads.Begun;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import org.junit.jupiter.api.Test;

/** What {@link Mailbox} and {@link Captures} promise, whatever keeps them. */
public interface MailboxContract {

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  @Test
  default void keepsEndsInTheOrderInWhichTheyCame() {
    for (long number : new long[] {5, 3, 9}) {
      scene().answered(key("porch", number), "answer " + number);
    }
    scene().answered(key("garden", 1), "elsewhere");
    scene().stored(key("porch", 4));
    CaptureKey refused = scene().stored(key("porch", 1));
    done(store().uploads().fail(refused, failed(Code.CANCELLED), NOW.minusSeconds(100)));

    store().crash();

    assertThat(scene().mailbox("porch")).containsExactly(5L, 3L, 9L, 1L);
    assertThat(done(store().mailbox().waiting("porch", 2)))
        .containsExactly(key("porch", 5), key("porch", 3));
    assertThat(done(store().mailbox().ending(key("porch", 3)))).isEqualTo(answer("answer 3"));
    assertThat(done(store().mailbox().ending(refused))).isEqualTo(failed(Code.CANCELLED));
  }

  @Test
  default void anAcknowledgedEndIsNotDeliveredAgain() {
    scene().answered(key("porch", 1), "one");
    scene().answered(key("porch", 2), "two");
    scene().answered(key("porch", 3), "three");

    store().mailbox().acknowledge(key("porch", 2), NOW.plusSeconds(5));
    assertThat(scene().mailbox("porch")).containsExactly(1L, 3L);
    done(store().mailbox().acknowledge(key("porch", 2), NOW.plusSeconds(9)));
    store().crash();

    assertThat(scene().mailbox("porch")).containsExactly(1L, 3L);
    assertThat(scene().find(key("porch", 2)).acknowledgedAt()).isEqualTo(NOW.plusSeconds(5));
    scene().answered(key("porch", 4), "four");
    assertThat(scene().mailbox("porch")).containsExactly(1L, 3L, 4L);
  }

  @Test
  default void whatHasNotEndedCannotBeAcknowledged() {
    CaptureKey key = scene().stored(key("porch", 1));

    done(store().mailbox().acknowledge(key, NOW));
    done(store().mailbox().acknowledge(key("porch", 2), NOW));

    assertThat(scene().find(key).acknowledgedAt()).isNull();
    assertThat(failure(store().mailbox().ending(key))).hasMessageContaining("has not ended");
    scene().asked(key);
    done(store().asking().end(key, billed(NOW), answer("A cat.")));
    assertThat(scene().mailbox("porch")).containsExactly(1L);
  }

  @Test
  default void theOldestMakeRoomWhereThereAreTooMany() {
    for (int number = 0; number < StoreFixture.MAILBOX_COUNT + 2; number++) {
      scene().answered(key("porch", number), "" + number);
    }
    scene().answered(key("garden", 0), "elsewhere");

    assertThat(done(store().mailbox().trim(NOW.plusSeconds(1))))
        .containsExactly(key("porch", 0), key("porch", 1));
    store().crash();

    assertThat(scene().mailbox("porch")).hasSize(StoreFixture.MAILBOX_COUNT).doesNotContain(0L, 1L);
    assertThat(scene().mailbox("garden")).containsExactly(0L);
    Capture dropped = scene().find(key("porch", 0));
    assertThat(dropped.droppedAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(dropped.acknowledgedAt()).isNull();
    assertThat(dropped.ending()).isEqualTo(answer("0"));
    assertThat(done(store().mailbox().trim(NOW.plusSeconds(2)))).isEmpty();
  }

  @Test
  default void anEndThatNobodyFetchesIsDroppedInTime() {
    CaptureKey key = scene().answered(key("porch", 1), "A cat.");

    assertThat(done(store().mailbox().trim(NOW.plus(StoreFixture.MAILBOX_AGE).minusSeconds(1))))
        .isEmpty();
    assertThat(done(store().mailbox().trim(NOW.plus(StoreFixture.MAILBOX_AGE))))
        .containsExactly(key);

    assertThat(scene().mailbox("porch")).isEmpty();
  }

  @Test
  default void aDroppedEndIsStillToldToWhoRepeatsTheUpload() {
    CaptureKey key = scene().answered(key("porch", 1), "A cat.");
    done(store().mailbox().trim(NOW.plus(StoreFixture.MAILBOX_AGE)));
    byte[] frame = frame(key, 40_000);

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(answer("A cat."), false));

    done(store().mailbox().acknowledge(key, NOW.plusSeconds(7)));
    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(answer("A cat."), true));
  }

  @Test
  default void listsTheLatestCapturesFirst() {
    scene().stored(key("porch", 1), Urgency.NORMAL, NOW.plusSeconds(1));
    scene().stored(key("garden", 2), Urgency.NORMAL, NOW.plusSeconds(2));
    scene().stored(key("porch", 3), Urgency.NORMAL, NOW.plusSeconds(3));
    done(store().uploads().fail(key("porch", 3), failed(Code.CANCELLED), NOW.plusSeconds(3)));
    Captures captures = store().captures();

    assertThat(done(captures.latest(null, null, 10)))
        .extracting(capture -> capture.key().id().number())
        .containsExactly(3L, 2L, 1L);
    assertThat(done(captures.latest(null, null, 2))).hasSize(2);
    assertThat(done(captures.latest("porch", null, 10)))
        .extracting(Capture::key)
        .containsExactly(key("porch", 3), key("porch", 1));
    assertThat(done(captures.latest(null, CaptureState.QUEUED, 10)))
        .extracting(Capture::key)
        .containsExactly(key("garden", 2), key("porch", 1));
    assertThat(done(captures.latest("porch", CaptureState.FAILED, 10)))
        .extracting(Capture::key)
        .containsExactly(key("porch", 3));
    assertThat(done(captures.find(key("attic", 1)))).isEmpty();
  }

  @Test
  default void aFrameThatIsNotThereCannotBeOpened() {
    CaptureKey unfinished = key("porch", 1);
    byte[] frame = frame(unfinished, 100);
    scene().begin(unfinished, frame);
    scene().append(unfinished, frame, 0, frame.length);

    for (CaptureKey key : new CaptureKey[] {unfinished, key("porch", 2)}) {
      assertThat(store().captures().frame(FrameKey.first(key)).length()).isZero();
      assertThatIOException()
          .isThrownBy(() -> store().captures().frame(FrameKey.first(key)).open())
          .withMessageContaining("is not there");
    }
  }
}
