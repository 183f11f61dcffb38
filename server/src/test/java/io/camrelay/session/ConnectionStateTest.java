package io.camrelay.session;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.session.ConnectionState.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionStateTest {

  private static final Hello HELLO = Says.hello("porch", "secret", 30);
  private static final long SECOND = 1_000_000_000L;

  private final ConnectionState state = new ConnectionState(ofSeconds(10), 0);

  private ConnectionStep hello() {
    return state.hello(HELLO, 0);
  }

  private ConnectionStep identified(Identity identity) {
    return state.identified(identity, ZERO, 0);
  }

  private void open() {
    hello();
    identified(Identity.ADMITTED);
    state.entered();
  }

  @Test
  void letsADeviceInStepByStep() {
    assertThat(hello()).isEqualTo(ConnectionStep.LOOK_UP);
    assertThat(state.isWaiting()).isTrue();
    assertThat(identified(Identity.ADMITTED)).isEqualTo(ConnectionStep.ENTER);
    assertThat(state.isWaiting()).isTrue();
    assertThat(state.entered()).isEqualTo(ConnectionStep.WELCOME);
    assertThat(state.isWaiting()).isFalse();
    assertThat(state.isOpen()).isTrue();
    assertThat(state.message()).isEqualTo(ConnectionStep.PROCESS);
  }

  @Test
  @Covers("R-CON-1")
  void actsOnNothingBeforeHello() {
    assertThat(state.message()).isEqualTo(ConnectionStep.refuse(Code.OUT_OF_ORDER));
    assertThat(hello()).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  @Covers("R-CON-1")
  void takesOneHelloOnly() {
    open();
    assertThat(hello()).isEqualTo(ConnectionStep.goodbye(Code.OUT_OF_ORDER));
    assertThat(state.isClosed()).isTrue();
  }

  @Test
  @Covers("R-CON-4")
  void refusesAnotherVersionBeforeItLooksAnybodyUp() {
    Hello two = new Hello(2, 1, 64, Charset.ASCII, 0, 0, "", "", "", "");
    assertThat(state.hello(two, 0)).isEqualTo(ConnectionStep.refuse(Code.VERSION));
  }

  @Test
  @Covers("R-CON-3")
  void waitsForHelloNoLongerThanItsBound() {
    assertThat(state.tick(10 * SECOND - 1)).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.tick(10 * SECOND)).isEqualTo(ConnectionStep.refuse(Code.NO_HELLO));
    assertThat(state.tick(11 * SECOND)).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  void waitsForTheStoreNoLongerThanItsBound() {
    state.hello(HELLO, 9 * SECOND);
    assertThat(state.tick(19 * SECOND - 1)).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.tick(19 * SECOND)).isEqualTo(ConnectionStep.refuse(Code.INTERNAL));
    assertThat(identified(Identity.ADMITTED)).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  void waitsForTheFormerSessionNoLongerThanItsBound() {
    hello();
    state.identified(Identity.ADMITTED, ZERO, 5 * SECOND);
    assertThat(state.tick(15 * SECOND - 1)).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.tick(15 * SECOND)).isEqualTo(ConnectionStep.refuse(Code.INTERNAL));
    assertThat(state.entered()).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  void keepsAWrongTokenWaitingForAsLongAsItIsTold() {
    hello();
    assertThat(state.identified(Identity.UNKNOWN, ofSeconds(4), SECOND))
        .isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.isWaiting()).isTrue();
    assertThat(state.tick(5 * SECOND - 1)).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.tick(5 * SECOND)).isEqualTo(ConnectionStep.refuse(Code.UNAUTHORIZED));
  }

  @Test
  @Covers("R-CON-5")
  void tellsOnlyWhoHasTheTokenThatItIsRevoked() {
    hello();
    assertThat(identified(Identity.REVOKED)).isEqualTo(ConnectionStep.refuse(Code.REVOKED));
    ConnectionState other = new ConnectionState(ofSeconds(10), 0);
    other.hello(HELLO, 0);
    assertThat(other.identified(Identity.UNKNOWN, ZERO, 0))
        .isEqualTo(ConnectionStep.refuse(Code.UNAUTHORIZED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"MALFORMED", "UNKNOWN_TYPE", "TOO_LONG", "DRAINING", "REVOKED"})
  @Covers("R-CON-9")
  void saysWhyItEnds(Code code) {
    assertThat(state.end(code)).isEqualTo(ConnectionStep.refuse(code));
    assertThat(state.end(code)).isEqualTo(ConnectionStep.NOTHING);

    ConnectionState other = new ConnectionState(ofSeconds(10), 0);
    other.hello(HELLO, 0);
    other.identified(Identity.ADMITTED, ZERO, 0);
    other.entered();
    assertThat(other.end(code)).isEqualTo(ConnectionStep.goodbye(code));
  }

  @Test
  void closesWithoutAWordWhereNoRefusalCanSayWhy() {
    hello();
    identified(Identity.ADMITTED);
    assertThat(state.end(Code.TAKEN_OVER)).isEqualTo(ConnectionStep.CLOSE);
    assertThat(state.entered()).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  @Covers("R-CON-8")
  void doesNothingOnceItIsClosed() {
    open();
    state.end(Code.DRAINING);
    assertThat(state.message()).isEqualTo(ConnectionStep.NOTHING);
    assertThat(hello()).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.end(Code.SILENT)).isEqualTo(ConnectionStep.NOTHING);
    assertThat(state.tick(100 * SECOND)).isEqualTo(ConnectionStep.NOTHING);
  }

  @Test
  void hasNoDeadlineOnceItIsOpen() {
    open();
    assertThat(state.tick(1_000 * SECOND)).isEqualTo(ConnectionStep.NOTHING);
  }
}
