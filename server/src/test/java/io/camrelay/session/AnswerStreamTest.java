package io.camrelay.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.Limits;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

  private static final long PLENTY = Limits.MAX_ANSWER_BUFFER;

  private final AnswerStream text = new AnswerStream(Charset.UTF_8, 1);

  private static String taken(AnswerStream from, long credit) {
    StringBuilder all = new StringBuilder();
    long left = credit;
    for (ByteBuffer piece = from.take(left); piece != null; piece = from.take(left)) {
      left -= piece.remaining();
      all.append(UTF_8.decode(piece.duplicate()));
    }
    return all.toString();
  }

  private String taken() {
    return taken(text, PLENTY);
  }

  @Test
  void passesOnWhatTheModelSays() {
    text.live(1, 0, "A ");
    assertThat(taken()).isEqualTo("A ");
    text.live(1, 2, "cat.");
    assertThat(taken()).isEqualTo("cat.");
    assertThat(text.generation()).isEqualTo(1);
    assertThat(text.sent()).isEqualTo(6);
  }

  @Test
  @Covers("R-ANS-4")
  void beginsAnewWithAHigherGeneration() {
    text.live(1, 0, "A do");
    assertThat(taken()).isEqualTo("A do");
    text.live(2, 0, "A cat.");
    assertThat(text.generation()).isEqualTo(2);
    assertThat(text.sent()).isZero();
    assertThat(taken()).isEqualTo("A cat.");
  }

  @Test
  void neverGoesBackToAnEarlierAttempt() {
    text.live(2, 0, "A cat");
    text.live(1, 0, "A dog");
    text.live(2, 5, ".");
    assertThat(taken()).isEqualTo("A cat.");
    assertThat(text.generation()).isEqualTo(2);
  }

  @Test
  void takesNoAnswerFromItsMiddle() {
    text.live(1, 7, "middle");
    text.live(1, 13, " and more");
    assertThat(text.isLiveReady()).isFalse();
    text.settle("Not the middle and more.");
    assertThat(taken()).isEqualTo("Not the middle and more.");
    assertThat(text.generation()).isEqualTo(1);
  }

  @Test
  void waitsForTheWholeWhereAPieceIsMissing() {
    text.live(1, 0, "One ");
    assertThat(taken()).isEqualTo("One ");
    text.live(1, 8, "three");
    assertThat(taken()).isEmpty();
    text.settle("One two three.");
    assertThat(taken()).isEqualTo("two three.");
    assertThat(text.generation()).isEqualTo(1);
    assertThat(text.sent()).isEqualTo(14);
  }

  @Test
  void beginsAnewWhereTheWholeIsNotWhatWasSent() {
    text.live(1, 0, "A dog");
    assertThat(taken()).isEqualTo("A dog");
    text.settle("A cat.");
    assertThat(text.generation()).isEqualTo(2);
    assertThat(taken()).isEqualTo("A cat.");
  }

  @Test
  void beginsAnewWhereTheWholeIsShorterThanWhatWasSent() {
    text.live(1, 0, "A cat. Or");
    taken();
    text.settle("A cat.");
    assertThat(text.generation()).isEqualTo(2);
    assertThat(taken()).isEqualTo("A cat.");
  }

  @Test
  void keepsNoMoreLiveTextThanItsBound() {
    String half = "x".repeat(AnswerStream.LIVE_BUFFER / 2);
    text.live(1, 0, half);
    text.live(1, half.length(), half);
    assertThat(text.unsent()).isEqualTo(AnswerStream.LIVE_BUFFER);
    text.live(1, 2 * half.length(), "y");
    assertThat(text.unsent()).isEqualTo(AnswerStream.LIVE_BUFFER);
    assertThat(text.isLiveReady()).as("begins where it cannot go on").isFalse();

    text.settle(half + half + "y");
    assertThat(taken()).hasSize(AnswerStream.LIVE_BUFFER + 1).endsWith("xy");
  }

  @Test
  @Covers({"R-ANS-7", "R-ANS-10"})
  void splitsNoCharacterHoweverLittleTheCreditIs() {
    text.live(1, 0, "aé€😀");
    assertThat(taken(text, 2)).isEqualTo("a");
    assertThat(taken(text, 1)).isEmpty();
    assertThat(taken(text, 2)).isEqualTo("é");
    assertThat(taken(text, 3)).isEqualTo("€");
    assertThat(taken(text, 3)).isEmpty();
    assertThat(taken(text, 4)).isEqualTo("😀");
  }

  @Test
  void joinsASurrogatePairThatTheModelHasSplit() {
    text.live(1, 0, "\uD83D");
    assertThat(taken()).isEmpty();
    text.live(1, 1, "\uDE00");
    assertThat(taken()).isEqualTo("😀");
  }

  @Test
  @Covers("R-ANS-10")
  void foldsToTheCharsetBeforeItCounts() {
    AnswerStream ascii = new AnswerStream(Charset.ASCII, 1);
    ascii.live(1, 0, "“Grüße”");
    assertThat(taken(ascii, PLENTY)).isEqualTo("\"Grusse\"");
    assertThat(ascii.sent()).isEqualTo(8);
    ascii.settle("“Grüße” …");
    assertThat(taken(ascii, PLENTY)).isEqualTo(" ...");
  }

  @Test
  void givesAnAccentThatCameLateWithItsLetter() {
    AnswerStream latin = new AnswerStream(Charset.LATIN_1, 1);
    latin.live(1, 0, "e");
    assertThat(latin.take(PLENTY)).as("an accent may follow").isNull();
    latin.settle("e\u0301");
    ByteBuffer piece = latin.take(PLENTY);
    assertThat(piece).isNotNull();
    assertThat(piece.get()).isEqualTo((byte) 0xE9);
  }

  @Test
  void cutsPiecesThatNoMessageCouldHold() {
    text.settle("x".repeat(Limits.MAX_ANSWER_PIECE + 5));
    ByteBuffer first = text.take(PLENTY);
    ByteBuffer second = text.take(PLENTY);
    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    assertThat(first.remaining()).isEqualTo(Limits.MAX_ANSWER_PIECE);
    assertThat(second.remaining()).isEqualTo(5);
  }

  @Test
  @Covers("R-ANS-9")
  void takesAcknowledgementsOfWhatWasSentOnly() {
    assertThat(text.acknowledge(1, 0)).as("a generation that was not sent").isFalse();
    assertThat(text.acknowledge(0, 0)).isTrue();
    text.live(1, 0, "A cat.");
    taken(text, 3);
    assertThat(text.acknowledge(1, 3)).isTrue();
    assertThat(text.acknowledge(1, 4)).isFalse();
    assertThat(text.acknowledge(2, 0)).isFalse();
    assertThat(text.acknowledge(1, 2)).as("an old one").isTrue();
    assertThat(text.underWay()).isZero();
  }

  @Test
  @Covers({"R-ANS-7", "R-ANS-9"})
  void givesUpTheCreditOfAGenerationThatIsGivenUp() {
    text.live(1, 0, "A dog.");
    taken();
    assertThat(text.underWay()).isEqualTo(6);
    text.live(2, 0, "A");
    assertThat(text.underWay()).isZero();
    assertThat(text.acknowledge(1, 6)).as("on its way").isTrue();
    taken();
    assertThat(text.underWay()).isEqualTo(1);
    assertThat(text.acknowledge(1, 6)).isTrue();
    assertThat(text.underWay()).isEqualTo(1);
  }

  @Test
  @Covers("R-ANS-11")
  void takesBackWhatWasSentWhereTheWholeIsEmpty() {
    text.live(1, 0, "A dog");
    taken();
    text.settle("");
    ByteBuffer piece = text.take(0);
    assertThat(piece).isNotNull();
    assertThat(piece.remaining()).isZero();
    assertThat(text.generation()).isEqualTo(2);
    assertThat(text.take(PLENTY)).isNull();
  }

  @Test
  void knowsTheGenerationOfAnAnswerWithoutText() {
    text.settle("");
    assertThat(text.take(PLENTY)).isNull();
    text.ended();
    assertThat(text.acknowledge(1, 0)).isTrue();
    assertThat(text.acknowledge(1, 1)).isFalse();
  }
}
