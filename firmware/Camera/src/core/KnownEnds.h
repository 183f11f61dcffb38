#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/**
 * The captures that have ended, so that an end which comes again is not shown again: the last ones
 * of any epoch, and of the board's own epoch thousands more. Those matter where a card whose record
 * could not be removed comes back hours later: what is on it is sent once more then.
 */
class KnownEnds {
 public:
  /** How many are remembered at least, whatever their identities. */
  static constexpr uint8_t MAX = 64;

  /**
   * How many numbers of the own epoch in a row are remembered. Further apart, what ended last takes
   * the place of what ended before.
   */
  static constexpr uint32_t NUMBERS = 4096;

  /** @param epoch the board's own */
  explicit KnownEnds(uint64_t epoch) : epoch_(epoch), blocks_(), count_(0), next_(0) {}

  bool contains(const CaptureId& capture) const {
    if (capture.epoch == epoch_) {
      const Block& block = blocks_[placeOf(capture.number)];
      if (block.first == firstOf(capture.number) && (block.ended & bitOf(capture.number)) != 0) {
        return true;
      }
    }
    for (uint8_t i = 0; i < count_; i++) {
      if (last_[i] == capture) {
        return true;
      }
    }
    return false;
  }

  void add(const CaptureId& capture) {
    if (contains(capture)) {
      return;
    }
    if (capture.epoch == epoch_) {
      Block* block = &blocks_[placeOf(capture.number)];
      if (block->first != firstOf(capture.number)) {
        *block = Block{firstOf(capture.number), 0};
      }
      block->ended |= bitOf(capture.number);
    }
    last_[next_] = capture;
    next_ = static_cast<uint8_t>((next_ + 1) % MAX);
    if (count_ < MAX) {
      count_++;
    }
  }

 private:
  static constexpr uint32_t IN_BLOCK = 32;
  static constexpr uint32_t BLOCKS = NUMBERS / IN_BLOCK;

  /** Numbers that follow one another, a bit each. */
  struct Block {
    uint32_t first;
    uint32_t ended;
  };

  static uint32_t firstOf(uint32_t number) { return number - number % IN_BLOCK; }
  static uint32_t bitOf(uint32_t number) { return uint32_t{1} << (number % IN_BLOCK); }
  static uint32_t placeOf(uint32_t number) { return number / IN_BLOCK % BLOCKS; }

  uint64_t epoch_;
  Block blocks_[BLOCKS];
  CaptureId last_[MAX];
  uint8_t count_;
  /** Where the next one goes: over the oldest, once all places are taken. */
  uint8_t next_;
};

}  // namespace camrelay
