#pragma once

#include <memory>
#include <vector>

#include "Board.h"

namespace camrelay {

/** A board with as much PSRAM as the test says. */
class FakeBoard : public Board {
 public:
  explicit FakeBoard(uint32_t psramBytes = 8u << 20) : psram(psramBytes) {}

  uint32_t freeHeap() override { return heap; }
  uint32_t largestBlock() override { return block; }
  uint32_t freePsram() override { return psram; }
  ResetReason resetReason() override { return reset; }

  void* reserve(size_t bytes) override {
    if (bytes > psram) {
      return nullptr;
    }
    psram -= static_cast<uint32_t>(bytes);
    blocks_.emplace_back(new uint64_t[bytes / sizeof(uint64_t) + 1]);
    return blocks_.back().get();
  }

  const char* name() override { return "fake board"; }
  void restart() override { restarts++; }

  uint32_t heap = 200000;
  uint32_t block = 100000;
  uint32_t psram;
  ResetReason reset = ResetReason::POWER_ON;
  int restarts = 0;

 private:
  std::vector<std::unique_ptr<uint64_t[]>> blocks_;
};

}  // namespace camrelay
