package io.camrelay.camera;

import static io.camrelay.camera.SessionScript.accept;
import static io.camrelay.camera.SessionScript.answer;
import static io.camrelay.camera.SessionScript.deferred;
import static io.camrelay.camera.SessionScript.end;
import static io.camrelay.camera.SessionScript.id;
import static io.camrelay.camera.SessionScript.settings;
import static io.camrelay.camera.SessionScript.stored;
import static io.camrelay.camera.SessionScript.text;
import static io.camrelay.camera.SessionScript.welcome;
import static io.camrelay.protocol.MessageType.ANSWER_ACK;
import static io.camrelay.protocol.MessageType.ASK;
import static io.camrelay.protocol.MessageType.CAPTURE_BEGIN;
import static io.camrelay.protocol.MessageType.CAPTURE_CANCEL;
import static io.camrelay.protocol.MessageType.CAPTURE_DATA;
import static io.camrelay.protocol.MessageType.CAPTURE_END;
import static io.camrelay.protocol.MessageType.HELLO;
import static io.camrelay.protocol.MessageType.LOG;
import static io.camrelay.protocol.MessageType.PING;
import static io.camrelay.protocol.MessageType.PONG;
import static io.camrelay.protocol.MessageType.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.RelayMessage.CaptureNow;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Profile;
import io.camrelay.protocol.RelayMessage.Reboot;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.protocol.RelayMessage.Token;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The camera's session, against a relay of the test's making. */
class CameraSessionTest {

  private static final int RELAY_HANDLE = 0x8000_0000;

  private final SessionScript camera = new SessionScript();

  @Test
  @Covers("R-CON-1")
  void saysHelloAndNothingElseBeforeWelcome() {
    camera.press(250);
    camera.session.secured("TLSv1.2", 3, 40, camera.now);

    List<DeviceMessage> said = camera.says();

    assertThat(said).hasSize(1);
    Hello hello = (Hello) said.get(0);
    assertThat(hello.device()).isEqualTo("porch");
    assertThat(hello.token()).isEqualTo("secret-1");
    assertThat(hello.epoch()).isEqualTo(SessionScript.EPOCH);
    assertThat(camera.says()).isEmpty();
    camera.hears(SessionScript.WELCOME);
    assertThat(camera.saysTypes()).startsWith(CAPTURE_BEGIN).doesNotContain(HELLO);
  }

  @Test
  @Covers("R-UPL-2")
  void sendsAFreshFrameWithoutWaitingFromItsStart() {
    camera.open();
    CaptureId id = camera.press(250);

    List<DeviceMessage> said = camera.says();

    CaptureBegin begin = (CaptureBegin) said.get(0);
    assertThat(begin.id()).isEqualTo(id);
    assertThat(begin.size()).isEqualTo(250);
    assertThat(begin.crc()).isEqualTo(SessionScript.photo(250).crc());
    assertThat(offsets(said)).containsExactly(0L, 100L, 200L);
    assertThat(((CaptureEnd) said.get(4)).crc()).isEqualTo(begin.crc());
    assertThat(camera.says()).isEmpty();
  }

  @Test
  void aFrameThatWasOverwrittenInMemoryHasAnotherCrcAtItsEnd() {
    camera.open();
    byte[] bytes = new byte[150];
    Photo photo = Photo.of(bytes);
    camera.session.take(
        new Shot(id(1), List.of(photo), null, "", Trigger.TOUCH, Urgency.NORMAL), camera.now);
    DeviceMessage begin = camera.session.next(camera.now);
    bytes[20] ^= 1;

    List<DeviceMessage> rest = camera.says();

    assertThat(((CaptureEnd) rest.get(2)).crc())
        .isNotEqualTo(((CaptureBegin) java.util.Objects.requireNonNull(begin)).crc());
  }

  @Test
  @Covers("R-UPL-6")
  void skipsWhatTheRelayHasAtTheFirstAccept() {
    camera.open();
    camera.press(450);
    camera.session.next(camera.now);
    camera.session.next(camera.now); // 0 to 100 are on their way

    camera.hears(accept(1, 320));

    assertThat(offsets(camera.says())).containsExactly(320L, 420L);
  }

  @Test
  @Covers("R-UPL-6")
  void doesNotRepeatWhatItSentBeforeTheFirstAccept() {
    camera.open();
    camera.press(250);
    camera.says();

    camera.hears(accept(1, 0));

    assertThat(camera.says()).isEmpty();
  }

  @Test
  @Covers("R-UPL-6")
  void goesBackAtAFurtherAcceptEvenToTheStartAndEndsAgain() {
    camera.open();
    camera.press(250);
    camera.says();

    camera.hears(accept(1, 0), accept(1, 100));
    assertThat(camera.saysTypes()).containsExactly(CAPTURE_DATA, CAPTURE_DATA, CAPTURE_END);
    camera.hears(accept(1, 0));
    assertThat(offsets(camera.says())).containsExactly(0L, 100L, 200L);
  }

  @Test
  void resumesWhereTheRelaySaysAfterACut() {
    camera.open();
    camera.press(450);
    camera.session.next(camera.now);
    camera.session.next(camera.now);
    camera.reopen();

    assertThat(camera.saysTypes()).as("waits to be told").containsExactly(CAPTURE_BEGIN);
    camera.hears(accept(1, 60));

    assertThat(offsets(camera.says())).containsExactly(60L, 160L, 260L, 360L);
  }

  @Test
  @Covers("R-UPL-12")
  void keepsTheFrameUntilStored() {
    camera.open();
    CaptureId id = camera.press(250);
    camera.says();
    camera.hears(accept(1, 0));
    camera.reopen();

    CaptureBegin again = (CaptureBegin) camera.says().get(0);
    assertThat(again.id()).isEqualTo(id);
    camera.hears(accept(1, 250));
    assertThat(camera.saysTypes()).containsExactly(CAPTURE_END);
    camera.hears(stored(1));
    camera.reopen();

    assertThat(camera.says()).as("the relay has it").isEmpty();
    assertThat(camera.heard(CameraEvent.Stored.class)).hasSize(1);
  }

  @Test
  @Covers("R-UPL-13")
  void comesBackWithADeferredCaptureAndNotBeforeItsTime() {
    camera.open();
    CaptureId id = camera.press(250);
    camera.says();
    camera.hears(deferred(1, Code.BUSY, 5_000));

    assertThat(camera.says()).isEmpty();
    assertThat(camera.session.wakeAt(camera.now)).isEqualTo(camera.now + 5_000);
    camera.pass(Duration.ofMillis(4_999));
    assertThat(camera.says()).isEmpty();
    camera.pass(Duration.ofMillis(1));

    CaptureBegin again = (CaptureBegin) camera.says().get(0);
    assertThat(again.id()).isEqualTo(id);
    assertThat(again.handle()).as("handles rise").isEqualTo(2);
    camera.hears(stored(1));
    assertThat(camera.heard(CameraEvent.Stored.class)).as("of the old handle").isEmpty();
    camera.hears(stored(2));
    assertThat(camera.heard(CameraEvent.Stored.class)).hasSize(1);
  }

  @Test
  void stopsSendingAtOnceWhenDeferred() {
    camera.open();
    camera.press(450);
    camera.session.next(camera.now);
    camera.session.next(camera.now);

    camera.hears(deferred(1, Code.DISK_FULL, 60_000));

    assertThat(camera.says()).isEmpty();
  }

  @Test
  void doesNotHammerARelayThatDefersWithoutATime() {
    camera.open();
    camera.press(50);
    camera.says();
    camera.hears(deferred(1, Code.BAD_CRC, 0));

    assertThat(camera.says()).isEmpty();
    camera.pass(Duration.ofMillis(Outbox.LEAST_DEFERRAL_MILLIS));
    assertThat(camera.saysTypes()).startsWith(CAPTURE_BEGIN);
  }

  @Test
  @Covers("R-UPL-15")
  void hasNoMoreUnfinishedUploadsThanTheRelayTakes() {
    camera.open();
    for (int i = 0; i < 6; i++) {
      camera.press(150);
    }

    assertThat(handlesBegun(camera.says())).containsExactly(1, 2, 3, 4);
    camera.hears(stored(2));
    assertThat(handlesBegun(camera.says())).containsExactly(5);
    camera.hears(new Failed(3, Code.NOT_JPEG, ""));
    assertThat(handlesBegun(camera.says())).containsExactly(6);
  }

  @Test
  void sendsOneFrameAfterTheOtherUnlessToldOtherwise() {
    camera.open();
    camera.press(150);
    camera.press(150);
    assertThat(handles(camera.says())).containsExactly(1, 1, 1, 1, 2, 2, 2, 2);

    SessionScript mixing = new SessionScript(settings().uploadsAtOnce(2).build()).open();
    mixing.press(150);
    mixing.press(150);
    assertThat(handles(mixing.says())).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
  }

  @Test
  void doesNotSendAFrameThatIsTooLargeBeforeItIsAccepted() {
    camera.open();
    camera.press(400_001);

    assertThat(camera.saysTypes()).containsExactly(CAPTURE_BEGIN);
    camera.hears(new Failed(1, Code.TOO_LARGE, "Use a smaller frame size."));
    assertThat(camera.saysTypes()).containsExactly(ANSWER_ACK);
  }

  @Test
  void dropsAPressWhenTheOutboxIsFullAndCountsIt() {
    SessionScript small =
        new SessionScript(settings().outbox(2).statusEvery(Duration.ofMinutes(1)).build());
    small.press(50);
    small.press(50);
    CaptureId third = small.press(50);

    assertThat(small.heard(CameraEvent.Dropped.class))
        .containsExactly(new CameraEvent.Dropped(third, 1));
    small.open();
    DeviceMessage.Status status = (DeviceMessage.Status) small.says().get(0);
    assertThat(status.queued()).isEqualTo(2);
    assertThat(status.dropped()).isEqualTo(1);
  }

  @Test
  @Covers({"R-ANS-8", "R-ANS-12"})
  void takesAnAnswerInGivesCreditAndAcknowledgesItsEnd() {
    camera.open();
    CaptureId id = camera.press(50);
    camera.says();
    camera.hears(stored(1), answer(1, id));

    camera.hears(text(1, 1, 0, "x".repeat(511)));
    assertThat(camera.says()).as("half of the buffer is free").isEmpty();
    camera.hears(text(1, 1, 511, "y"));
    assertThat(camera.says()).containsExactly(new AnswerAck(1, 1, 512, false));
    camera.hears(text(1, 1, 512, "z"), end(1, 1, 513));

    assertThat(camera.says()).containsExactly(new AnswerAck(1, 1, 513, true));
    assertThat(camera.heard(CameraEvent.AnswerPiece.class))
        .extracting(CameraEvent.AnswerPiece::text)
        .containsExactly("x".repeat(511), "y", "z");
    assertThat(camera.heard(CameraEvent.Answered.class)).hasSize(1);
  }

  @Test
  @Covers("R-ANS-5")
  void dropsALowerGenerationAndSaysSo() {
    camera.open();
    CaptureId id = camera.press(50);
    camera.says();
    camera.hears(stored(1), answer(1, id), text(1, 1, 0, "All of it is g"));

    camera.hears(text(1, 2, 0, "The picture is gray."), end(1, 2, 20));

    assertThat(camera.heardKinds())
        .endsWith(
            CameraEvent.Kind.ANSWER_BEGUN,
            CameraEvent.Kind.ANSWER_PIECE,
            CameraEvent.Kind.ANSWER_RESTARTED,
            CameraEvent.Kind.ANSWER_PIECE,
            CameraEvent.Kind.ANSWERED);
    assertThat(camera.says()).containsExactly(new AnswerAck(1, 2, 20, true));
  }

  @Test
  @Covers("R-ANS-14")
  void takesTheEndOfACaptureThatItStillUploads() {
    camera.open();
    CaptureId id = camera.press(450);
    camera.says();
    camera.hears(accept(1, 0));
    camera.reopen();
    camera.says(); // begun again on handle 1

    camera.hears(
        answer(RELAY_HANDLE, id), text(RELAY_HANDLE, 1, 0, "A cat."), end(RELAY_HANDLE, 1, 6));

    assertThat(camera.says()).containsExactly(new AnswerAck(RELAY_HANDLE, 1, 6, true));
    camera.hears(stored(1), answer(1, id), text(1, 1, 0, "A cat."), end(1, 1, 6));
    assertThat(camera.says())
        .as("acknowledged again")
        .containsExactly(new AnswerAck(1, 1, 6, true));
    assertThat(camera.heard(CameraEvent.Answered.class)).as("shown once").hasSize(1);
    assertThat(camera.heard(CameraEvent.EndRepeated.class)).hasSize(1);
    assertThat(camera.heard(CameraEvent.AnswerPiece.class)).hasSize(1);
  }

  @Test
  void acknowledgesAnEndThatComesAgainAfterALostAcknowledgement() {
    camera.open();
    CaptureId id = camera.press(50);
    camera.says();
    camera.hears(stored(1), new Failed(1, Code.DEADLINE, "Try again."));
    camera.reopen(); // the acknowledgement never left

    camera.hears(answer(RELAY_HANDLE, id), new Failed(RELAY_HANDLE, Code.DEADLINE, "Try again."));

    assertThat(camera.says()).containsExactly(new AnswerAck(RELAY_HANDLE, 0, 0, true));
    assertThat(camera.heard(CameraEvent.Failed.class)).hasSize(1);
  }

  @Test
  void takesTheEndOfACaptureThatItHasForgotten() {
    camera.open();

    camera.hears(
        answer(RELAY_HANDLE, id(77)), text(RELAY_HANDLE, 1, 0, "Old."), end(RELAY_HANDLE, 1, 4));

    assertThat(camera.says()).containsExactly(new AnswerAck(RELAY_HANDLE, 1, 4, true));
    assertThat(camera.heard(CameraEvent.Answered.class)).hasSize(1);
  }

  @Test
  @Covers("R-HND-6")
  void ignoresMessagesOnHandlesThatItDoesNotKnow() {
    camera.open();

    camera.hears(
        accept(9, 4),
        stored(9),
        deferred(9, Code.BUSY, 1),
        text(9, 1, 0, "?"),
        end(9, 1, 1),
        new Failed(9, Code.INTERNAL, ""));

    assertThat(camera.says()).isEmpty();
    assertThat(camera.session.parting(camera.now)).isNull();
  }

  @Test
  void hangsUpOnARelayThatBreaksAnAnswer() {
    for (List<io.camrelay.protocol.RelayMessage> broken :
        List.<List<io.camrelay.protocol.RelayMessage>>of(
            List.of(answer(1, id(1)), text(1, 1, 3, "gap")),
            List.of(answer(1, id(1)), text(1, 2, 0, "a"), text(1, 1, 1, "b")),
            List.of(answer(1, id(1)), text(1, 1, 0, "a"), end(1, 1, 2)),
            List.of(answer(1, id(1)), text(1, 1, 0, "a"), end(1, 2, 1)),
            List.of(answer(1, id(1)), answer(RELAY_HANDLE, id(5))),
            List.of(answer(1, id(2))),
            List.of(accept(1, 51)),
            List.of(SessionScript.WELCOME))) {
      SessionScript strict = new SessionScript().open();
      strict.press(50);
      strict.says();

      broken.forEach(strict::hears);

      assertThat(strict.heard(CameraEvent.RelayMisbehaved.class)).as("%s", broken).hasSize(1);
      assertThat(strict.session.parting(strict.now)).isNotNull();
      assertThat(strict.says()).isEmpty();
    }
  }

  @Test
  void asksFurtherOnceTheParentIsStored() {
    camera.open();
    CaptureId parent = camera.press(50);
    camera.session.take(
        new Shot(id(2), List.of(), parent, "And the colour?", Trigger.SERIAL, Urgency.NORMAL),
        camera.now);

    assertThat(camera.saysTypes()).containsExactly(CAPTURE_BEGIN, CAPTURE_DATA, CAPTURE_END);
    camera.hears(stored(1));
    assertThat(camera.says()).containsExactly(new Ask(2, id(2), parent, "And the colour?"));
    camera.hears(deferred(2, Code.BUSY, 1_000));
    camera.pass(Duration.ofSeconds(1));
    assertThat(camera.saysTypes()).containsExactly(ASK);
    camera.hears(stored(3));
    assertThat(camera.heard(CameraEvent.Stored.class)).hasSize(2);
  }

  @Test
  void cancelsAnUploadAndSendsNoMoreOfIt() {
    camera.open();
    CaptureId id = camera.press(450);
    camera.session.next(camera.now);
    camera.session.next(camera.now);

    camera.session.cancel(id);

    assertThat(camera.saysTypes()).containsExactly(CAPTURE_CANCEL);
    camera.hears(accept(1, 0));
    assertThat(camera.says()).isEmpty();
    camera.hears(new Failed(1, Code.CANCELLED, ""));
    assertThat(camera.saysTypes()).containsExactly(ANSWER_ACK);
  }

  @Test
  void tellsOfACancellationAgainOnTheNextConnection() {
    camera.open();
    CaptureId id = camera.press(450);
    camera.says();
    camera.session.cancel(id);
    camera.says();
    camera.reopen();

    assertThat(camera.saysTypes()).containsExactly(CAPTURE_BEGIN, CAPTURE_CANCEL);
  }

  @Test
  @Covers({"R-LIV-1", "R-LIV-3"})
  void asksASilentRelayAndThenGivesItUp() {
    camera.open();

    camera.pass(Duration.ofMillis(29_999));
    assertThat(camera.says()).isEmpty();
    assertThat(camera.session.wakeAt(camera.now)).isEqualTo(camera.now + 1);
    camera.pass(Duration.ofMillis(1));
    assertThat(camera.saysTypes()).containsExactly(PING);
    camera.pass(Duration.ofSeconds(30));
    assertThat(camera.saysTypes()).containsExactly(PING);
    camera.pass(Duration.ofMillis(14_999));
    assertThat(camera.session.parting(camera.now)).isNull();
    camera.pass(Duration.ofMillis(1));
    assertThat(camera.session.parting(camera.now)).isNotNull();
  }

  @Test
  @Covers("R-LIV-4")
  void takesAnyByteForLife() {
    camera.open();
    camera.pass(Duration.ofSeconds(70));
    camera.session.heard(camera.now);
    camera.pass(Duration.ofSeconds(70));

    assertThat(camera.session.parting(camera.now)).isNull();
  }

  @Test
  @Covers("R-LIV-2")
  void answersAPingBeforeAnythingElse() {
    camera.open();
    camera.press(50);
    camera.hears(new Ping(0xFEED));

    assertThat(camera.says().get(0)).isEqualTo(new Pong(0xFEED));
  }

  @Test
  void aFloodOfPingsCostsNoMemory() {
    camera.open();
    for (int i = 0; i < 10_000; i++) {
      camera.hears(new Ping(i));
    }

    assertThat(camera.saysTypes()).hasSize(CameraSession.MAX_WAITING).containsOnly(PONG);
  }

  @Test
  void usesTheHeartbeatThatWasAgreed() {
    camera.session.secured("TLS", 1, 1, camera.now);
    camera.says();
    camera.hears(
        new io.camrelay.protocol.RelayMessage.Welcome(
            0, 5, 1_024, 400_000, 1, 4, SessionScript.PROFILE));
    camera.pass(Duration.ofSeconds(5));

    assertThat(camera.saysTypes()).containsExactly(PING);
  }

  @Test
  @Covers("R-CON-8")
  void obeysGoodbyeAndIgnoresWhatFollows() {
    camera.open();
    camera.hears(
        new Goodbye(Code.DRAINING, 20_000, "The relay is about to restart."),
        new Notice(LogLevel.INFO, "too late"));

    assertThat(camera.session.parting(camera.now)).isNotNull();
    assertThat(camera.says()).isEmpty();
    assertThat(camera.heard(CameraEvent.Notice.class)).isEmpty();
  }

  @Test
  @Covers("R-REC-2")
  void comesBackNotBeforeTheTimeThatTheRelayNames() {
    for (int i = 0; i < 100; i++) {
      camera.open();
      camera.hears(new Goodbye(Code.DRAINING, 20_000, ""));
      assertThat(camera.session.disconnected("closed")).isBetween(20_000L, 24_000L);
      camera.session.secured("TLS", 1, 1, camera.now);
      camera.says();
      camera.hears(new Refused(Code.TOO_MANY_CONNECTIONS, 30_000, ""));
      assertThat(camera.session.disconnected("closed")).isBetween(30_000L, 36_000L);
    }
  }

  @Test
  @Covers("R-REC-1")
  void comesBackLaterEachTimeUntilItIsWelcome() {
    assertThat(camera.session.disconnected("refused")).isBetween(800L, 1_200L);
    assertThat(camera.session.disconnected("refused")).isBetween(1_600L, 2_400L);
    assertThat(camera.session.disconnected("refused")).isBetween(3_200L, 4_800L);
    for (int i = 0; i < 10; i++) {
      camera.session.disconnected("refused");
    }
    assertThat(camera.session.disconnected("refused")).isBetween(48_000L, 72_000L);
    camera.open();
    assertThat(camera.session.disconnected("cut")).isBetween(800L, 1_200L);
  }

  @Test
  void triesRarelyWhereTryingDoesNotHelp() {
    camera.session.secured("TLS", 1, 1, camera.now);
    camera.says();
    camera.hears(new Refused(Code.UNAUTHORIZED, 0, "Add the device again."));

    assertThat(camera.session.disconnected("closed")).isBetween(48_000L, 72_000L);
  }

  @Test
  @Covers("R-OPS-3")
  void keepsANewTokenAndUsesItOnTheNextConnection() {
    camera.open();
    camera.hears(new Token("secret-2"));

    assertThat(camera.memory.token()).isEqualTo("secret-2");
    camera.session.disconnected("cut");
    camera.session.secured("TLS", 1, 1, camera.now);
    assertThat(((Hello) camera.says().get(0)).token()).isEqualTo("secret-2");
  }

  @Test
  void startsAnewOnceEverythingIsSafe() {
    camera.open();
    camera.press(50);
    camera.says();
    camera.hears(new Reboot(1_000));
    camera.pass(Duration.ofSeconds(2));

    assertThat(camera.session.parting(camera.now)).as("a frame is not stored").isNull();
    camera.hears(stored(1));
    assertThat(camera.session.parting(camera.now)).isNotNull();
    camera.reopen();
    assertThat(camera.session.parting(camera.now)).as("once").isNull();
  }

  @Test
  void wantsPhotosWhenTheOperatorOrTheIntervalDoes() {
    camera.open();
    camera.hears(new CaptureNow("Is it raining?"));
    camera.hears(
        new Profile(new ProfileData(2, "", ProfileData.OWN_QUALITY, 10, false, "Is it open?")));
    camera.pass(Duration.ofSeconds(9));
    camera.says();
    assertThat(camera.heard(CameraEvent.PhotoWanted.class))
        .containsExactly(new CameraEvent.PhotoWanted(Trigger.REMOTE, "Is it raining?"));
    camera.pass(Duration.ofSeconds(1));
    camera.says();
    camera.says();
    assertThat(camera.heard(CameraEvent.PhotoWanted.class))
        .hasSize(2)
        .endsWith(new CameraEvent.PhotoWanted(Trigger.TIMER, ""));
  }

  @Test
  void sendsTelemetryAndLogsOnceThereIsALink() {
    SessionScript telling =
        new SessionScript(settings().statusEvery(Duration.ofMinutes(1)).build());
    telling.session.log(LogLevel.WARN, "no card", telling.now);
    telling.open();

    assertThat(telling.saysTypes()).containsExactly(STATUS, LOG);
    assertThat(telling.saysTypes()).isEmpty();
    telling.pass(Duration.ofSeconds(29)); // heard from in between, so that no ping is due
    telling.hears(new Pong(1));
    telling.pass(Duration.ofSeconds(29));
    telling.hears(new Pong(1));
    telling.pass(Duration.ofSeconds(2));
    assertThat(telling.saysTypes()).containsExactly(STATUS);
  }

  @Test
  @Covers("R-HND-1")
  void bindsHandlesInRisingOrderAndFromOneAgainOnEachConnection() {
    camera.open();
    camera.press(50);
    camera.press(50);
    assertThat(handlesBegun(camera.says())).containsExactly(1, 2);
    camera.hears(deferred(1, Code.BUSY, 100));
    camera.pass(Duration.ofMillis(100));
    assertThat(handlesBegun(camera.says())).containsExactly(3);
    camera.reopen();
    assertThat(handlesBegun(camera.says())).startsWith(1);
  }

  @Test
  void agesAndTelemetryRideOnBegin() {
    camera.press(50);
    camera.pass(Duration.ofSeconds(90));
    camera.open();

    CaptureBegin begin = (CaptureBegin) camera.says().get(0);

    assertThat(begin.ageMillis()).isEqualTo(90_000);
    assertThat(begin.flight().uptimeSeconds()).isEqualTo(90);
    assertThat(begin.flight().handshakeMillis()).isEqualTo(40);
  }

  @Test
  void lessInFlightIsObeyedToo() {
    camera.session.secured("TLS", 1, 1, camera.now);
    camera.says();
    camera.hears(welcome(1, SessionScript.PROFILE));
    camera.press(50);
    camera.press(50);

    assertThat(handlesBegun(camera.says())).containsExactly(1);
  }

  private static List<Long> offsets(List<DeviceMessage> said) {
    return said.stream()
        .filter(CaptureData.class::isInstance)
        .map(message -> ((CaptureData) message).offset())
        .toList();
  }

  private static List<Integer> handles(List<DeviceMessage> said) {
    return said.stream().map(DeviceMessage::handle).toList();
  }

  private static List<Integer> handlesBegun(List<DeviceMessage> said) {
    return said.stream()
        .filter(message -> message.type() == CAPTURE_BEGIN)
        .map(DeviceMessage::handle)
        .toList();
  }
}
