package io.camrelay.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the first byte to WELCOME, or not. */
class GreetingTest {

  private final Desk desk = new Desk();

  private static Hello hello(String device, String token) {
    return Says.hello(device, token, 30);
  }

  private RelayMessage only(TestLink link) {
    List<RelayMessage> heard = link.heard();
    assertThat(heard).hasSize(1);
    return heard.get(0);
  }

  private RelayMessage reply(Hello hello) {
    return only(desk.connect().say(hello));
  }

  private Welcome welcome(int heartbeat) {
    SessionSettings defaults = SessionSettings.defaults();
    Desk bounded = new Desk(defaults);
    return (Welcome) only(bounded.connect().say(Says.hello("porch", Desk.TOKEN, heartbeat)));
  }

  @Test
  @Covers("R-CON-6")
  void agreesToAHeartbeatWithinItsBounds() {
    assertThat(welcome(4).heartbeat()).isEqualTo(5);
    assertThat(welcome(5).heartbeat()).isEqualTo(5);
    assertThat(welcome(300).heartbeat()).isEqualTo(300);
    assertThat(welcome(301).heartbeat()).isEqualTo(300);
  }

  @Test
  @Covers("R-CON-6")
  void usesNoMoreCreditThanTheDeviceHasRoomFor() {
    Welcome welcome = (Welcome) reply(hello("porch", Desk.TOKEN));
    assertThat(welcome.answerBuffer()).isEqualTo(4_096);
    assertThat(welcome(30).answerBuffer()).isEqualTo(4_096);
    assertThat(welcome.timeMillis()).isEqualTo(TurnedClock.START.toEpochMilli());
    assertThat(welcome.maxFrames()).isEqualTo(4);
    assertThat(welcome.profile()).isEqualTo(TestSettings.PROFILE);
  }

  @Test
  @Covers("R-CON-5")
  void saysTheSameToAnUnknownNameAndAWrongToken() {
    RelayMessage unknown = reply(hello("nobody", Desk.TOKEN));
    RelayMessage wrong = reply(hello("porch", "wrong"));
    RelayMessage noName = reply(hello("No Such Name!", Desk.TOKEN));
    assertThat(unknown)
        .isEqualTo(new Refused(Code.UNAUTHORIZED, 0, Code.UNAUTHORIZED.hint()))
        .isEqualTo(wrong)
        .isEqualTo(noName);
  }

  @Test
  @Covers("R-CON-5")
  void tellsOnlyWhoHasTheTokenThatItIsRevoked() {
    desk.store.revokeForeign("porch");
    assertThat(((Refused) reply(hello("porch", Desk.TOKEN))).code()).isEqualTo(Code.REVOKED);
    assertThat(((Refused) reply(hello("porch", "wrong"))).code()).isEqualTo(Code.UNAUTHORIZED);
  }

  @Test
  void keepsWhoGuessesWaitingAndNobodyElse() {
    for (int i = 0; i < FailedLogins.FREE; i++) {
      assertThat(reply(hello("porch", "guess"))).isInstanceOf(Refused.class);
    }
    TestLink guesser = desk.connect().say(hello("porch", "guess"));
    assertThat(guesser.heard()).isEmpty();
    assertThat(reply(hello("porch", Desk.TOKEN))).isInstanceOf(Welcome.class);
    desk.pass(ofMillis(250));
    assertThat(only(guesser)).isInstanceOf(Refused.class);
    assertThat(guesser.isClosed()).isTrue();
  }

  @Test
  void readsNothingFurtherUntilTheStoreHasFoundTheDevice() {
    desk.store.slow();
    ByteBuffer both = ByteBuffer.allocate(1_000);
    List<DeviceMessage> messages = List.of(hello("porch", Desk.TOKEN), new Ping(7));
    messages.forEach(message -> both.put(TestSettings.bytes(message)));
    TestLink link = desk.connect().say(both.flip());
    assertThat(link.isPaused()).isTrue();
    assertThat(link.heard()).isEmpty();

    desk.store.room();
    assertThat(link.heard())
        .extracting(RelayMessage::type)
        .containsExactly(MessageType.WELCOME, MessageType.PONG);
    assertThat(link.isPaused()).isFalse();
  }

  @Test
  void actsOnNothingThatFollowsARefusedHello() {
    ByteBuffer both = ByteBuffer.allocate(1_000);
    both.put(TestSettings.bytes(hello("porch", "wrong")));
    both.put(TestSettings.bytes(Says.begin(1, 1, Desk.PHOTO)));
    TestLink link = desk.connect().say(both.flip());
    assertThat(only(link)).isInstanceOf(Refused.class);
    assertThat(desk.store.captures()).isZero();
  }

  @Test
  void refusesForNowWhereTheStoreDoesNotAnswer() {
    desk.store.slow();
    TestLink link = desk.connect().say(hello("porch", Desk.TOKEN));
    desk.pass(ofSeconds(10).minus(Desk.TICK));
    assertThat(link.heard()).isEmpty();
    desk.pass(Desk.TICK);
    assertThat(only(link)).isEqualTo(new Refused(Code.INTERNAL, 10_000, Code.INTERNAL.hint()));
    desk.store.room();
    desk.settle();
    assertThat(desk.sessions.registry().count()).isZero();
  }

  @Test
  void refusesForNowWhereTheStoreHasFailed() {
    desk.store.broken();
    assertThat(((Refused) reply(hello("porch", Desk.TOKEN))).code()).isEqualTo(Code.INTERNAL);
  }

  @Test
  @Covers("R-CON-3")
  void refusesWhoSaysOneByteASecond() {
    TestLink slow = desk.connect();
    ByteBuffer hello = TestSettings.bytes(hello("porch", Desk.TOKEN));
    for (int second = 0; second < 10; second++) {
      assertThat(slow.heard()).isEmpty();
      slow.say(ByteBuffer.wrap(new byte[] {hello.get()}));
      desk.pass(ofSeconds(1));
    }
    assertThat(((Refused) only(slow)).code()).isEqualTo(Code.NO_HELLO);
    assertThat(slow.isClosed()).isTrue();
  }

  @Test
  @Covers("R-LIV-2")
  void answersAPingWithItsNonceAndIgnoresPongs() {
    TestLink link = desk.enter();
    link.say(new Pong(1)).say(new Ping(0xABCDEFL));
    assertThat(only(link)).isEqualTo(new Pong(0xABCDEFL));
  }

  @Test
  void forgetsWhoGoesAwayBeforeTheStoreHasAnswered() {
    desk.store.slow();
    TestLink link = desk.connect().say(hello("porch", Desk.TOKEN));
    link.cut();
    desk.store.room();
    desk.settle();
    assertThat(link.heard()).isEmpty();
    assertThat(desk.sessions.registry().count()).isZero();
  }

  @Test
  void tellsWhoIsConnected() {
    desk.enter();
    SessionInfo info = desk.sessions.registry().sessions().get(0);
    assertThat(info.device()).isEqualTo("porch");
    assertThat(info.address()).isEqualTo("192.0.2.7");
    assertThat(info.since()).isEqualTo(TurnedClock.START);
    assertThat(info.heartbeat()).isEqualTo(ofSeconds(30));
    assertThat(desk.sessions.registry().count()).isEqualTo(1);
  }
}
