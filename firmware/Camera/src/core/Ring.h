#pragma once

#include <stdint.h>

#include <atomic>

namespace camrelay {

/**
 * Hands values from one task to one other, in order. Neither waits. The values lie in memory that
 * is handed in at set-up, which may be PSRAM; the two counters stay in internal memory, where the
 * processor can order them.
 */
template <typename T>
class Ring {
 public:
  Ring() : values_(nullptr), size_(0), pushed_(0), popped_(0) {}

  /** @param values `size` of them, a power of two up to 128, that nobody else uses */
  void begin(T* values, uint8_t size) {
    values_ = values;
    size_ = size;
  }

  /** The producer's. Where the next value is to be written; null if the ring is full. */
  T* reserve() {
    const uint32_t pushed = pushed_.load(std::memory_order_relaxed);
    if (pushed - popped_.load(std::memory_order_acquire) >= size_) {
      return nullptr;
    }
    return &values_[pushed % size_];
  }

  /** The producer's. Hands over what was reserved. */
  void push() {
    pushed_.store(pushed_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  /** The consumer's. The oldest value; null if there is none. It stays until pop(). */
  T* front() {
    const uint32_t popped = popped_.load(std::memory_order_relaxed);
    if (pushed_.load(std::memory_order_acquire) == popped) {
      return nullptr;
    }
    return &values_[popped % size_];
  }

  /** The consumer's. Lets go of the oldest value. */
  void pop() {
    popped_.store(popped_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

 private:
  T* values_;
  uint32_t size_;
  /** Written by the producer alone. Both counters wrap, and their difference does not mind. */
  std::atomic<uint32_t> pushed_;
  /** Written by the consumer alone. */
  std::atomic<uint32_t> popped_;
};

}  // namespace camrelay
