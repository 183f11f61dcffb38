#pragma once

#include <stdint.h>

#include "Delivery.h"
#include "KnownEnds.h"
#include "Message.h"
#include "SessionListener.h"
#include "Uploads.h"

namespace camrelay {

/**
 * What comes down: answers piece by piece, failures, and the acknowledgements that they need. A
 * monitor shows one answer at a time. Methods that judge return what is wrong with a message, or
 * null. Belongs to the session.
 */
class Inbox {
 public:
  /** Acknowledgements of ends that can wait; when all do, hears() is false. */
  static constexpr uint8_t MAX_ENDS = 64;

  Inbox(Uploads& uploads, KnownEnds& known, SessionListener& listener);

  const char* begin(uint32_t handle, const AnswerBegin& begin);
  const char* text(uint32_t handle, const AnswerText& text, uint32_t answerBuffer);
  const char* end(uint32_t handle, const AnswerEnd& end);
  void failed(uint32_t handle, const Failed& failed);

  /**
   * The acknowledgement to be sent next. None leaves while the monitor could not show as much again
   * as it allows the relay to send.
   *
   * @param answerBuffer the credit that the relay works with; at half of it, it gets more
   * @return false: none for now
   */
  bool next(uint32_t answerBuffer, Message* message);

  /** The capture whose answer is under way on this handle; null where there is none. */
  const CaptureId* capture(uint32_t handle) const;

  /**
   * True while whatever comes next can be taken in: an end, or as much of an answer as the relay
   * may send at all, whatever it gives up of it before.
   */
  bool hears(uint32_t answerBuffer) const {
    return endCount_ < MAX_ENDS && (!underWay_ || listener_.room() >= answerBuffer);
  }

  /** No answer is under way, and no end waits to be acknowledged. */
  bool quiet() const { return !underWay_ && endCount_ == 0; }

  /** The link is gone; what was not acknowledged comes again. */
  void unlink();

 private:
  /** An end that was taken in and is to be acknowledged. */
  struct End {
    uint32_t handle;
    AnswerAck ack;
    /** Bytes of its answer whose acknowledgement this one is. */
    uint32_t unacknowledged;
  };

  /** Whether the capture's end was not told yet. */
  bool news(const Delivery& delivery) const;
  /** The delivery is over. True if its end is news, which the caller then tells. */
  bool finish(const Delivery& delivery);

  Uploads& uploads_;
  KnownEnds& known_;
  SessionListener& listener_;

  /** The delivery that was begun last and has not ended. */
  bool underWay_;
  Delivery current_;

  /** In the order in which they came, the oldest at endFirst_. */
  End ends_[MAX_ENDS];
  uint8_t endFirst_;
  uint8_t endCount_;
  /** The sum of all ends' unacknowledged bytes. */
  uint32_t endedBytes_;
};

}  // namespace camrelay
