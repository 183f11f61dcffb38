package io.camrelay.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every type of message, its number on the wire and who may send it. Numbers with the high bit set
 * are for growth: a reader that does not know one skips it.
 */
public enum MessageType {
  HELLO(0x01, Sender.DEVICE, Handles.CONNECTION, 2),
  CAPTURE_BEGIN(0x02, Sender.DEVICE, Handles.DEVICE, 64),
  CAPTURE_DATA(0x03, Sender.DEVICE, Handles.DEVICE, 4),
  CAPTURE_END(0x04, Sender.DEVICE, Handles.DEVICE, 4),
  CAPTURE_CANCEL(0x05, Sender.DEVICE, Handles.DEVICE, 0),
  ASK(0x06, Sender.DEVICE, Handles.DEVICE, 26),
  ANSWER_ACK(0x07, Sender.DEVICE, Handles.CAPTURE, 9),
  STATUS(0x08, Sender.DEVICE, Handles.CONNECTION, 36),
  LOG(0x09, Sender.DEVICE, Handles.CONNECTION, 7),

  PING(0x10, Sender.EITHER, Handles.CONNECTION, 8),
  PONG(0x11, Sender.EITHER, Handles.CONNECTION, 8),

  WELCOME(0x41, Sender.RELAY, Handles.CONNECTION, 34),
  REFUSED(0x42, Sender.RELAY, Handles.CONNECTION, 8),
  CAPTURE_ACCEPT(0x43, Sender.RELAY, Handles.DEVICE, 4),
  CAPTURE_PROGRESS(0x44, Sender.RELAY, Handles.DEVICE, 4),
  CAPTURE_STORED(0x45, Sender.RELAY, Handles.DEVICE, 1),
  STAGE(0x46, Sender.RELAY, Handles.CAPTURE, 7),
  ANSWER_BEGIN(0x47, Sender.RELAY, Handles.CAPTURE, 12),
  ANSWER_TEXT(0x48, Sender.RELAY, Handles.CAPTURE, 8),
  ANSWER_END(0x49, Sender.RELAY, Handles.CAPTURE, 21),
  DEFERRED(0x4A, Sender.RELAY, Handles.DEVICE, 8),
  FAILED(0x4B, Sender.RELAY, Handles.CAPTURE, 4),
  PROFILE(0x50, Sender.RELAY, Handles.CONNECTION, 14),
  CAPTURE_NOW(0x51, Sender.RELAY, Handles.CONNECTION, 2),
  NOTICE(0x52, Sender.RELAY, Handles.CONNECTION, 3),
  TOKEN(0x53, Sender.RELAY, Handles.CONNECTION, 2),
  REBOOT(0x54, Sender.RELAY, Handles.CONNECTION, 4),
  GOODBYE(0x5F, Sender.RELAY, Handles.CONNECTION, 8);

  /** Who may send a type. */
  public enum Sender {
    DEVICE,
    RELAY,
    EITHER
  }

  /** Which handles a type may carry. */
  public enum Handles {
    /** 0 alone: the message is about the connection. */
    CONNECTION,

    /** One that the device binds: 1 to {@link Limits#RELAY_HANDLES} - 1. */
    DEVICE,

    /** Any but 0: one that the device has bound, or one that the relay has. */
    CAPTURE
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
  private final Handles handles;
  private final int minimum;

  MessageType(int number, Sender sender, Handles handles, int minimum) {
    this.number = number;
    this.sender = sender;
    this.handles = handles;
    this.minimum = minimum;
  }

  /** The header's first byte, 1 to 255. */
  public int number() {
    return number;
  }

  /** Who may send it. */
  public Sender sender() {
    return sender;
  }

  /** Which handles it may carry. */
  public Handles handles() {
    return handles;
  }

  /** The bytes of the shortest payload that holds all its fields. */
  public int minimum() {
    return minimum;
  }

  boolean mayComeFrom(Sender side) {
    return sender == Sender.EITHER || sender == side;
  }

  boolean mayCarry(int handle) {
    return switch (handles) {
      case CONNECTION -> handle == 0;
      case DEVICE -> handle > 0; // the relay's half is the negative one
      case CAPTURE -> handle != 0;
    };
  }

  /** The type with this number, or null where there is none. */
  public static @Nullable MessageType of(int number) {
    return BY_NUMBER[number & 0xFF];
  }
}
