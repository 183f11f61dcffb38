package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerFolderTest {

  private static final List<String> TEXTS =
      List.of(
          "plain",
          "e\u0301a\u0308\u0323 o\r\n",
          "\uD83D\uDCF7\u200D\uD83D\uDC69",
          "\uD83D\uD83D\uDCF7\uDCF7x\uD83D",
          "\u201CHallo\u201D \u2014 gr\u00FC\u00DFe\u2026",
          "\u0301\u0301e\u0000\u0301\u200D\u0301",
          "\uD55C\uAE00 \u2260 \uFB01");

  @ParameterizedTest
  @EnumSource
  void givesTheSameBytesHoweverTheTextIsCut(Charset charset) {
    for (String text : TEXTS) {
      byte[] whole = fold(charset, text, 0);
      assertThat(text.length()).isLessThan(20);
      for (int cuts = 0; cuts < 1 << (text.length() - 1); cuts++) {
        assertThat(fold(charset, text, cuts)).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsEachCodePointWithinTheCharset(Charset charset) throws CharacterCodingException {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      byte[] folded = fold(charset, Character.toString(codePoint), 0);
      String shown =
          switch (charset) {
            case ASCII, LATIN_1 -> new String(folded, ISO_8859_1);
            case UTF_8 -> UTF_8.newDecoder().decode(ByteBuffer.wrap(folded)).toString();
          };
      int bound = charset == Charset.ASCII ? 0x7F : charset == Charset.LATIN_1 ? 0xFF : 0x10FFFF;
      assertThat(shown.codePoints())
          .as("%x", codePoint)
          .allMatch(c -> c <= bound && (c == '\n' || c == '\t' || !Character.isISOControl(c)));
    }
  }

  @Test
  void beginsAnotherAnswerAfterTheLast() {
    AnswerFolder folder = new AnswerFolder(Charset.LATIN_1);
    folder.fold("e\uD83D");
    assertThat(folder.finish()).asString(ISO_8859_1).isEqualTo("e?");
    // Neither joins what the answer before ended with.
    assertThat(folder.fold("\u0301\uDCF7")).asString(ISO_8859_1).isEqualTo("?");
    assertThat(folder.finish()).isEmpty();
  }

  @Test
  void neverCutsACodePoint() {
    ByteBuffer text = ByteBuffer.wrap("a\u00E9\u20AC\uD83D\uDCF7z".getBytes(UTF_8));
    int[] expected = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    for (int max = 0; max < expected.length; max++) {
      assertThat(AnswerFolder.wholeCodePoints(Charset.UTF_8, text, max)).isEqualTo(expected[max]);
    }
    assertThat(AnswerFolder.wholeCodePoints(Charset.UTF_8, text, -1)).isZero();
    assertThat(AnswerFolder.wholeCodePoints(Charset.LATIN_1, text, 2)).isEqualTo(2);
  }

  @Test
  void cutsLongTextIntoPiecesThatAreWholeText() throws CharacterCodingException {
    Random random = new Random(3);
    String text = "\u00E9\u20AC\uD83D\uDCF7z".repeat(100);
    ByteBuffer folded = ByteBuffer.wrap(fold(Charset.UTF_8, text, 0));
    StringBuilder shown = new StringBuilder();
    while (folded.hasRemaining()) {
      int length = AnswerFolder.wholeCodePoints(Charset.UTF_8, folded, 4 + random.nextInt(60));
      assertThat(length).isPositive();
      ByteBuffer piece = folded.slice(folded.position(), length);
      shown.append(UTF_8.newDecoder().decode(piece));
      folded.position(folded.position() + length);
    }
    assertThat(shown).hasToString(text);
  }

  private static byte[] fold(Charset charset, String text, int cuts) {
    AnswerFolder folder = new AnswerFolder(charset);
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    int start = 0;
    for (int i = 1; i < text.length(); i++) {
      if ((cuts & 1 << (i - 1)) != 0) {
        folded.writeBytes(folder.fold(text.substring(start, i)));
        start = i;
      }
    }
    folded.writeBytes(folder.fold(text.substring(start)));
    folded.writeBytes(folder.finish());
    return folded.toByteArray();
  }
}
