package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.VectorFiles.Vector;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each stream of the vectors is read the same however it is cut. */
@Covers({"R-HDR-3", "R-HDR-9", "R-HDR-10"})
class StreamVectorsTest {

  private static final MessageText TEXT = new MessageText(VectorFiles.frames());

  static Stream<Vector> streams() {
    return VectorFiles.vectors("streams.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheMessagesUpToTheViolation(Vector vector) {
    WireBytes.Outcome outcome = WireBytes.read(from(vector), vector.hex());
    List<Message> expected =
        vector.all("message").stream().map(line -> Transcript.message(line, TEXT)).toList();
    assertThat(outcome.messages()).isEqualTo(expected);
    if (vector.one("verdict").equals("valid")) {
      assertThat(outcome.violation()).isNull();
    } else {
      assertThat(outcome.violation()).isNotNull();
      assertThat(outcome.violation().code()).isEqualTo(Code.valueOf(vector.one("verdict")));
      assertThat(outcome.violation().detail()).startsWith(vector.one("detail") + ": ");
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheSameCutInTwoAnywhere(Vector vector) {
    byte[] stream = vector.hex();
    WireBytes.Outcome whole = WireBytes.read(from(vector), stream);
    for (int cut = 1; cut < stream.length; cut++) {
      assertThat(WireBytes.read(from(vector), stream, cut)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheSameByteByByte(Vector vector) {
    byte[] stream = vector.hex();
    int[] everywhere = IntStream.range(1, stream.length).toArray();
    assertThat(WireBytes.read(from(vector), stream, everywhere))
        .isEqualTo(WireBytes.read(from(vector), stream));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheSameInPiecesOfAnySize(Vector vector) {
    byte[] stream = vector.hex();
    WireBytes.Outcome whole = WireBytes.read(from(vector), stream);
    for (int seed = 0; seed < 100; seed++) {
      int[] cuts = new Random(seed).ints(1 + seed % 9, 1, stream.length).sorted().toArray();
      assertThat(WireBytes.read(from(vector), stream, cuts)).isEqualTo(whole);
    }
  }

  private static Sender from(Vector vector) {
    return Sender.valueOf(vector.one("from").toUpperCase(Locale.ROOT));
  }
}
