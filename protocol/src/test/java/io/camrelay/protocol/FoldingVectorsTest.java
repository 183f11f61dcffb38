package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.VectorFiles.Vector;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Covers("R-ANS-10")
class FoldingVectorsTest {

  static Stream<Vector> foldings() {
    return VectorFiles.vectors("folding.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("foldings")
  void foldsAsTheVectorSays(Vector vector) {
    String text = VectorText.text(vector.one("text"));
    AnswerFolder folder = new AnswerFolder(Charset.valueOf(vector.one("charset")));
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    folded.writeBytes(folder.fold(text));
    folded.writeBytes(folder.finish());
    assertThat(folded.toByteArray()).isEqualTo(VectorText.bytes(vector.one("folded")));
  }

  @Test
  void everyCharsetHasVectors() {
    EnumSet<Charset> seen = EnumSet.noneOf(Charset.class);
    foldings().forEach(vector -> seen.add(Charset.valueOf(vector.one("charset"))));
    assertThat(seen).containsExactly(Charset.values());
  }
}
