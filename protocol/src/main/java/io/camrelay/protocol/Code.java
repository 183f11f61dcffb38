package io.camrelay.protocol;

import static io.camrelay.protocol.MessageType.DEFERRED;
import static io.camrelay.protocol.MessageType.FAILED;
import static io.camrelay.protocol.MessageType.GOODBYE;
import static io.camrelay.protocol.MessageType.REFUSED;

import java.util.Locale;
import java.util.Set;

/**
 * Why something did not happen: one table for the wire, the log, the metrics, the console and the
 * docs. A code's scope follows from the messages that may carry it: REFUSED and GOODBYE speak of
 * the connection, DEFERRED and FAILED of a capture.
 */
public enum Code {
  /** Stands for a number from a later time. It is read and never sent. */
  UNKNOWN(0, "The relay gave a reason that this firmware does not know. Update the firmware."),
  // The connection.
  MALFORMED(
      100,
      "The device sent something that is no camrelay/1. Is its firmware up to date?",
      GOODBYE,
      REFUSED),
  UNKNOWN_TYPE(
      101,
      "The device sent a message that this relay does not know. Update the relay.",
      GOODBYE,
      REFUSED),
  TOO_LONG(
      102,
      "The device sent a message longer than 16376 bytes. Update its firmware.",
      GOODBYE,
      REFUSED),
  OUT_OF_ORDER(
      103, "The device sent a message at the wrong time. Update its firmware.", GOODBYE, REFUSED),
  VERSION(104, "This relay speaks camrelay/1 only. Flash a firmware that does.", REFUSED),
  UNAUTHORIZED(
      105,
      "Device name or token is wrong. Add the device again on the relay and flash the new settings.",
      REFUSED),
  REVOKED(
      106,
      "The relay's operator has revoked this device. Add it again to let it in.",
      REFUSED,
      GOODBYE),
  TAKEN_OVER(
      107,
      "Another board has connected with this device's name. Give each board a name of its own.",
      GOODBYE),
  SILENT(108, "Nothing was heard from the device for too long. Check its Wi-Fi.", GOODBYE),
  NO_HELLO(109, "The device connected and did not say who it is.", REFUSED),
  TOO_MANY_CONNECTIONS(
      110,
      "The relay has as many connections as it may have. It will try again by itself.",
      REFUSED),
  UNKNOWN_HANDLE(
      111, "The device spoke of a capture that it had not begun. Update its firmware.", GOODBYE),
  ACK_AHEAD(
      112,
      "The device acknowledged more of an answer than was sent. Update its firmware.",
      GOODBYE),
  NOT_READING(113, "The device does not read what the relay sends.", GOODBYE),
  // Both.
  DRAINING(
      120,
      "The relay is about to restart. Nothing is lost; the device comes back by itself.",
      GOODBYE,
      REFUSED,
      DEFERRED),
  INTERNAL(121, "The relay has failed. Look into its log.", GOODBYE, REFUSED, DEFERRED, FAILED),
  // A capture, for now.
  BUSY(200, "The relay has too much to do. The photo is kept and sent again by itself.", DEFERRED),
  DISK_FULL(
      201,
      "The relay's disk is full. Free some space there; the photo is kept and sent again by itself.",
      DEFERRED),
  TOO_MANY_CAPTURES(
      202, "Too many photos are under way at once. This one waits its turn.", DEFERRED),
  BAD_CRC(
      203,
      "The photo was damaged on its way. Check the power supply and the Wi-Fi signal.",
      DEFERRED,
      FAILED),
  GAP(
      204,
      "A part of the photo is missing. The firmware must go on from the offset it was told.",
      DEFERRED,
      FAILED),
  // A capture, for good: the upload.
  CONFLICT(
      300,
      "Another photo was sent with the same number. Was the board's memory erased or copied?",
      FAILED),
  TOO_LARGE(
      301,
      "The photo is larger than the relay takes. Use a smaller frame size or a higher quality number.",
      FAILED),
  NOT_JPEG(302, "The photo is no JPEG. Set the camera's pixel format to JPEG.", FAILED),
  JPEG_CUT(
      303,
      "The photo has no end. The camera's buffer was too small: use a smaller frame size or a higher quality number.",
      FAILED),
  JPEG_DAMAGED(
      304,
      "The photo is damaged inside. Check the camera's ribbon cable and the power supply.",
      FAILED),
  JPEG_SIZE(305, "The photo's width or height is out of bounds.", FAILED),
  TOO_MANY_FRAMES(
      306, "The capture has more photos than the relay takes for one question.", FAILED),
  BAD_QUESTION(307, "The question is empty, too long or not UTF-8.", FAILED),
  UNKNOWN_PARENT(308, "The earlier photo that was asked about is not here any more.", FAILED),
  CANCELLED(309, "The device gave up on this photo.", FAILED),
  EXPIRED(
      310, "The photo never arrived whole, or nobody fetched its answer, for too long.", FAILED),
  // A capture, for good: the asking.
  DEADLINE(320, "No answer came in time. Try again, or give the relay a longer deadline.", FAILED),
  PROVIDER_UNREACHABLE(
      321,
      "The relay cannot reach the vision model. Check its network and the configured URL.",
      FAILED),
  PROVIDER_BUSY(322, "The vision model is overloaded or limits the rate. Try again later.", FAILED),
  PROVIDER_MONEY(
      323, "The account at the vision model has no money left. Its owner must top it up.", FAILED),
  PROVIDER_KEY(
      324,
      "The vision model does not accept the relay's key. Its operator must mend the configuration.",
      FAILED),
  PROVIDER_MODEL(
      325,
      "The configured model or path does not exist, or was shut down. The operator must choose another.",
      FAILED),
  PROVIDER_REJECTED(
      326, "The vision model did not accept the request. The relay's log says why.", FAILED),
  PICTURE_REJECTED(327, "The vision model could not use this photo. Take another one.", FAILED),
  ANSWER_REFUSED(328, "The vision model refused to answer about this photo.", FAILED),
  PROVIDER_ERROR(329, "The vision model failed on its side. Try again later.", FAILED),
  ANSWER_BROKEN(330, "The answer broke off half-way. Try again.", FAILED),
  ANSWER_EMPTY(
      331,
      "The vision model returned no words. Raise the limit of answer tokens, or choose another model.",
      FAILED),
  BUDGET(
      332,
      "A budget for the vision model is used up. It renews by itself; the operator can raise it.",
      FAILED),
  NO_PRICE(
      333,
      "A budget forbids a vision model whose price or tokens are not known. The operator must give them or change the budget.",
      FAILED),
  PICTURE_UNFIT(
      334,
      "The photo is cut, black, white, blurred or the same as the last one. Take another one.",
      FAILED),
  ANSWER_UNFIT(
      335,
      "The vision model's answer does not have the form that was asked for. Try again, or choose another model.",
      FAILED);

  private final int number;
  private final String hint;

  // A copy that nobody can change, which the checker cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<MessageType> carriers;

  Code(int number, String hint, MessageType... carriers) {
    this.number = number;
    this.hint = hint;
    this.carriers = Set.of(carriers);
  }

  /** The number on the wire, 1 to 65 535; 0 only for {@link #UNKNOWN}. */
  public int number() {
    return number;
  }

  /** What the maker can do, where nothing more exact is known. */
  public String hint() {
    return hint;
  }

  /** True where the relay may send a message of this type with the code. */
  public boolean mayRideOn(MessageType type) {
    return carriers.contains(type);
  }

  /** The word for logs, metrics and docs, such as {@code bad_crc}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The code with this number, or {@link #UNKNOWN} for a number from a later time. */
  public static Code of(int number) {
    for (Code code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return UNKNOWN;
  }
}
