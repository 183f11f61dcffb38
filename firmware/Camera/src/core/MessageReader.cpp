#include "MessageReader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "MessageFields.h"

namespace camrelay {

MessageReader::MessageReader(Sender from, uint8_t* buffer) : from_(from), buffer_(buffer) {
  reset();
}

void MessageReader::reset() {
  count_ = 0;
  toSkip_ = 0;
  judged_ = false;
  violated_ = false;
  violation_ = Violation{Code::UNKNOWN, ""};
}

MessageReader::Result MessageReader::read(const uint8_t** bytes, size_t* size, Message* message) {
  while (!violated_ && *size > 0) {
    if (toSkip_ > 0) {
      const size_t skipped = toSkip_ < *size ? toSkip_ : *size;
      *bytes += skipped;
      *size -= skipped;
      toSkip_ -= skipped;
      continue;
    }
    if (!judged_) {
      take(Limits::HEADER, bytes, size);
      judged_ = count_ == Limits::HEADER && judgeHeader();
    }
    if (judged_) {
      take(Limits::HEADER + length(), bytes, size);
      if (count_ == Limits::HEADER + length() && deliver(message)) {
        return Result::MESSAGE;
      }
    }
  }
  return violated_ ? Result::VIOLATION : Result::MORE;
}

/** Takes bytes into the buffer until it holds so many. */
void MessageReader::take(size_t wanted, const uint8_t** bytes, size_t* size) {
  const size_t missing = wanted - count_;
  const size_t taken = missing < *size ? missing : *size;
  if (taken > 0) {
    memcpy(buffer_ + count_, *bytes, taken);
  }
  *bytes += taken;
  *size -= taken;
  count_ += taken;
}

/**
 * Judges a header. False where its message is refused or to be skipped.
 *
 * <pre>
 * 0        1        2                 4                                   8
 * +--------+--------+-----------------+-----------------------------------+
 * |  type  | flags  |  length (u16)   |  handle (u32; 0: the connection)  |   big-endian
 * +--------+--------+-----------------+-----------------------------------+
 * </pre>
 */
bool MessageReader::judgeHeader() {
  const uint8_t number = buffer_[0];
  const MessageRules* rules = rulesOf(number);
  if (length() > Limits::MAX_PAYLOAD) {
    refuse(Code::TOO_LONG, "length: a payload of %u bytes", static_cast<unsigned>(length()));
  } else if (rules == nullptr && (number & SKIPPABLE) != 0) {
    toSkip_ = length();
    count_ = 0;
    return false;
  } else if (rules == nullptr) {
    refuse(Code::UNKNOWN_TYPE, "type: 0x%02x", unsigned{number});
  } else if (!rules->mayComeFrom(from_)) {
    refuse(Code::UNKNOWN_TYPE, "sender: %s from the wrong side", word(rules->type));
  } else if (length() < rules->minimum) {
    refuse(Code::MALFORMED, "short: %s of %u bytes", word(rules->type),
           static_cast<unsigned>(length()));
  } else if (!rules->mayCarry(handle())) {
    refuse(Code::MALFORMED, "handle: %s with 0x%" PRIx32, word(rules->type), handle());
  }
  return !violated_;
}

bool MessageReader::deliver(Message* message) {
  const MessageType type = static_cast<MessageType>(buffer_[0]);
  PayloadReader fields(buffer_ + Limits::HEADER, length());
  MessageFields::read(type, handle(), fields, message);
  count_ = 0;
  judged_ = false;
  if (fields.problem() != nullptr) {
    refuse(Code::MALFORMED, "%s (%s)", fields.problem(), word(type));
  }
  return !violated_;
}

void MessageReader::refuse(Code code, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(detail_, DETAIL, format, arguments);
  va_end(arguments);
  violation_ = Violation{code, detail_};
  violated_ = true;
}

size_t MessageReader::length() const { return static_cast<size_t>(buffer_[2] << 8 | buffer_[3]); }

uint32_t MessageReader::handle() const {
  return static_cast<uint32_t>(buffer_[4]) << 24 | static_cast<uint32_t>(buffer_[5]) << 16 |
         static_cast<uint32_t>(buffer_[6]) << 8 | buffer_[7];
}

}  // namespace camrelay
