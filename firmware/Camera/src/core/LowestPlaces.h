#pragma once

#include <stdint.h>

namespace camrelay {

/**
 * The lowest of however many places, in rising order, and how many there are in all. Bounded: when
 * it has run empty and there are more, they are to be listed again.
 */
class LowestPlaces {
 public:
  static constexpr uint8_t ROOM = 32;

  void clear();

  /** One of those that are there, in no order. */
  void add(uint32_t place);

  /** A place that is higher than all that are there. */
  void append(uint32_t place);

  /** The lowest; only where size() is not 0. */
  uint32_t first() const { return places_[0]; }

  void removeFirst();

  /** There are so many more, and all are to be listed again. */
  void forgetNames(uint32_t more) {
    size_ = 0;
    total_ += more;
  }

  /** How many are known by name. */
  uint8_t size() const { return size_; }

  /** How many there are. */
  uint32_t total() const { return total_; }

 private:
  uint32_t places_[ROOM];
  uint8_t size_ = 0;
  uint32_t total_ = 0;
};

}  // namespace camrelay
