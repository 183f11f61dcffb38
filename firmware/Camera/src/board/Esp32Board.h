#pragma once

#include "../core/Board.h"
#include "Boards.h"

namespace camrelay {

/** The ESP32's memory and its reset reason. */
class Esp32Board : public Board {
 public:
  explicit Esp32Board(const BoardPins& pins) : pins_(pins) {}

  uint32_t freeHeap() override;
  uint32_t largestBlock() override;
  uint32_t freePsram() override;
  ResetReason resetReason() override;
  void* reserve(size_t bytes) override;
  const char* name() override { return pins_.name; }
  void restart() override;

 private:
  const BoardPins& pins_;
};

}  // namespace camrelay
