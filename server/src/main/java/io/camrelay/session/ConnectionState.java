package io.camrelay.session;

import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.MessageType;
import java.time.Duration;

/**
 * Decides how a connection comes to be a session and how it ends. Events are methods; each returns
 * what the caller must now do.
 *
 * <pre>
 *   GREETING ──► IDENTIFYING ──► ENTERING ──► OPEN
 *       │          │      │          │          │
 *       │          │      ▼          │          │
 *       │          │   STALLING      │          │
 *       └──────────┴──────┴──────────┴──────────┴──► CLOSED
 * </pre>
 *
 * Times are nanoseconds of any one clock that does not go back.
 */
final class ConnectionState {

  private enum Phase {
    /** Connected; HELLO is to come. */
    GREETING,
    /** The store looks the device up. */
    IDENTIFYING,
    /** It is not the one it says; it learns so after a while, so that guessing is slow. */
    STALLING,
    /** It is let in once the device's former session has stopped. */
    ENTERING,
    /** WELCOME was said. */
    OPEN,
    /** REFUSED or GOODBYE was said, or the stream has ended: nothing more happens. */
    CLOSED
  }

  /** Who the peer is. */
  enum Identity {
    ADMITTED,
    /** It has the token of a device that the operator has shut out. */
    REVOKED,
    /** There is no such device, or it has another token: nobody is told which. */
    UNKNOWN
  }

  private Phase phase = Phase.GREETING;

  /** When patience ends: for HELLO, for the store, or with who has a wrong token. */
  private long deadline;

  private final Duration patience;

  /**
   * @param patience how long HELLO may take from now on, and each step after it until WELCOME
   */
  ConnectionState(Duration patience, long now) {
    this.patience = patience;
    this.deadline = now + patience.toNanos();
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** True while what the device sends has to wait. */
  boolean isWaiting() {
    return switch (phase) {
      case IDENTIFYING, STALLING, ENTERING -> true;
      case GREETING, OPEN, CLOSED -> false;
    };
  }

  ConnectionStep hello(Hello hello, long now) {
    return switch (phase) {
      case GREETING -> {
        if (hello.version() != Limits.VERSION) {
          yield refuse(Code.VERSION);
        }
        phase = Phase.IDENTIFYING;
        deadline = now + patience.toNanos();
        yield ConnectionStep.LOOK_UP;
      }
      case IDENTIFYING, STALLING, ENTERING -> refuse(Code.OUT_OF_ORDER);
      case OPEN -> goodbye(Code.OUT_OF_ORDER);
      case CLOSED -> ConnectionStep.NOTHING;
    };
  }

  /** Any message but HELLO. */
  ConnectionStep message() {
    return switch (phase) {
      case GREETING, IDENTIFYING, STALLING, ENTERING -> refuse(Code.OUT_OF_ORDER);
      case OPEN -> ConnectionStep.PROCESS;
      case CLOSED -> ConnectionStep.NOTHING;
    };
  }

  /**
   * The store has answered.
   *
   * @param stall how long to keep one that is not admitted waiting
   */
  ConnectionStep identified(Identity identity, Duration stall, long now) {
    if (phase != Phase.IDENTIFYING) {
      return ConnectionStep.NOTHING;
    }
    return switch (identity) {
      case ADMITTED -> {
        phase = Phase.ENTERING;
        deadline = now + patience.toNanos();
        yield ConnectionStep.ENTER;
      }
      case REVOKED -> refuse(Code.REVOKED);
      case UNKNOWN -> {
        phase = Phase.STALLING;
        deadline = now + stall.toNanos();
        yield tick(now);
      }
    };
  }

  /** The device's former session has stopped. */
  ConnectionStep entered() {
    if (phase != Phase.ENTERING) {
      return ConnectionStep.NOTHING;
    }
    phase = Phase.OPEN;
    return ConnectionStep.WELCOME;
  }

  /** The device has broken a rule, or the relay wants to be rid of it. */
  ConnectionStep end(Code code) {
    return switch (phase) {
      case GREETING, IDENTIFYING, STALLING, ENTERING -> {
        if (code.mayRideOn(MessageType.REFUSED)) {
          yield refuse(code);
        }
        phase = Phase.CLOSED;
        yield ConnectionStep.CLOSE;
      }
      case OPEN -> goodbye(code);
      case CLOSED -> ConnectionStep.NOTHING;
    };
  }

  ConnectionStep tick(long now) {
    boolean late = now - deadline >= 0;
    return switch (phase) {
      case GREETING -> late ? refuse(Code.NO_HELLO) : ConnectionStep.NOTHING;
      case IDENTIFYING, ENTERING -> late ? refuse(Code.INTERNAL) : ConnectionStep.NOTHING;
      case STALLING -> late ? refuse(Code.UNAUTHORIZED) : ConnectionStep.NOTHING;
      case OPEN, CLOSED -> ConnectionStep.NOTHING;
    };
  }

  /** The stream has ended. */
  void closed() {
    phase = Phase.CLOSED;
  }

  private ConnectionStep refuse(Code code) {
    phase = Phase.CLOSED;
    return ConnectionStep.refuse(code);
  }

  private ConnectionStep goodbye(Code code) {
    phase = Phase.CLOSED;
    return ConnectionStep.goodbye(code);
  }
}
