package io.camrelay.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.session.Says;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices over real TLS sockets: well behaved ones, and others. */
@ParameterizedClass
@EnumSource(
    value = TlsEngine.class,
    names = {"BORINGSSL", "JDK"})
class DevicePortTest {

  private static final byte[] PHOTO = TestJpegs.photo(640, 480);

  private final TlsEngine engine;
  @TempDir private Path folder;
  private TestPort port;

  DevicePortTest(TlsEngine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    port = new TestPort(folder, engine);
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

  @Test
  @Covers("R-TLS-5")
  void takesAnEndWithoutAWordLikeAnyOtherCut() throws Exception {
    TestDevice device = port.enter("porch");
    device.say(Says.begin(1, 1, PHOTO));
    device.next(CaptureAccept.class);
    device.say(Says.pieces(1, PHOTO, 0, 20_000).toArray(new DeviceMessage[0]));
    // Read before it is cut: an orderly end of TCP would lose nothing, a reset may.
    device.say(new Ping(1)).next(Pong.class);
    device.cut();
    await().untilAsserted(() -> assertThat(port.sessions.registry().count()).isZero());

    try (TestDevice again = port.enter("porch")) {
      again.say(Says.begin(1, 1, PHOTO));
      assertThat(again.next(CaptureAccept.class).offset()).isEqualTo(20_000);
      for (var piece : Says.pieces(1, PHOTO, 20_000, PHOTO.length)) {
        again.say(piece);
      }
      again.say(new CaptureEnd(1, Says.crc(PHOTO))).next(CaptureStored.class);
    }
    assertThat(port.store.bytes(TestPort.key("porch", 1))).isEqualTo(PHOTO);
  }

  @Test
  void resumesWhateverIsReadAfterAPause() throws Exception {
    byte[] large = TestJpegs.photo(1_600, 1_200);
    try (TestDevice device = port.enter("porch")) {
      port.store.slow();
      CompletableFuture<TestDevice> uploading =
          CompletableFuture.supplyAsync(() -> uploaded(device, large));
      for (int answers = 0; answers < 12; answers++) {
        await().until(() -> port.store.waitingAnswers() > 0 || uploading.isDone());
        if (port.store.waitingAnswers() > 0) {
          port.store.answerOne();
        }
      }
      port.store.room();
      uploading.join().next(CaptureStored.class);
      assertThat(port.store.bytes(TestPort.key("porch", 1))).isEqualTo(large);
    }
  }

  private static TestDevice uploaded(TestDevice device, byte[] frame) {
    try {
      return device.upload(1, 1, frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Covers({"R-CON-8", "R-CON-9"})
  void saysWhyItRefusesAlsoToWhoHasNotStoppedTalking() throws Exception {
    try (TestDevice device = port.connect()) {
      device.say(Says.hello("porch", "wrong", 30)).upload(1, 1, PHOTO);
      assertThat(device.next(Refused.class).code()).isEqualTo(Code.UNAUTHORIZED);
      assertThat(device.next()).as("closed in order").isNull();
    }
    assertThat(port.store.captures()).isZero();
  }

  @Test
  void sendsGarbageAwayAndServesTheOthers() throws Exception {
    try (TestDevice good = port.enter("porch");
        TestDevice bad = port.connect()) {
      bad.say("GET / HTTP/1.1\r\nHost: relay\r\n\r\n".getBytes(US_ASCII));
      assertThat(bad.next(Refused.class).code()).isEqualTo(Code.TOO_LONG);
      assertThat(bad.next()).isNull();
      good.say(new Ping(1)).next(Pong.class);
    }
  }

  @Test
  @Covers("R-CON-3")
  void givesUpOnWhoDoesNotSayHello() throws Exception {
    try (TestDevice silent = port.connect()) {
      await().untilAsserted(() -> assertThat(port.listener.handshakes()).isEqualTo(1));
      port.clock.turn(ofSeconds(10));
      assertThat(silent.next(Refused.class).code()).isEqualTo(Code.NO_HELLO);
      assertThat(silent.next()).isNull();
    }
    await().untilAsserted(() -> assertThat(port.listener.connections()).isZero());
  }

  @Test
  @Covers({"R-LIV-1", "R-LIV-3"})
  void givesUpOnWhoFallsSilent() throws Exception {
    try (TestDevice device = port.enter("porch", 20)) {
      port.clock.turn(ofSeconds(20));
      device.next(Ping.class);
      port.clock.turn(ofSeconds(20));
      device.next(Ping.class);
      port.clock.turn(ofSeconds(10));
      assertThat(device.next(Goodbye.class).code()).isEqualTo(Code.SILENT);
      assertThat(device.next()).isNull();
    }
  }

  @Test
  @Covers("R-CON-7")
  void givesTheNameToTheYoungerConnection() throws Exception {
    try (TestDevice old = port.enter("porch");
        TestDevice young = port.enter("porch")) {
      assertThat(old.next(Goodbye.class).code()).isEqualTo(Code.TAKEN_OVER);
      assertThat(old.next()).isNull();
      young.say(new Ping(1)).next(Pong.class);
      assertThat(port.sessions.registry().count()).isEqualTo(1);
    }
  }

  @Test
  @Covers("R-CON-10")
  void sendsARevokedDeviceAwayAtOnce() throws Exception {
    try (TestDevice device = port.enter("porch")) {
      port.store.revokeForeign("porch");
      assertThat(device.next(Goodbye.class).code()).isEqualTo(Code.REVOKED);
      assertThat(device.next()).isNull();
    }
  }

  @Test
  void cutsOffWhoNeverReadsAndServesTheOthers() throws Exception {
    try (TestDevice deaf = port.enter("porch");
        TestDevice good = port.enter("gate")) {
      // Each ping is answered, and nobody takes the answers: they fill every buffer on the way.
      CompletableFuture<Void> pinging = CompletableFuture.runAsync(() -> pingForEver(deaf));
      await()
          .untilAsserted(
              () -> {
                port.clock.turn(ofSeconds(5));
                good.say(new Ping(2)).next(Pong.class);
                assertThat(port.sessions.registry().count()).isEqualTo(1);
              });
      assertThat(pinging).failsWithin(ofSeconds(10));
      assertThat(port.sessions.registry().sessions().get(0).device()).isEqualTo("gate");
    }
  }

  private static void pingForEver(TestDevice device) {
    try {
      Ping[] pings = new Ping[500];
      Arrays.fill(pings, new Ping(1));
      while (true) {
        device.say(pings);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysGoodbyeToAllWhenItStops() throws Exception {
    try (TestDevice device = port.enter("porch")) {
      port.listener.stopAccepting();
      assertThat(port.sessions.registry().drain()).succeedsWithin(ofSeconds(10));
      assertThat(device.next(Goodbye.class).code()).isEqualTo(Code.DRAINING);
      assertThat(device.next()).isNull();
      assertThatThrownBy(() -> port.connect()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void tellsPlainTalkersNothing() throws Exception {
    try (Socket plain =
        new Socket(InetAddress.getLoopbackAddress(), port.listener.address().getPort())) {
      plain.setSoTimeout(10_000);
      plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThat(plain.getInputStream().readNBytes(1_000).length)
          .as("a TLS alert at most")
          .isLessThan(10);
    }
    await().untilAsserted(() -> assertThat(port.listener.connections()).isZero());
  }

  @Test
  void tellsWhyThePortCannotBeOpened() {
    int taken = port.listener.address().getPort();
    assertThatThrownBy(() -> new TestPort(folder, engine, taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot listen on 127.0.0.1 port " + taken)
        .hasMessageContaining("another relay");
  }
}
