#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/**
 * What the maker was told of captures on their way up: quarters are enough. Remembers the last few;
 * one that was forgotten is told of anew.
 */
class ToldProgress {
 public:
  /** Captures that are remembered, more than are ever under way at once. */
  static constexpr uint8_t MOST = 8;

  ToldProgress();

  /** Its way up begins. @param question it is a further question, and has no photo */
  void begin(const CaptureId& capture, bool question);

  /** @return the percents that are worth a line now: 25, 50 or 75; else 0 */
  uint8_t reached(const CaptureId& capture, uint32_t received, uint32_t size);

  /** All of it has left: nothing of its way is worth a line any more. */
  void sent(const CaptureId& capture);

  bool isQuestion(const CaptureId& capture);

 private:
  struct Upload {
    CaptureId capture;
    uint8_t quarter;
    bool question;
  };

  Upload* of(const CaptureId& capture);

  Upload uploads_[MOST];
  /** The oldest one's place. */
  uint8_t next_;
};

}  // namespace camrelay
