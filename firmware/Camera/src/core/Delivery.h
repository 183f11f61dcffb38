#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/**
 * One answer on its way down, section 12 of protocol/SPEC.md: which generation and how many bytes
 * have been taken in, and how many of them the relay knows to be. Methods that judge return what is
 * wrong, or null.
 */
class Delivery {
 public:
  Delivery() : Delivery(0, CaptureId{0, 0}, false) {}

  /** @param repeated the capture's end is known already, so that nothing of this is shown */
  Delivery(uint32_t handle, const CaptureId& capture, bool repeated)
      : handle_(handle),
        capture_(capture),
        repeated_(repeated),
        generation_(0),
        taken_(0),
        acknowledged_(0) {}

  uint32_t handle() const { return handle_; }
  const CaptureId& capture() const { return capture_; }
  bool repeated() const { return repeated_; }

  /** Bytes that were taken in, and whose acknowledgement was not sent. */
  uint32_t unacknowledged() const { return taken_ - acknowledged_; }

  /** True if this piece voids what came before it. */
  bool restartedBy(const AnswerText& text) const {
    return generation_ != 0 && text.generation > generation_;
  }

  /** Takes a piece in. */
  const char* take(const AnswerText& text);

  /** What is wrong with this end. */
  const char* contradiction(const AnswerEnd& end) const;

  /** Gives the relay credit for what was taken in. */
  AnswerAck credit();

  /** What will let the relay forget the capture. */
  AnswerAck end() const { return AnswerAck{generation_, taken_, true}; }

 private:
  uint32_t handle_;
  CaptureId capture_;
  bool repeated_;
  /** 0 before the first piece. */
  uint32_t generation_;
  uint32_t taken_;
  uint32_t acknowledged_;
};

}  // namespace camrelay
