package io.camrelay.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camrelay.protocol.Ability;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One session a device: takeover, revocation, drain. */
class RegistryTest {

  private static final byte[] PHOTO = Desk.PHOTO;

  private final Desk desk = new Desk();

  private Hello hello() {
    return Says.hello("porch", Desk.TOKEN, 30);
  }

  private static RelayMessage last(TestLink link) {
    List<RelayMessage> heard = link.heard();
    assertThat(heard).isNotEmpty();
    return heard.get(heard.size() - 1);
  }

  @Test
  @Covers("R-CON-7")
  void sendsTheOlderConnectionAwayAndActsOnNothingMoreOfIt() {
    TestLink old = desk.enter();
    desk.say(old, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(old, Says.pieces(1, PHOTO, 0, 5_000));
    TestLink young = desk.connect().say(hello());
    assertThat(young.heard()).as("until the older one has stopped").isEmpty();

    old.settle();
    assertThat(last(old)).isEqualTo(new Goodbye(Code.TAKEN_OVER, 2_000, Code.TAKEN_OVER.hint()));
    assertThat(old.isClosed()).isTrue();
    assertThat(Desk.types(young)).containsExactly(MessageType.WELCOME);
    assertThat(desk.store.bytes(Desk.key(1))).as("kept for the younger one").hasSize(5_000);
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
    old.cut();
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
  }

  @Test
  @Covers("R-CON-7")
  void keepsTwoBoardsWithOneNameFromTakingTurns() {
    List<Long> returns = new ArrayList<>();
    TestLink old = desk.enter();
    for (int i = 0; i < 5; i++) {
      desk.clock.turn(ofSeconds(10));
      TestLink young = desk.connect().say(hello());
      desk.settle();
      returns.add(((Goodbye) last(old)).returnAfterMillis());
      old = young;
    }
    assertThat(returns).containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L);
    desk.clock.turn(Takeovers.FORGOTTEN_AFTER.plusSeconds(1));
    assertThat(desk.connect().say(hello())).isNotNull();
    desk.settle();
    assertThat(((Goodbye) last(old)).returnAfterMillis()).isEqualTo(2_000);
  }

  @Test
  void letsOnlyTheLatestInWhereSeveralComeAtOnce() {
    TestLink first = desk.enter();
    TestLink second = desk.connect().say(hello());
    TestLink third = desk.connect().say(hello());
    desk.settle();
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
    assertThat(second.heard()).as("never let in").isEmpty();
    assertThat(Desk.types(third)).containsExactly(MessageType.WELCOME);
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
  }

  @Test
  @Covers("R-CON-7")
  void letsTheYoungerOneInAlsoWhereTheStoreFindsTheOlderOneLater() {
    desk.store.slow();
    TestLink old = desk.connect().say(hello());
    TestLink young = desk.connect().say(hello());
    desk.store.room();
    young.settle();
    assertThat(Desk.types(young)).containsExactly(MessageType.WELCOME);
    desk.settle();
    assertThat(old.isClosed()).isTrue();
    assertThat(young.heard()).isEmpty();
    assertThat(young.isClosed()).isFalse();
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
  }

  @Test
  void movesDeliveriesToTheYoungerConnection() {
    TestLink old = desk.enter();
    desk.upload(old, 1, 1, PHOTO);
    TestLink young = desk.enter();
    desk.end(Desk.key(1), 1, Desk.answer("A cat."));
    assertThat(Desk.types(old)).containsExactly(MessageType.GOODBYE);
    assertThat(Desk.types(young))
        .containsExactly(MessageType.ANSWER_BEGIN, MessageType.ANSWER_TEXT, MessageType.ANSWER_END);
  }

  @Test
  @Covers("R-CON-10")
  void sendsAwayADeviceThatACommandBesideTheRelayHasRevoked() {
    TestLink porch = desk.enter();
    TestLink gate = desk.enter(Says.hello("gate", Desk.TOKEN, 30));
    desk.store.revokeForeign("porch");
    desk.settle();
    assertThat(last(porch)).isEqualTo(new Goodbye(Code.REVOKED, 0, Code.REVOKED.hint()));
    assertThat(porch.isClosed()).isTrue();
    assertThat(gate.isClosed()).isFalse();
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
  }

  @Test
  void sendsAwayADeviceThatWasGivenAnotherToken() {
    TestLink porch = desk.enter();
    desk.store.renewForeign("porch", "secret-2");
    desk.settle();
    Goodbye goodbye = (Goodbye) last(porch);
    assertThat(goodbye.code()).isEqualTo(Code.REVOKED);
    assertThat(goodbye.hint()).contains("new token");
  }

  @Test
  @Covers("R-CON-10")
  void sendsAwayADeviceThatWasRevokedWhileItWasLetIn() {
    TestLink old = desk.enter();
    TestLink young = desk.connect().say(hello());
    // Found, and waiting for the older one to stop.
    desk.store.revokeForeign("porch");
    desk.settle();
    assertThat(old.isClosed()).isTrue();
    assertThat(young.isClosed()).isTrue();
    assertThat(((Refused) last(young)).code()).isEqualTo(Code.REVOKED);
  }

  @Test
  void looksOnceMoreWhereDevicesChangeWhileItLooks() {
    TestLink porch = desk.enter();
    TestLink gate = desk.enter(Says.hello("gate", Desk.TOKEN, 30));
    desk.store.slow();
    desk.sessions.registry().recheck();
    desk.store.revokeForeign("porch");
    desk.store.revokeForeign("gate");
    desk.store.answerOne();
    desk.store.room();
    desk.settle();
    assertThat(porch.isClosed()).isTrue();
    assertThat(gate.isClosed()).isTrue();
  }

  @Test
  void keepsEverybodyWhereTheStoreCannotSayWhoIsAdmitted() {
    TestLink porch = desk.enter();
    desk.store.broken();
    desk.sessions.registry().recheck();
    desk.store.room();
    desk.settle();
    assertThat(porch.isClosed()).isFalse();
    desk.store.revokeForeign("porch");
    desk.settle();
    assertThat(porch.isClosed()).isTrue();
  }

  @Test
  @Covers("R-REC-3")
  void sendsEverybodyAwayAtItsOwnTimeWhenTheRelayStops() {
    List<TestLink> links = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      desk.store.with("cam-" + i, Desk.TOKEN);
      links.add(desk.enter(Says.hello("cam-" + i, Desk.TOKEN, 30)));
    }
    CompletableFuture<Void> gone = desk.sessions.registry().drain();
    assertThat(gone).isNotDone();
    desk.settle();
    assertThat(gone).isDone();
    List<Long> returns = new ArrayList<>();
    for (TestLink link : links) {
      Goodbye goodbye = (Goodbye) last(link);
      assertThat(goodbye.code()).isEqualTo(Code.DRAINING);
      returns.add(goodbye.returnAfterMillis());
    }
    assertThat(returns).allMatch(millis -> millis >= 0 && millis <= 30_000);
    assertThat(returns.stream().distinct().count()).isGreaterThan(25);
    Refused refused = (Refused) last(desk.connect().say(hello()));
    assertThat(refused.code()).isEqualTo(Code.DRAINING);
    assertThat(refused.retryAfterMillis()).isBetween(0L, 30_000L);
  }

  @Test
  @Covers("R-REC-3")
  void waitsForWhatHasArrivedWholeAndBeginsNothingNew() {
    TestLink link = desk.enter();
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    link.heard();
    CompletableFuture<Void> gone = desk.sessions.registry().drain();
    desk.settle();
    assertThat(desk.say(link, List.of(Says.begin(2, 2, PHOTO))))
        .containsExactly(new Deferred(2, Code.DRAINING, 0, Code.DRAINING.hint()));
    assertThat(gone).isNotDone();

    desk.store.room();
    desk.settle();
    assertThat(Desk.types(link)).containsExactly(MessageType.CAPTURE_STORED, MessageType.GOODBYE);
    assertThat(gone).isDone();
  }

  @Test
  @Covers("R-REC-3")
  void sendsAwayWhoWasBeingLetInWhenTheDrainBegan() {
    desk.store.slow();
    TestLink link = desk.connect().say(hello());
    CompletableFuture<Void> gone = desk.sessions.registry().drain();
    assertThat(gone).isDone();

    desk.store.room();
    desk.settle();
    assertThat(((Refused) last(link)).code()).isEqualTo(Code.DRAINING);
  }

  @Test
  void looksAgainWhetherDevicesMayStayWhereTheStoreCouldNotSay() {
    TestLink link = desk.enter();
    link.heard();
    desk.store.broken();
    desk.store.revokeForeign("porch");
    desk.settle();
    assertThat(link.heard()).isEmpty();

    desk.store.room();
    await()
        .untilAsserted(
            () -> {
              desk.settle();
              assertThat(((Goodbye) last(link)).code()).isEqualTo(Code.REVOKED);
            });
  }

  @Test
  void waitsForADrainNoLongerThanItsBound() {
    TestLink link = desk.enter();
    desk.say(link, List.of(Says.begin(1, 1, PHOTO)));
    desk.say(link, Says.pieces(1, PHOTO, 0, PHOTO.length));
    desk.store.slow();
    link.say(new CaptureEnd(1, Says.crc(PHOTO)));
    assertThat(desk.sessions.registry().drain()).succeedsWithin(ofSeconds(20));
  }

  @Test
  @Covers("R-OPS-1")
  void tellsADeviceOnlyWhatItCanDo() {
    Notice notice = new Notice(LogLevel.INFO, "Good morning.");
    SessionRegistry registry = desk.sessions.registry();
    assertThat(registry.tell("porch", notice)).as("nobody is there").isFalse();
    TestLink plain = desk.enter();
    assertThat(registry.tell("porch", notice)).isFalse();
    Hello h = hello();
    Hello able =
        new Hello(
            h.version(),
            h.heartbeat(),
            h.answerBuffer(),
            h.charset(),
            Ability.set(Ability.NOTICE),
            h.epoch(),
            h.device(),
            h.token(),
            h.firmware(),
            h.board());
    TestLink link = desk.enter(able);
    assertThat(registry.tell("porch", notice)).isTrue();
    assertThat(registry.tell("porch", new RelayMessage.Reboot(0))).isFalse();
    assertThat(link.heard()).containsExactly(notice);
    assertThat(plain.heard()).doesNotContain(notice);
  }
}
