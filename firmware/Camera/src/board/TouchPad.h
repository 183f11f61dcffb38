#pragma once

#include "../core/TouchReader.h"
#include "Boards.h"

namespace camrelay {

/** The board's touch pad, or the button that it has in its place. */
class TouchPad : public TouchReader {
 public:
  explicit TouchPad(const BoardPins& pins) : pins_(pins) {}

  /** In setup(). The first reading of a pad takes over 20 ms; it is taken here. */
  void begin();

  uint32_t read() override;
  bool falls() override { return !pins_.touch.button && pins_.touch.falls; }
  bool button() override { return pins_.touch.button; }

 private:
  const BoardPins& pins_;
};

}  // namespace camrelay
