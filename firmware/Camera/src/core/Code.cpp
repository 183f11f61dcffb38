#include "Code.h"

#include <stddef.h>

namespace camrelay {

namespace {

struct Row {
  Code code;
  const char* word;
  const char* hint;
};

/** Section 16 of protocol/SPEC.md, in the order of the numbers. */
const Row ROWS[] = {
    {Code::UNKNOWN, "unknown",
     "The relay gave a reason that this firmware does not know. Update the firmware."},
    {Code::MALFORMED, "malformed",
     "The device sent something that is no camrelay/1. Is its firmware up to date?"},
    {Code::UNKNOWN_TYPE, "unknown_type",
     "The device sent a message that this relay does not know. Update the relay."},
    {Code::TOO_LONG, "too_long",
     "The device sent a message longer than 16376 bytes. Update its firmware."},
    {Code::OUT_OF_ORDER, "out_of_order",
     "The device sent a message at the wrong time. Update its firmware."},
    {Code::VERSION, "version", "This relay speaks camrelay/1 only. Flash a firmware that does."},
    {Code::UNAUTHORIZED, "unauthorized",
     "Device name or token is wrong. Add the device again on the relay and flash the new "
     "settings."},
    {Code::REVOKED, "revoked",
     "The relay's operator has revoked this device. Add it again to let it in."},
    {Code::TAKEN_OVER, "taken_over",
     "Another board has connected with this device's name. Give each board a name of its own."},
    {Code::SILENT, "silent", "Nothing was heard from the device for too long. Check its Wi-Fi."},
    {Code::NO_HELLO, "no_hello", "The device connected and did not say who it is."},
    {Code::TOO_MANY_CONNECTIONS, "too_many_connections",
     "The relay has as many connections as it may have. It will try again by itself."},
    {Code::UNKNOWN_HANDLE, "unknown_handle",
     "The device spoke of a capture that it had not begun. Update its firmware."},
    {Code::ACK_AHEAD, "ack_ahead",
     "The device acknowledged more of an answer than was sent. Update its firmware."},
    {Code::NOT_READING, "not_reading", "The device does not read what the relay sends."},
    {Code::DRAINING, "draining",
     "The relay is about to restart. Nothing is lost; the device comes back by itself."},
    {Code::INTERNAL, "internal", "The relay has failed. Look into its log."},
    {Code::BUSY, "busy",
     "The relay has too much to do. The photo is kept and sent again by itself."},
    {Code::DISK_FULL, "disk_full",
     "The relay's disk is full. Free some space there; the photo is kept and sent again by "
     "itself."},
    {Code::TOO_MANY_CAPTURES, "too_many_captures",
     "Too many photos are under way at once. This one waits its turn."},
    {Code::BAD_CRC, "bad_crc",
     "The photo was damaged on its way. Check the power supply and the Wi-Fi signal."},
    {Code::GAP, "gap",
     "A part of the photo is missing. The firmware must go on from the offset it was told."},
    {Code::CONFLICT, "conflict",
     "Another photo was sent with the same number. Was the board's memory erased or copied?"},
    {Code::TOO_LARGE, "too_large",
     "The photo is larger than the relay takes. Use a smaller frame size or a higher quality "
     "number."},
    {Code::NOT_JPEG, "not_jpeg", "The photo is no JPEG. Set the camera's pixel format to JPEG."},
    {Code::JPEG_CUT, "jpeg_cut",
     "The photo has no end. The camera's buffer was too small: use a smaller frame size or a "
     "higher quality number."},
    {Code::JPEG_DAMAGED, "jpeg_damaged",
     "The photo is damaged inside. Check the camera's ribbon cable and the power supply."},
    {Code::JPEG_SIZE, "jpeg_size", "The photo's width or height is out of bounds."},
    {Code::TOO_MANY_FRAMES, "too_many_frames",
     "The capture has more photos than the relay takes for one question."},
    {Code::BAD_QUESTION, "bad_question", "The question is empty, too long or not UTF-8."},
    {Code::UNKNOWN_PARENT, "unknown_parent",
     "The earlier photo that was asked about is not here any more."},
    {Code::CANCELLED, "cancelled", "The device gave up on this photo."},
    {Code::EXPIRED, "expired",
     "The photo never arrived whole, or nobody fetched its answer, for too long."},
    {Code::DEADLINE, "deadline",
     "No answer came in time. Try again, or give the relay a longer deadline."},
    {Code::PROVIDER_UNREACHABLE, "provider_unreachable",
     "The relay cannot reach the vision model. Check its network and the configured URL."},
    {Code::PROVIDER_BUSY, "provider_busy",
     "The vision model is overloaded or limits the rate. Try again later."},
    {Code::PROVIDER_MONEY, "provider_money",
     "The account at the vision model has no money left. Its owner must top it up."},
    {Code::PROVIDER_KEY, "provider_key",
     "The vision model does not accept the relay's key. Its operator must mend the configuration."},
    {Code::PROVIDER_MODEL, "provider_model",
     "The configured model or path does not exist, or was shut down. The operator must choose "
     "another."},
    {Code::PROVIDER_REJECTED, "provider_rejected",
     "The vision model did not accept the request. The relay's log says why."},
    {Code::PICTURE_REJECTED, "picture_rejected",
     "The vision model could not use this photo. Take another one."},
    {Code::ANSWER_REFUSED, "answer_refused",
     "The vision model refused to answer about this photo."},
    {Code::PROVIDER_ERROR, "provider_error",
     "The vision model failed on its side. Try again later."},
    {Code::ANSWER_BROKEN, "answer_broken", "The answer broke off half-way. Try again."},
    {Code::ANSWER_EMPTY, "answer_empty",
     "The vision model returned no words. Raise the limit of answer tokens, or choose another "
     "model."},
    {Code::BUDGET, "budget",
     "A budget for the vision model is used up. It renews by itself; the operator can raise it."},
    {Code::NO_PRICE, "no_price",
     "A budget forbids a vision model whose price or tokens are not known. The operator must give "
     "them or change the budget."},
    {Code::PICTURE_UNFIT, "picture_unfit",
     "The photo is cut, black, white, blurred or the same as the last one. Take another one."},
    {Code::ANSWER_UNFIT, "answer_unfit",
     "The vision model's answer does not have the form that was asked for. Try again, or choose "
     "another model."},
};

const Row& rowOf(uint16_t number) {
  for (const Row& row : ROWS) {
    if (static_cast<uint16_t>(row.code) == number) {
      return row;
    }
  }
  return ROWS[0];
}

}  // namespace

Code codeOf(uint16_t number) { return rowOf(number).code; }

const char* word(Code code) { return rowOf(static_cast<uint16_t>(code)).word; }

const char* hint(Code code) { return rowOf(static_cast<uint16_t>(code)).hint; }

}  // namespace camrelay
