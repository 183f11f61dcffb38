package io.camrelay.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices over real TLS sockets: from HELLO to the answer, over and over on one connection. */
class DevicePortTest {

  private static final byte[] PHOTO = TestJpegs.photo(640, 480);

  @TempDir private Path folder;
  private TestPort port;

  @BeforeEach
  void open() throws Exception {
    port = new TestPort(folder);
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void answersPressAfterPressOverOneHandshake() throws Exception {
    try (TestDevice device = port.enter("porch")) {
      for (int press = 1; press <= 20; press++) {
        device.upload(press, press, PHOTO);
        device.next(CaptureStored.class);
        assertThat(port.store.bytes(TestPort.key("porch", press))).isEqualTo(PHOTO);

        port.answer(TestPort.key("porch", press), "A cat.");
        assertThat(device.next(AnswerBegin.class).handle()).isEqualTo(press);
        AnswerText text = device.next(AnswerText.class);
        assertThat(UTF_8.decode(text.bytes()).toString()).isEqualTo("A cat.");
        AnswerEnd end = device.next(AnswerEnd.class);
        device.say(new AnswerAck(press, end.generation(), end.length(), true));
      }
      await()
          .untilAsserted(
              () -> assertThat(port.store.isAcknowledged(TestPort.key("porch", 20))).isTrue());
      assertThat(port.listener.handshakes()).isEqualTo(1);
      assertThat(port.sessions.registry().count()).isEqualTo(1);
      assertThat(port.sessions.uploadMemoryTaken()).isZero();
    }
    await().untilAsserted(() -> assertThat(port.sessions.registry().count()).isZero());
    await().untilAsserted(() -> assertThat(port.listener.connections()).isZero());
  }
}
