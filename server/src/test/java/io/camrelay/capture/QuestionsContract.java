package io.camrelay.capture;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.PIECE;
import static io.camrelay.capture.Scene.answer;
import static io.camrelay.capture.Scene.billed;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.failed;
import static io.camrelay.capture.Scene.frame;
import static io.camrelay.capture.Scene.key;
import static io.camrelay.capture.Scene.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Capture.Asked;
import io.camrelay.capture.Questions.Posed;
import io.camrelay.capture.Questions.Question;
import io.camrelay.capture.Questions.Why;
import io.camrelay.picture.Fingerprint;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.usage.Expected;
import io.camrelay.usage.WorstCase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Questions} promises, whatever keeps it. */
public interface QuestionsContract {

  StoreFixture store();

  private Scene scene() {
    return new Scene(store());
  }

  private CaptureKey posed(Question question) {
    return ((Posed.Queued) done(store().questions().pose(question, NOW.plusSeconds(9)))).key();
  }

  private CaptureKey asked(CaptureKey about, String text) {
    return posed(new Question(about, true, text, Asked.AS_USUAL));
  }

  @Test
  default void aQuestionGoesOnWithTheConversationAboutThePhoto() throws IOException {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");

    CaptureKey first = asked(photo, "Which colour?");
    scene().asked(first);
    done(store().asking().end(first, billed(NOW), answer("Black.")));
    CaptureKey second = asked(first, "Asleep?");
    store().crash();

    assertThat(first).isEqualTo(new CaptureKey("porch", new CaptureId(0, 1)));
    assertThat(second).isEqualTo(new CaptureKey("porch", new CaptureId(0, 2)));
    assertThat(second.isOperators()).isTrue();
    Capture capture = scene().find(second);
    assertThat(capture.state()).isEqualTo(CaptureState.QUEUED);
    assertThat(capture.dueAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(capture.press().question()).isEqualTo("Asleep?");
    assertThat(capture.press().takenAt()).isEqualTo(scene().find(photo).press().takenAt());
    assertThat(capture.parent()).isEqualTo(first);
    assertThat(capture.frameOwner()).isEqualTo(photo);
    assertThat(capture.frames()).isEqualTo(scene().find(photo).frames());
    assertThat(done(store().asking().conversation(capture)))
        .extracting(Capture::key)
        .containsExactly(photo, first);
    try (var in = store().asking().frames(capture).get(0).open()) {
      assertThat(in.readAllBytes()).isEqualTo(frame(photo, 40_000));
    }
    assertThat(done(store().asking().due(NOW.plusSeconds(9), 9, 9))).containsExactly(second);
  }

  @Test
  default void askingAgainBeginsAnewAndAsksTheSame() {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");
    CaptureKey followUp = asked(photo, "Which colour?");

    CaptureKey again = posed(new Question(followUp, false, "", new Asked("street", "local")));

    Capture capture = scene().find(again);
    assertThat(capture.parent()).isNull();
    assertThat(capture.frameOwner()).isEqualTo(photo);
    assertThat(capture.press().question()).isEqualTo("Which colour?");
    assertThat(capture.asked()).isEqualTo(new Asked("street", "local"));
    assertThat(done(store().asking().conversation(capture))).isEmpty();
    assertThat(scene().find(photo).asked()).isEqualTo(Asked.AS_USUAL);
    assertThat(scene().find(photo).frameOwner()).isEqualTo(photo);
  }

  @Test
  default void whatTheOperatorAsksIsNeverDelivered() {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");
    CaptureKey answered = asked(photo, "Which colour?");
    CaptureKey refused = asked(photo, "How old?");
    scene().asked(answered);

    assertThat(done(store().asking().end(answered, billed(NOW), answer("Black.")))).isTrue();
    assertThat(done(store().asking().expire(refused, failed(Code.BUDGET), null, NOW))).isTrue();
    store().crash();

    assertThat(done(store().mailbox().waiting("porch", 9))).containsExactly(photo);
    assertThat(scene().find(answered).ending()).isEqualTo(answer("Black."));
    assertThat(done(store().mailbox().ending(refused))).isEqualTo(failed(Code.BUDGET));
    CaptureKey next = scene().answered(key("porch", 2), "A dog.");
    assertThat(done(store().mailbox().waiting("porch", 9))).containsExactly(photo, next);
  }

  @Test
  default void aPhotoMayBeAskedAboutWhileItsFirstAnswerIsAwaited() {
    CaptureKey photo = scene().stored(key("porch", 1));
    scene().asked(photo);

    assertThat(scene().find(asked(photo, "Which colour?")).state()).isEqualTo(CaptureState.QUEUED);
  }

  @Test
  default void aQuestionAboutNoPhotoIsRefused() {
    CaptureKey arriving = key("porch", 1);
    byte[] frame = frame(arriving, PIECE);
    scene().begin(arriving, frame);
    CaptureKey refused = key("porch", 2);
    scene().begin(refused, frame(refused, 9));
    done(store().uploads().fail(refused, failed(Code.NOT_JPEG), NOW));

    assertThat(why(arriving)).isEqualTo(Why.ARRIVING);
    assertThat(why(refused)).isEqualTo(Why.NO_FRAME);
    assertThat(why(key("porch", 3))).isEqualTo(Why.UNKNOWN);
    assertThat(done(store().captures().latest("porch", null, 9))).hasSize(2);
  }

  private Why why(CaptureKey about) {
    Question question = new Question(about, true, "Which colour?", Asked.AS_USUAL);
    return ((Posed.Refused) done(store().questions().pose(question, NOW))).why();
  }

  @Test
  default void eachDevicesQuestionsAreCountedByThemselves() {
    CaptureKey porch = scene().answered(key("porch", 1), "A cat.");
    CaptureKey garden = scene().answered(key("garden", 1), "A tree.");

    assertThat(asked(porch, "Which colour?").id().number()).isEqualTo(1);
    assertThat(asked(garden, "Which kind?").id().number()).isEqualTo(1);
    assertThat(asked(porch, "How old?").id().number()).isEqualTo(2);
  }

  @Test
  default void aPictureThatTheOperatorAsksAboutIsNotTheDevicesLast() {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");
    CaptureKey again = posed(new Question(photo, false, "", Asked.AS_USUAL));
    Look look = new Look(new Fingerprint("A".repeat(256)), List.of());
    Beginning beginning =
        new Beginning("local", "m", "", 0, Expected.UNKNOWN, WorstCase.UNKNOWN, null, look, false);

    Capture begun = Scene.taken(store().asking().begin(again, beginning, NOW));

    assertThat(begun.look()).isEqualTo(look);
    assertThat(done(store().asking().lastFingerprint("porch", NOW.plusSeconds(99)))).isEmpty();
  }

  @Test
  default void aFollowUpOfTheDevicesOwnKnowsThePixelsOfItsFrame() {
    CaptureKey photo = scene().answered(key("porch", 1), "A cat.");
    CaptureKey followUp = key("porch", 2);
    done(store().uploads().ask(question(followUp), photo, NOW));

    assertThat(scene().find(followUp).frames()).isEqualTo(scene().find(photo).frames());
    assertThat(scene().find(followUp).frameOwner()).isEqualTo(photo);
  }
}
