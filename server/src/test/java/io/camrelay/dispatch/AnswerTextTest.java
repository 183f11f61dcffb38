package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

  private static final String CAMERA = "\uD83D\uDCF7";

  @Test
  void handsOnWhatItKeeps() {
    AnswerText answer = new AnswerText(100);

    assertThat(answer.append("A cat ")).isEqualTo("A cat ");
    assertThat(answer.append("sleeps.")).isEqualTo("sleeps.");
    assertThat(answer.finish()).isEmpty();
    assertThat(answer.whole()).isEqualTo("A cat sleeps.");
    assertThat(answer.full()).isFalse();
  }

  @Test
  void holdsHalfAPairBackUntilItsOtherHalfComes() {
    AnswerText answer = new AnswerText(100);

    assertThat(answer.append("a" + CAMERA.charAt(0))).isEqualTo("a");
    assertThat(answer.append("")).isEmpty();
    assertThat(answer.append(CAMERA.charAt(1) + "b")).isEqualTo(CAMERA + "b");
  }

  @Test
  void replacesHalvesThatNothingCompletes() {
    AnswerText answer = new AnswerText(100);

    assertThat(answer.append("" + CAMERA.charAt(1))).isEqualTo("\uFFFD");
    assertThat(answer.append("" + CAMERA.charAt(0) + CAMERA)).isEqualTo("\uFFFD" + CAMERA);
    assertThat(answer.append("" + CAMERA.charAt(0))).isEmpty();
    assertThat(answer.finish()).isEqualTo("\uFFFD");
    assertThat(answer.finish()).isEmpty();
  }

  @Test
  void isNotFullAtItsBoundAndIsFullBeyond() {
    AnswerText answer = new AnswerText(3);

    assertThat(answer.append("abc")).isEqualTo("abc");
    assertThat(answer.full()).isFalse();
    assertThat(answer.append("d")).isEmpty();
    assertThat(answer.full()).isTrue();
    assertThat(answer.append("e")).isEmpty();
    assertThat(answer.whole()).isEqualTo("abc");
  }

  @Test
  void neverCutsAPairInTwo() {
    AnswerText answer = new AnswerText(3);

    assertThat(answer.append("ab" + CAMERA)).isEqualTo("ab");
    assertThat(answer.full()).isTrue();
  }

  @Test
  void piecesAddUpToTheWholeWhateverComes() {
    Random random = new Random(20261123);
    for (int round = 0; round < 2_000; round++) {
      AnswerText answer = new AnswerText(random.nextInt(40));
      StringBuilder told = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        told.append(answer.append(noise(random)));
      }
      told.append(answer.finish());

      assertThat(told).hasToString(answer.whole());
      assertThat(answer.whole().codePoints().filter(AnswerTextTest::isSurrogate)).isEmpty();
    }
  }

  private static String noise(Random random) {
    char[] chars = {'a', CAMERA.charAt(0), CAMERA.charAt(1), 'ö'};
    StringBuilder noise = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      noise.append(chars[random.nextInt(chars.length)]);
    }
    return noise.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
