package io.camrelay.protocol;

/** The bounds that {@code camrelay/1} itself sets, in bytes unless a name says otherwise. */
public final class Limits {

  /** The only version there is. */
  public static final int VERSION = 1;

  /** The name for TLS's application-layer protocol negotiation. */
  public static final String ALPN = "camrelay/1";

  /** Type, flags, length and handle. */
  public static final int HEADER = 8;

  /** Header and payload fill one TLS record of 16 384 bytes and never need a second one. */
  public static final int MAX_PAYLOAD = 16_376;

  /** Handles from here on (as unsigned numbers) are bound by the relay, those below by devices. */
  public static final int RELAY_HANDLES = 0x8000_0000;

  /** Bytes of a frame in one CAPTURE_DATA: the payload without its offset. */
  public static final int MAX_DATA = MAX_PAYLOAD - 4;

  /** Bytes of an answer in one ANSWER_TEXT: the payload without generation and offset. */
  public static final int MAX_ANSWER_PIECE = MAX_PAYLOAD - 8;

  /** A question, in UTF-8. */
  public static final int MAX_QUESTION = 2_000;

  /** A device's name. */
  public static final int MAX_DEVICE = 32;

  /** A token in its text form. */
  public static final int MAX_TOKEN = 64;

  /** What a device says of its firmware or board. */
  public static final int MAX_LABEL = 64;

  /** The name of a sensor's frame size. */
  public static final int MAX_FRAME_SIZE_NAME = 16;

  /** A hint, a notice, a stage's detail or a line of a device's log. */
  public static final int MAX_TEXT = 512;

  /** Seconds. Below it, pings would be most of the traffic. */
  public static final int MIN_HEARTBEAT = 1;

  /** Seconds. Above it, routers forget the connection. */
  public static final int MAX_HEARTBEAT = 3_600;

  /** An answer buffer smaller than this could not hold one folded code point and its context. */
  public static final int MIN_ANSWER_BUFFER = 64;

  /** The most unacknowledged answer bytes that the relay will ever have under way to one device. */
  public static final int MAX_ANSWER_BUFFER = 1 << 20;

  /** A peer that has been silent for this many heartbeats is gone. */
  public static final double SILENCE_FACTOR = 2.5;

  /** How often one capture may be deferred for a bad CRC or a gap before it fails for good. */
  public static final int MAX_DAMAGED_UPLOADS = 3;

  /** Stands for "not known" in fields of 32 bits. */
  public static final long UNKNOWN = 0xFFFF_FFFFL;

  private Limits() {}
}
