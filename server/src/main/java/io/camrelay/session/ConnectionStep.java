package io.camrelay.session;

import io.camrelay.protocol.Code;

/**
 * What the caller of {@link ConnectionState} must now do.
 *
 * @param kind what
 * @param code why, for REFUSE and GOODBYE; else {@link Code#UNKNOWN}
 */
record ConnectionStep(Kind kind, Code code) {

  enum Kind {
    /** Nothing; a message is thrown away. */
    NOTHING,
    /** Ask the store who the device is. */
    LOOK_UP,
    /** Take the device's place in the registry; its former session ends. */
    ENTER,
    /** Say WELCOME and begin with the mailbox. */
    WELCOME,
    /** Act on the message. */
    PROCESS,
    /** Say REFUSED and close. */
    REFUSE,
    /** Say GOODBYE and close. */
    GOODBYE,
    /** Close without a word. */
    CLOSE
  }

  static final ConnectionStep NOTHING = of(Kind.NOTHING);
  static final ConnectionStep LOOK_UP = of(Kind.LOOK_UP);
  static final ConnectionStep ENTER = of(Kind.ENTER);
  static final ConnectionStep WELCOME = of(Kind.WELCOME);
  static final ConnectionStep PROCESS = of(Kind.PROCESS);
  static final ConnectionStep CLOSE = of(Kind.CLOSE);

  static ConnectionStep refuse(Code code) {
    return new ConnectionStep(Kind.REFUSE, code);
  }

  static ConnectionStep goodbye(Code code) {
    return new ConnectionStep(Kind.GOODBYE, code);
  }

  private static ConnectionStep of(Kind kind) {
    return new ConnectionStep(kind, Code.UNKNOWN);
  }
}
