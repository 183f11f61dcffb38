package io.camrelay.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | `\"\"`",
        "plain | `\"plain\"`",
        "a\"b | `\"a\\\"b\"`",
        "a\\b | `\"a\\\\b\"`",
        "??= | `\"\\?\\?=\"`",
        "ü1 | `\"\\303\\2741\"`",
      })
  void escapesWhatCWouldReadOtherwise(String text, String literal) {
    assertThat(CText.literal(text)).isEqualTo(literal);
  }

  @org.junit.jupiter.api.Test
  void escapesLinesAndControlCharacters() {
    assertThat(CText.literal("a\nb\t\u00007")).isEqualTo("\"a\\nb\\011\\0007\"");
  }

  @org.junit.jupiter.api.Test
  void putsEachLineOfATextOnALineOfItsOwn() {
    assertThat(CText.lines("first\nsecond\n")).isEqualTo("\\\n  \"first\\n\" \\\n  \"second\\n\"");
  }
}
