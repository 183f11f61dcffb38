package io.camrelay.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every type of message, its number on the wire and who may send it. Numbers with the high bit set
 * are for growth: a reader that does not know one skips it.
 */
public enum MessageType {
  HELLO(0x01, Sender.DEVICE),
  CAPTURE_BEGIN(0x02, Sender.DEVICE),
  CAPTURE_DATA(0x03, Sender.DEVICE),
  CAPTURE_END(0x04, Sender.DEVICE),
  CAPTURE_CANCEL(0x05, Sender.DEVICE),
  ASK(0x06, Sender.DEVICE),
  ANSWER_ACK(0x07, Sender.DEVICE),
  STATUS(0x08, Sender.DEVICE),
  LOG(0x09, Sender.DEVICE),

  PING(0x10, Sender.EITHER),
  PONG(0x11, Sender.EITHER),

  WELCOME(0x41, Sender.RELAY),
  REFUSED(0x42, Sender.RELAY),
  CAPTURE_ACCEPT(0x43, Sender.RELAY),
  CAPTURE_PROGRESS(0x44, Sender.RELAY),
  CAPTURE_STORED(0x45, Sender.RELAY),
  STAGE(0x46, Sender.RELAY),
  ANSWER_BEGIN(0x47, Sender.RELAY),
  ANSWER_TEXT(0x48, Sender.RELAY),
  ANSWER_END(0x49, Sender.RELAY),
  DEFERRED(0x4A, Sender.RELAY),
  FAILED(0x4B, Sender.RELAY),
  PROFILE(0x50, Sender.RELAY),
  CAPTURE_NOW(0x51, Sender.RELAY),
  NOTICE(0x52, Sender.RELAY),
  TOKEN(0x53, Sender.RELAY),
  REBOOT(0x54, Sender.RELAY),
  GOODBYE(0x5F, Sender.RELAY);

  /** Who may send a type. */
  public enum Sender {
    DEVICE,
    RELAY,
    EITHER
  }

  /** A reader that does not know a type with this bit skips its message. */
  public static final int SKIPPABLE = 0x80;

  private static final @Nullable MessageType[] BY_NUMBER = new @Nullable MessageType[0x100];

  static {
    for (MessageType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;
  private final Sender sender;

  MessageType(int number, Sender sender) {
    this.number = number;
    this.sender = sender;
  }

  /** The header's first byte, 1 to 255. */
  public int number() {
    return number;
  }

  /** Who may send it. */
  public Sender sender() {
    return sender;
  }

  /** The type with this number, or null where there is none. */
  public static @Nullable MessageType of(int number) {
    return BY_NUMBER[number & 0xFF];
  }
}
