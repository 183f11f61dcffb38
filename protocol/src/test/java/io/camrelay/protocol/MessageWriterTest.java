package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader would refuse is never written. */
class MessageWriterTest {

  private static final MessageText TEXT = new MessageText(Map.of());

  @Covers({"R-HDR-1", "R-HDR-6", "R-FLD-1", "R-FLD-2", "R-FLD-5"})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO heartbeat=0",
        "HELLO heartbeat=3601",
        "HELLO answerBuffer=63",
        "HELLO answerBuffer=4294967296",
        "HELLO device=\"\"",
        "HELLO device=\"d\"*33",
        "HELLO token=\"t\"*65",
        "HELLO version=65536",
        "CAPTURE_BEGIN handle=0",
        "CAPTURE_BEGIN handle=0x80000000",
        "CAPTURE_BEGIN handle=1 size=-1",
        "CAPTURE_BEGIN handle=1 frameIndex=1 frameCount=1",
        "CAPTURE_BEGIN handle=1 frameCount=256",
        "CAPTURE_BEGIN handle=1 flight.rssi=1",
        "CAPTURE_BEGIN handle=1 flight.rssi=-128",
        "CAPTURE_BEGIN handle=1 question=\"q\"*16313",
        "CAPTURE_DATA handle=1 bytes=\"b\"*16373",
        "ANSWER_ACK handle=0",
        "STATUS queued=65536",
        "LOG text=\"t\"*513",
        "WELCOME answerBuffer=1048577",
        "WELCOME maxFrames=0",
        "WELCOME maxInFlight=256",
        "WELCOME profile.quality=64",
        "REFUSED code=BAD_CRC",
        "REFUSED code=UNKNOWN",
        "DEFERRED handle=1 code=NOT_JPEG",
        "DEFERRED handle=0x80000000 code=BUSY",
        "FAILED handle=0 code=DEADLINE",
        "GOODBYE code=UNAUTHORIZED",
        "ANSWER_TEXT handle=1 generation=0",
        "ANSWER_TEXT handle=1 bytes=\"b\"*16369",
        "ANSWER_END handle=1 generation=0",
        "CAPTURE_NOW question=\"q\"*2001",
        "TOKEN token=\"\"",
        "PROFILE profile.frameSize=\"f\"*17",
      })
  void refusesAMessageOutOfBoundsBeforeItsFirstByte(String line) {
    Message message = Transcript.message(line, TEXT);
    ByteBuffer out = ByteBuffer.allocate(Limits.HEADER + 2 * Limits.MAX_PAYLOAD);
    assertThatIllegalArgumentException().isThrownBy(() -> MessageWriter.size(message));
    assertThatIllegalArgumentException().isThrownBy(() -> MessageWriter.write(message, out));
    assertThat(out.position()).isZero();
  }

  @Test
  void writesNothingWhereThereIsNoRoom() {
    Message message = new Ping(1);
    ByteBuffer out = ByteBuffer.allocate(MessageWriter.size(message) - 1);
    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> MessageWriter.write(message, out));
    assertThat(out.position()).isZero();
  }

  @Test
  void leavesTheViewThatItWritesWhereItWas() {
    ByteBuffer view = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1);
    Message message = new DeviceMessage.CaptureData(1, 0, view);
    assertThat(MessageWriter.size(message)).isEqualTo(Limits.HEADER + 4 + 3);
    ByteBuffer out = WireBytes.written(message);
    assertThat(out.get(out.limit() - 1)).isEqualTo((byte) 4);
    assertThat(view.position()).isEqualTo(1);
  }

  @Test
  void saysWhichFieldIsOutOfBounds() {
    Message message = Transcript.message("HELLO heartbeat=3601", TEXT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageWriter.size(message))
        .withMessage("heartbeat is 3601, not 1 to 3600");
  }

  @Test
  void keepsTokensOutOfWhatIsLogged() {
    assertThat(Transcript.message("HELLO token=\"cr1-s3cret\"", TEXT).toString())
        .contains("device=cam-1")
        .doesNotContain("s3cret");
    assertThat(new RelayMessage.Token("cr1-s3cret")).asString().doesNotContain("s3cret");
  }

  @Test
  void judgesQuestionsAsTheSpecificationDoes() {
    assertThat(DeviceMessage.isGoodQuestion("")).isTrue();
    assertThat(DeviceMessage.isGoodQuestion("q".repeat(Limits.MAX_QUESTION))).isTrue();
    assertThat(DeviceMessage.isGoodQuestion("q".repeat(Limits.MAX_QUESTION + 1))).isFalse();
    assertThat(DeviceMessage.isGoodQuestion("\u00E4".repeat(Limits.MAX_QUESTION / 2))).isTrue();
    assertThat(DeviceMessage.isGoodQuestion("\u00E4".repeat(Limits.MAX_QUESTION / 2 + 1)))
        .isFalse();
    assertThat(DeviceMessage.isGoodQuestion("what\uFFFD?")).isFalse();
  }
}
