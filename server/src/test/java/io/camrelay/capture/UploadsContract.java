package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.PIECE;
import static io.camrelay.capture.Scene.announced;
import static io.camrelay.capture.Scene.assertUnavailable;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.frame;
import static io.camrelay.capture.Scene.key;
import static io.camrelay.capture.Scene.press;
import static io.camrelay.capture.Scene.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.ResetReason;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What {@link Uploads} promises, whatever keeps it. */
public interface UploadsContract {

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  @Test
  default void keepsAFrameByteForByte() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 100_000);

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(0));
    scene().append(key, frame, 0, frame.length);
    assertThat(done(store().uploads().store(FrameKey.first(key), 1600, 1200, NOW)))
        .isEqualTo(Stored.CAPTURE);

    assertThat(scene().storedFrame(key)).isEqualTo(frame);
    assertThat(store().captures().frame(FrameKey.first(key)).length()).isEqualTo(frame.length);
  }

  @Test
  default void keepsWhatTheDeviceSaidOfIt() {
    CaptureKey key = new CaptureKey("porch", new CaptureId(-1L, 0xFFFF_FFFFL));
    byte[] frame = frame(key, 10);
    FlightRecord flight =
        new FlightRecord(180_000, 31_000, 0xFFFF_FFFEL, 77, 120, 1_660, 3, -61, ResetReason.PANIC);
    Press press =
        new Press(
            key, 1, NOW, Trigger.TIMER, Urgency.LOW, "Où est le chat ? \uD83D\uDC08\u0000", flight);

    Frame announced = Frame.announced(0, frame.length, 0xFFFF_FFFFL);

    done(store().uploads().begin(press, announced, NOW));
    scene().append(key, frame, 0, frame.length);
    done(store().uploads().store(FrameKey.first(key), 640, 480, NOW.plusSeconds(1)));

    Capture kept = scene().find(key);
    assertThat(kept.press()).isEqualTo(press);
    assertThat(kept.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(kept.frames())
        .containsExactly(new Frame(0, frame.length, 0xFFFF_FFFFL, 640, 480, NOW.plusSeconds(1)));
    assertThat(kept.begunAt()).isEqualTo(NOW);
    assertThat(kept.storedAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(kept.dueAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(kept.parent()).isNull();
    assertThat(kept.attempts()).isEmpty();
  }

  @Test
  default void aStoredCaptureIsKnownAfterACrash() {
    CaptureKey key = scene().stored(key("porch", 1));
    byte[] frame = frame(key, 40_000);

    store().crash();

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(null, false));
    assertThat(scene().storedFrame(key)).isEqualTo(frame);
    assertThat(scene().find(key).state()).isEqualTo(CaptureState.QUEUED);
  }

  @Test
  default void aRepeatedUploadIsTheSameCaptureAndGetsTheFirstAnswer() {
    CaptureKey key = scene().answered(key("porch", 1), "A cat.");
    byte[] frame = frame(key, 40_000);

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(Scene.answer("A cat."), false));

    done(store().mailbox().acknowledge(key, NOW));
    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(Scene.answer("A cat."), true));
    assertThat(scene().find(key).attempts()).hasSize(1);
  }

  @Test
  default void theSameIdentityWithAnotherFrameIsAConflict() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 50_000);
    byte[] longer = Arrays.copyOf(frame, frame.length + 1);
    byte[] other = frame.clone();
    other[17]++;

    scene().begin(key, frame);
    assertThat(scene().begin(key, longer)).isEqualTo(new Begun.Conflict());
    assertThat(scene().begin(key, other)).isEqualTo(new Begun.Conflict());

    scene().append(key, frame, 0, frame.length);
    done(store().uploads().store(FrameKey.first(key), 1600, 1200, NOW));
    assertThat(scene().begin(key, other)).isEqualTo(new Begun.Conflict());
    assertThat(scene().storedFrame(key)).isEqualTo(frame);
  }

  @Test
  default void anUploadGoesOnWhereItWasAfterARestart() throws IOException {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 100_000);
    int there = 3 * PIECE;
    scene().begin(key, frame);
    scene().append(key, frame, 0, there);

    store().reopen();

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(there));
    assertThat(scene().received(key)).isEqualTo(Arrays.copyOf(frame, there));
    scene().append(key, frame, there, frame.length);
    assertThat(done(store().uploads().store(FrameKey.first(key), 1600, 1200, NOW)))
        .isEqualTo(Stored.CAPTURE);
    assertThat(scene().storedFrame(key)).isEqualTo(frame);
  }

  @Test
  default void anUploadGoesOnFromADurablePieceAfterACrash() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 100_000);
    scene().begin(key, frame);
    scene().append(key, frame, 0, 2 * PIECE);
    // Whoever begins again reads the pieces, so they are durable by then.
    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(2 * PIECE));
    scene().append(key, frame, 2 * PIECE, 4 * PIECE);

    store().crash();

    Begun.Upload upload = (Begun.Upload) scene().begin(key, frame);
    int there = (int) upload.offset();
    assertThat(there).isGreaterThanOrEqualTo(2 * PIECE).matches(offset -> offset % PIECE == 0);
    assertThat(scene().received(key)).isEqualTo(Arrays.copyOf(frame, there));
  }

  @Test
  default void aPieceThatDoesNotFollowIsAGap() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 100_000);
    scene().begin(key, frame);
    scene().append(key, frame, 0, PIECE);
    byte[] piece = new byte[PIECE];

    assertUnavailable(
        store().uploads().append(FrameKey.first(key), 2L * PIECE, piece, PIECE), Code.GAP);
    assertUnavailable(store().uploads().append(FrameKey.first(key), 0, piece, PIECE), Code.GAP);
    assertUnavailable(
        store().uploads().append(FrameKey.first(key("porch", 2)), 0, piece, PIECE), Code.GAP);

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(PIECE));
  }

  @Test
  default void onlyTheGivenLengthOfAPieceCounts() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 20);
    scene().begin(key, frame);
    byte[] buffer = Arrays.copyOf(frame, 4_096);

    done(store().uploads().append(FrameKey.first(key), 0, buffer, 12));
    done(store().uploads().append(FrameKey.first(key), 12, buffer, 0));
    done(store().uploads().append(FrameKey.first(key), 12, Arrays.copyOfRange(buffer, 12, 40), 8));

    assertThat(done(store().uploads().store(FrameKey.first(key), 8, 8, NOW)))
        .isEqualTo(Stored.CAPTURE);
    assertThat(scene().storedFrame(key)).isEqualTo(frame);
  }

  @Test
  default void whatDoesNotAddUpIsNotStored() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 100_000);
    scene().begin(key, frame);
    scene().append(key, frame, 0, 2 * PIECE);

    assertThat(done(store().uploads().store(FrameKey.first(key), 1600, 1200, NOW)))
        .isEqualTo(Stored.LOST);

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(0));
    assertThat(done(store().uploads().store(FrameKey.first(key("porch", 2)), 1600, 1200, NOW)))
        .isEqualTo(Stored.LOST);
  }

  @Test
  default void storingTwiceIsStoringOnce() {
    CaptureKey key = scene().stored(key("porch", 1));

    assertThat(done(store().uploads().store(FrameKey.first(key), 1, 1, NOW.plusSeconds(9))))
        .isEqualTo(Stored.CAPTURE);

    assertThat(scene().find(key).frames().get(0).width()).isEqualTo(1600);
    assertThat(scene().find(key).storedAt()).isEqualTo(NOW);
  }

  @Test
  default void startingOverDropsWhatCameAndCounts() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 60_000);
    scene().begin(key, frame);
    for (int damaged = 1; damaged <= 3; damaged++) {
      scene().append(key, frame, 0, 2 * PIECE);
      assertThat(done(store().uploads().startOver(FrameKey.first(key)))).isEqualTo(damaged);
      assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Upload(0));
    }

    store().crash();

    assertThat(done(store().uploads().startOver(FrameKey.first(key)))).isEqualTo(4);
  }

  @Test
  default void startingOverLeavesAStoredFrameAlone() {
    CaptureKey key = scene().stored(key("porch", 1));

    assertThat(done(store().uploads().startOver(FrameKey.first(key)))).isZero();

    assertThat(scene().storedFrame(key)).isEqualTo(frame(key, 40_000));
    assertUnavailable(store().uploads().startOver(FrameKey.first(key("porch", 2))), Code.GAP);
  }

  @Test
  default void aFailedUploadHearsItsEndEverAfter() {
    CaptureKey key = key("porch", 1);
    byte[] frame = frame(key, 60_000);
    scene().begin(key, frame);
    scene().append(key, frame, 0, PIECE);

    assertThat(done(store().uploads().fail(key, failed(Code.NOT_JPEG), NOW)))
        .isEqualTo(failed(Code.NOT_JPEG));
    store().crash();

    assertThat(scene().begin(key, frame)).isEqualTo(new Begun.Known(failed(Code.NOT_JPEG), false));
    assertThat(scene().mailbox("porch")).containsExactly(1L);
    assertThat(scene().received(key)).isEmpty();
    assertUnavailable(
        store().uploads().append(FrameKey.first(key), PIECE, new byte[PIECE], PIECE), Code.GAP);
    assertThat(done(store().uploads().store(FrameKey.first(key), 1, 1, NOW)))
        .isEqualTo(Stored.CAPTURE);
    assertThat(scene().find(key).state()).isEqualTo(CaptureState.FAILED);
  }

  @Test
  default void failingWhatHasEndedGivesItsFirstEnd() {
    CaptureKey answered = scene().answered(key("porch", 1), "A cat.");
    CaptureKey failed = scene().stored(key("porch", 2));
    done(store().uploads().fail(failed, failed(Code.CANCELLED), NOW));

    assertThat(done(store().uploads().fail(answered, failed(Code.CANCELLED), NOW)))
        .isEqualTo(Scene.answer("A cat."));
    assertThat(done(store().uploads().fail(failed, failed(Code.INTERNAL), NOW)))
        .isEqualTo(failed(Code.CANCELLED));
    assertUnavailable(
        store().uploads().fail(key("porch", 3), failed(Code.CANCELLED), NOW), Code.GAP);
  }

  @Test
  default void aDeviceHasOnlySoManyUnfinishedUploads() {
    for (int number = 0; number < StoreFixture.UPLOADS_PER_DEVICE; number++) {
      CaptureKey key = key("porch", number);
      assertThat(scene().begin(key, frame(key, 9))).isEqualTo(new Begun.Upload(0));
    }
    CaptureKey more = key("porch", 99);

    assertThat(scene().begin(more, frame(more, 9))).isEqualTo(new Begun.TooMany());

    CaptureKey elsewhere = key("garden", 99);
    assertThat(scene().begin(elsewhere, frame(elsewhere, 9))).isEqualTo(new Begun.Upload(0));
    CaptureKey first = key("porch", 0);
    assertThat(scene().begin(first, frame(first, 9))).isEqualTo(new Begun.Upload(0));
    done(store().uploads().fail(first, failed(Code.CANCELLED), NOW));
    assertThat(scene().begin(more, frame(more, 9))).isEqualTo(new Begun.Upload(0));
  }

  @Test
  default void anUploadThatDoesNotGoOnExpires() {
    CaptureKey old = key("porch", 1);
    CaptureKey young = key("porch", 2);
    CaptureKey whole = scene().stored(key("porch", 3));
    scene().begin(old, frame(old, 9));
    done(store().uploads().begin(press(young), announced(frame(young, 9)), NOW.plusSeconds(1)));

    assertThat(done(store().uploads().expireUploads(NOW.plus(StoreFixture.UPLOAD_AGE))))
        .containsExactly(old);
    store().crash();

    assertThat(scene().begin(old, frame(old, 9)))
        .isEqualTo(new Begun.Known(failed(Code.EXPIRED), false));
    assertThat(scene().find(young).state()).isEqualTo(CaptureState.RECEIVING);
    assertThat(scene().find(whole).state()).isEqualTo(CaptureState.QUEUED);
    assertThat(scene().mailbox("porch")).containsExactly(1L);
  }

  @Test
  default void aFullDevicesUploadsExpireSooner() {
    for (int number = 0; number < StoreFixture.UPLOADS_PER_DEVICE; number++) {
      CaptureKey key = key("porch", number);
      done(store().uploads().begin(press(key), announced(frame(key, 9)), NOW.plusSeconds(number)));
    }
    CaptureKey elsewhere = key("garden", 1);
    scene().begin(elsewhere, frame(elsewhere, 9));

    assertThat(
            done(
                store()
                    .uploads()
                    .expireUploads(NOW.plusSeconds(1).plus(StoreFixture.CROWDED_UPLOAD_AGE))))
        .containsExactly(key("porch", 0), key("porch", 1));
  }

  @Test
  default void aFollowUpIsAboutTheParentsFrame() throws IOException {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");
    CaptureKey second = key("porch", 2);
    CaptureKey third = key("porch", 3);

    assertThat(done(store().uploads().ask(question(second), photo, NOW)))
        .isEqualTo(new Begun.Known(null, false));
    scene().asked(second);
    done(store().asking().end(second, Scene.billed(NOW), Scene.answer("Black.")));
    assertThat(done(store().uploads().ask(question(third), second, NOW)))
        .isEqualTo(new Begun.Known(null, false));
    store().crash();

    Capture last = scene().find(third);
    assertThat(last.parent()).isEqualTo(second);
    assertThat(last.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(store().asking().frames(last).get(0).length()).isEqualTo(40_000);
    try (var in = store().asking().frames(last).get(0).open()) {
      assertThat(in.readAllBytes()).isEqualTo(frame(photo, 40_000));
    }
    assertThat(done(store().asking().conversation(last)))
        .extracting(Capture::key)
        .containsExactly(photo, second);
    assertThat(done(store().asking().conversation(scene().find(photo)))).isEmpty();
  }

  @Test
  default void aFollowUpWithoutAParentFailsForGood() {
    CaptureKey orphan = key("porch", 2);
    CaptureKey elsewhere = scene().stored(key("garden", 1));
    CaptureKey refused = key("porch", 5);
    byte[] frame = frame(refused, 9);
    scene().begin(refused, frame);
    done(store().uploads().fail(refused, failed(Code.NOT_JPEG), NOW));
    Begun unknown = new Begun.Known(failed(Code.UNKNOWN_PARENT), false);

    assertThat(done(store().uploads().ask(question(orphan), key("porch", 1), NOW)))
        .isEqualTo(unknown);
    assertThat(done(store().uploads().ask(question(key("porch", 3)), elsewhere, NOW)))
        .isEqualTo(unknown);
    assertThat(done(store().uploads().ask(question(key("porch", 4)), refused, NOW)))
        .isEqualTo(unknown);
    store().crash();

    assertThat(done(store().uploads().ask(question(orphan), key("porch", 1), NOW)))
        .isEqualTo(unknown);
    assertThat(scene().mailbox("porch")).containsExactly(5L, 2L, 3L, 4L);
  }

  @Test
  default void aFollowUpWaitsForAParentThatIsOnItsWay() {
    CaptureKey parent = key("porch", 1);
    byte[] frame = frame(parent, PIECE);
    scene().begin(parent, frame);
    Press followUp = question(key("porch", 2));

    assertUnavailable(store().uploads().ask(followUp, parent, NOW), Code.BUSY);

    scene().append(parent, frame, 0, frame.length);
    done(store().uploads().store(FrameKey.first(parent), 1600, 1200, NOW));
    assertThat(done(store().uploads().ask(followUp, parent, NOW)))
        .isEqualTo(new Begun.Known(null, false));
  }

  @Test
  default void aFollowUpWithAnotherParentOrAFrameIsAConflict() {
    CaptureKey photo = scene().stored(key("porch", 1));
    CaptureKey other = scene().stored(key("porch", 2));
    CaptureKey followUp = key("porch", 3);
    done(store().uploads().ask(question(followUp), photo, NOW));

    assertThat(done(store().uploads().ask(question(followUp), photo, NOW)))
        .isEqualTo(new Begun.Known(null, false));
    assertThat(done(store().uploads().ask(question(followUp), other, NOW)))
        .isEqualTo(new Begun.Conflict());
    assertThat(scene().begin(followUp, new byte[0])).isEqualTo(new Begun.Conflict());
    assertThat(done(store().uploads().ask(question(photo), other, NOW)))
        .isEqualTo(new Begun.Conflict());
  }

  @Test
  default void aThousandUploadsAtOnceKeepTheirOwnBytes() {
    int captures = 1_000;
    int length = 3 * 700 + 11;
    List<Integer> left = new ArrayList<>();
    List<CompletionStage<?>> stages = new ArrayList<>();
    int[] offsets = new int[captures];
    for (int number = 0; number < captures; number++) {
      CaptureKey key = key("cam" + number % 300, number);
      stages.add(store().uploads().begin(press(key), announced(frame(key, length)), NOW));
      left.add(number);
    }
    Random order = new Random(7);
    while (!left.isEmpty()) {
      int at = order.nextInt(left.size());
      int number = left.get(at);
      CaptureKey key = key("cam" + number % 300, number);
      int start = offsets[number];
      int end = Math.min(length, start + 700);
      byte[] piece = Arrays.copyOfRange(frame(key, length), start, end);
      stages.add(store().uploads().append(FrameKey.first(key), start, piece, piece.length));
      offsets[number] = end;
      if (end == length) {
        stages.add(store().uploads().store(FrameKey.first(key), 8, 8, NOW));
        left.set(at, left.get(left.size() - 1));
        left.remove(left.size() - 1);
      }
    }
    stages.forEach(Scene::done);

    store().crash();

    for (int number = 0; number < captures; number++) {
      CaptureKey key = key("cam" + number % 300, number);
      assertThat(scene().find(key).state()).isEqualTo(CaptureState.QUEUED);
      assertThat(scene().storedFrame(key)).isEqualTo(frame(key, length));
    }
  }
}
