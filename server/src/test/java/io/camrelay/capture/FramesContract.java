package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.PIECE;
import static io.camrelay.capture.Scene.announced;
import static io.camrelay.capture.Scene.assertUnavailable;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.key;
import static io.camrelay.capture.Scene.press;
import static io.camrelay.capture.Scene.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.picture.FrameSource;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@link Uploads} and {@link Asking} promise of captures with several frames. */
public interface FramesContract {

  /** Of the captures here. */
  int COUNT = 3;

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  private static byte[] frame(int index) {
    byte[] bytes = new byte[3 * PIECE + 100 * index + 1];
    new Random(index).nextBytes(bytes);
    return bytes;
  }

  private static FrameKey of(CaptureKey key, int index) {
    return new FrameKey(key, index);
  }

  private Begun begin(CaptureKey key, int index, byte[] frame, Instant now) {
    Press press = press(key, Urgency.NORMAL, COUNT);
    return done(store().uploads().begin(press, announced(index, frame), now));
  }

  private Begun begin(CaptureKey key, int index) {
    return begin(key, index, frame(index), NOW);
  }

  private Stored stored(CaptureKey key, int index) {
    assertThat(begin(key, index)).isEqualTo(new Begun.Upload(0));
    scene().append(of(key, index), frame(index), 0, frame(index).length);
    return store(key, index);
  }

  private Stored store(CaptureKey key, int index) {
    return done(store().uploads().store(of(key, index), 640 + index, 480, NOW.plusSeconds(index)));
  }

  private CaptureKey whole(CaptureKey key) {
    assertThat(stored(key, 0)).isEqualTo(Stored.FRAME);
    assertThat(stored(key, 1)).isEqualTo(Stored.FRAME);
    assertThat(stored(key, 2)).isEqualTo(Stored.CAPTURE);
    return key;
  }

  private List<CaptureKey> due() {
    return done(store().asking().due(NOW.plusSeconds(60), 9, 9));
  }

  private static byte[] read(FrameSource source) throws IOException {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    }
  }

  @Test
  default void aCaptureIsAskedOnceItsLastFrameIsStoredInWhateverOrderTheyCome() throws IOException {
    CaptureKey key = key("porch", 1);
    assertThat(stored(key, 2)).isEqualTo(Stored.FRAME);
    assertThat(stored(key, 0)).isEqualTo(Stored.FRAME);
    assertThat(scene().find(key).state()).isEqualTo(CaptureState.RECEIVING);
    assertThat(due()).isEmpty();

    assertThat(stored(key, 1)).isEqualTo(Stored.CAPTURE);

    Capture whole = scene().find(key);
    assertThat(whole.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(whole.press().frameCount()).isEqualTo(COUNT);
    assertThat(whole.storedAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(whole.frames()).extracting(Frame::index).containsExactly(0, 1, 2);
    assertThat(whole.frames()).extracting(Frame::width).containsExactly(640, 641, 642);
    assertThat(due()).containsExactly(key);
    List<FrameSource> sources = store().asking().frames(whole);
    assertThat(sources).hasSize(COUNT);
    for (int index = 0; index < COUNT; index++) {
      assertThat(sources.get(index).length()).isEqualTo(frame(index).length);
      assertThat(read(sources.get(index))).isEqualTo(frame(index));
    }
  }

  @Test
  default void piecesOfSeveralFramesMayBeMixed() {
    CaptureKey key = key("porch", 1);
    for (int index = 0; index < COUNT; index++) {
      begin(key, index);
    }
    for (int start = 0; start < 4 * PIECE; start += PIECE) {
      for (int index = COUNT - 1; index >= 0; index--) {
        byte[] frame = frame(index);
        scene().append(of(key, index), frame, start, Math.min(frame.length, start + PIECE));
      }
    }
    for (int index = 0; index < COUNT; index++) {
      assertThat(begin(key, index)).isEqualTo(new Begun.Upload(frame(index).length));
      assertThat(scene().received(of(key, index))).isEqualTo(frame(index));
      assertThat(store(key, index)).isEqualTo(index < 2 ? Stored.FRAME : Stored.CAPTURE);
    }
    for (int index = 0; index < COUNT; index++) {
      assertThat(scene().storedFrame(of(key, index))).isEqualTo(frame(index));
    }
  }

  @Test
  default void aStoredFrameIsKnownAfterACrashAndTheOthersGoOn() {
    CaptureKey key = key("porch", 1);
    stored(key, 1);
    begin(key, 2);
    scene().append(of(key, 2), frame(2), 0, PIECE);
    begin(key, 2);

    store().crash();

    assertThat(begin(key, 1)).isEqualTo(new Begun.FrameKnown());
    assertThat(scene().storedFrame(of(key, 1))).isEqualTo(frame(1));
    assertThat(begin(key, 2)).isEqualTo(new Begun.Upload(PIECE));
    assertThat(scene().received(of(key, 2))).isEqualTo(Arrays.copyOf(frame(2), PIECE));
    scene().append(of(key, 2), frame(2), PIECE, frame(2).length);
    assertThat(store(key, 2)).isEqualTo(Stored.FRAME);
    assertThat(stored(key, 0)).isEqualTo(Stored.CAPTURE);
    assertThat(begin(key, 1)).isEqualTo(new Begun.Known(null, false));
  }

  @Test
  default void whatIsSaidWithTheFirstFrameCountsAlsoWhereItComesLast() {
    CaptureKey key = key("porch", 1);
    Press others =
        new Press(key, COUNT, NOW, Trigger.TIMER, Urgency.LOW, "Not this.", FlightRecord.UNKNOWN);
    Press first = press(key, Urgency.HIGH, COUNT);
    done(store().uploads().begin(others, announced(1, frame(1)), NOW));
    done(store().uploads().begin(others, announced(1, frame(1)), NOW));
    assertThat(scene().find(key).press()).isEqualTo(others);

    done(store().uploads().begin(first, announced(0, frame(0)), NOW));
    done(store().uploads().begin(others, announced(2, frame(2)), NOW));
    done(store().uploads().begin(others, announced(0, frame(0)), NOW));

    assertThat(scene().find(key).press()).isEqualTo(first);
  }

  @Test
  default void anotherNumberOfFramesAndAnotherFrameAreConflicts() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    begin(key, 1);
    byte[] other = frame(1);
    other[7]++;
    Press four = press(key, Urgency.NORMAL, COUNT + 1);
    Press one = press(key);

    assertThat(done(store().uploads().begin(four, announced(3, other), NOW)))
        .isEqualTo(new Begun.Conflict());
    assertThat(done(store().uploads().begin(one, announced(0, frame(0)), NOW)))
        .isEqualTo(new Begun.Conflict());
    assertThat(begin(key, 1, other, NOW)).isEqualTo(new Begun.Conflict());
    assertThat(begin(key, 0, other, NOW)).isEqualTo(new Begun.Conflict());
    assertThat(done(store().uploads().ask(question(key), key("porch", 9), NOW)))
        .isEqualTo(new Begun.Conflict());

    assertThat(begin(key, 1)).isEqualTo(new Begun.Upload(0));
    assertThat(begin(key, 2)).isEqualTo(new Begun.Upload(0));
    assertThat(begin(key, 2)).as("durable now").isEqualTo(new Begun.Upload(0));
    assertThat(scene().find(key).frames()).hasSize(COUNT);
  }

  @Test
  default void aDamagedFrameStartsOverByItself() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    begin(key, 1);
    begin(key, 2);
    scene().append(of(key, 1), frame(1), 0, 2 * PIECE);
    scene().append(of(key, 2), frame(2), 0, PIECE);

    assertThat(done(store().uploads().startOver(of(key, 1)))).isEqualTo(1);
    assertThat(done(store().uploads().startOver(of(key, 1)))).isEqualTo(2);

    assertThat(begin(key, 1)).isEqualTo(new Begun.Upload(0));
    assertThat(begin(key, 2)).isEqualTo(new Begun.Upload(PIECE));
    assertThat(done(store().uploads().startOver(of(key, 2)))).isEqualTo(1);
    assertThat(done(store().uploads().startOver(of(key, 0)))).isZero();
    assertThat(scene().storedFrame(of(key, 0))).isEqualTo(frame(0));
    assertUnavailable(store().uploads().startOver(of(key("porch", 2), 0)), Code.GAP);
  }

  @Test
  default void aFrameWhosePiecesDoNotAddUpIsLostAndNoOtherOne() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    begin(key, 1);
    begin(key, 2);
    scene().append(of(key, 1), frame(1), 0, PIECE);
    scene().append(of(key, 2), frame(2), 0, PIECE);

    assertThat(store(key, 1)).isEqualTo(Stored.LOST);

    assertThat(begin(key, 0)).isEqualTo(new Begun.FrameKnown());
    assertThat(begin(key, 1)).isEqualTo(new Begun.Upload(0));
    assertThat(begin(key, 2)).isEqualTo(new Begun.Upload(PIECE));
  }

  @Test
  default void aFrameThatWasNotBegunOrIsStoredTakesNoPiece() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    byte[] piece = new byte[PIECE];

    assertUnavailable(
        store().uploads().append(of(key, 0), frame(0).length, piece, PIECE), Code.GAP);
    assertUnavailable(store().uploads().append(of(key, 1), 0, piece, PIECE), Code.GAP);
    assertThat(store(key, 1)).isEqualTo(Stored.LOST);
    assertThat(store(key, 0)).isEqualTo(Stored.FRAME);
    assertThat(scene().find(key).frames().get(0).storedAt()).isEqualTo(NOW);
  }

  @Test
  default void oneEndIsTheEndForAllFrames() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    begin(key, 1);
    scene().append(of(key, 1), frame(1), 0, PIECE);

    done(store().uploads().fail(key, failed(Code.NOT_JPEG), NOW));
    store().crash();

    for (int index = 0; index < COUNT; index++) {
      assertThat(begin(key, index)).isEqualTo(new Begun.Known(failed(Code.NOT_JPEG), false));
    }
    assertThat(scene().received(of(key, 1))).isEmpty();
    assertThat(store().captures().frame(of(key, 0)).length()).isZero();
    assertThat(store(key, 1)).isEqualTo(Stored.CAPTURE);
    assertThat(scene().find(key).state()).isEqualTo(CaptureState.FAILED);
    assertThat(scene().mailbox("porch")).containsExactly(1L);
    assertThat(due()).isEmpty();
  }

  @Test
  default void aCaptureWhoseFramesNeverAllCameExpires() {
    CaptureKey key = key("porch", 1);
    stored(key, 0);
    Instant later = NOW.plus(Duration.ofHours(5));
    begin(key, 1, frame(1), later);

    Instant day = NOW.plus(StoreFixture.UPLOAD_AGE);
    assertThat(done(store().uploads().expireUploads(day))).as("it went on meanwhile").isEmpty();
    assertThat(done(store().uploads().expireUploads(later.plus(StoreFixture.UPLOAD_AGE))))
        .containsExactly(key);

    assertThat(begin(key, 2)).isEqualTo(new Begun.Known(failed(Code.EXPIRED), false));
    assertThat(store().captures().frame(of(key, 0)).length()).isZero();
  }

  @Test
  default void severalFramesAreOneOfTheUploadsThatADeviceMayHave() {
    for (int number = 0; number < StoreFixture.UPLOADS_PER_DEVICE; number++) {
      assertThat(begin(key("porch", number), 0)).isEqualTo(new Begun.Upload(0));
    }
    assertThat(begin(key("porch", 99), 0)).isEqualTo(new Begun.TooMany());
    assertThat(begin(key("porch", 0), 1)).isEqualTo(new Begun.Upload(0));
    assertThat(begin(key("porch", 0), 2)).isEqualTo(new Begun.Upload(0));
  }

  @Test
  default void aFollowUpIsAboutAllFramesOfItsParent() throws IOException {
    CaptureKey photos = whole(key("porch", 1));
    CaptureKey followUp = key("porch", 2);
    CaptureKey early = key("porch", 3);
    CaptureKey arriving = key("porch", 4);
    stored(arriving, 0);

    assertThat(done(store().uploads().ask(question(followUp), photos, NOW)))
        .isEqualTo(new Begun.Known(null, false));
    assertUnavailable(store().uploads().ask(question(early), arriving, NOW), Code.BUSY);

    Capture asked = scene().find(followUp);
    assertThat(asked.frames()).isEqualTo(scene().find(photos).frames());
    List<FrameSource> sources = store().asking().frames(asked);
    assertThat(sources).hasSize(COUNT);
    assertThat(read(sources.get(2))).isEqualTo(frame(2));
    assertThat(asked.ownBytes()).isZero();
  }

  @Test
  default void anOperatorsQuestionIsAboutAllFramesToo() throws IOException {
    CaptureKey photos = whole(key("porch", 1));

    Questions.Posed posed =
        done(
            store()
                .questions()
                .pose(new Questions.Question(photos, false, "And?", Capture.Asked.AS_USUAL), NOW));

    Capture asked = scene().find(((Questions.Posed.Queued) posed).key());
    assertThat(asked.frames()).hasSize(COUNT);
    assertThat(read(store().asking().frames(asked).get(1))).isEqualTo(frame(1));
  }
}
