#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Message.h"
#include "PayloadReader.h"

namespace camrelay {

/** Why a stream of bytes cannot be read any further. */
struct Violation {
  Code code;
  /** Begins with the class of section 3 of protocol/SPEC.md. Good until the reader is reset. */
  const char* detail;
};

/**
 * Makes messages out of a stream of bytes, however it is cut, in a buffer that it is given once.
 * Judges a header before it waits for the payload. Belongs to one task.
 */
class MessageReader {
 public:
  /** The buffer that a reader needs: the largest message. */
  static constexpr size_t BUFFER = Limits::HEADER + Limits::MAX_PAYLOAD;

  enum class Result : uint8_t {
    /** All bytes were taken, and no message is whole. */
    MORE,
    /** A message is whole; there may be bytes left. */
    MESSAGE,
    /** Nothing more can be read, now or later: see violation(). */
    VIOLATION
  };

  /**
   * @param from the other side: DEVICE reads what devices send, RELAY what the relay sends
   * @param buffer BUFFER bytes that nobody else uses
   */
  MessageReader(Sender from, uint8_t* buffer);

  /** Forgets everything, for a new connection. */
  void reset();

  /**
   * Takes bytes in until a message is whole.
   *
   * @param bytes moved behind what was taken
   * @param size lessened by what was taken
   * @param message filled in where the result is MESSAGE; views in it are good until the next call
   */
  Result read(const uint8_t** bytes, size_t* size, Message* message);

  /** Good after VIOLATION, until reset(). */
  const Violation& violation() const { return violation_; }

 private:
  /** Room for the longest detail: the longest problem of a PayloadReader, and a type. */
  static constexpr size_t DETAIL = PayloadReader::PROBLEM + 24;

  void take(size_t wanted, const uint8_t** bytes, size_t* size);
  bool judgeHeader();
  bool deliver(Message* message);
  void refuse(Code code, const char* format, ...) __attribute__((format(printf, 3, 4)));
  size_t length() const;
  uint32_t handle() const;

  const Sender from_;
  uint8_t* const buffer_;
  /** Bytes of the message that is under way. */
  size_t count_;
  /** Payload bytes of a skippable message that are still to come. */
  size_t toSkip_;
  /** Whether the header in the buffer was judged, and is good. */
  bool judged_;
  bool violated_;
  Violation violation_;
  char detail_[DETAIL];
};

}  // namespace camrelay
