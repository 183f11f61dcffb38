#include "LowestPlaces.h"

#include <string.h>

namespace camrelay {

void LowestPlaces::clear() {
  size_ = 0;
  total_ = 0;
}

void LowestPlaces::add(uint32_t place) {
  total_++;
  if (size_ == ROOM) {
    if (place > places_[ROOM - 1]) {
      return;
    }
    size_--;
  }
  uint8_t at = size_;
  while (at > 0 && places_[at - 1] > place) {
    places_[at] = places_[at - 1];
    at--;
  }
  places_[at] = place;
  size_++;
}

void LowestPlaces::append(uint32_t place) {
  // Behind places that are not known by name it would be out of its turn.
  if (size_ == total_ && size_ < ROOM) {
    places_[size_++] = place;
  }
  total_++;
}

void LowestPlaces::removeFirst() {
  memmove(places_, places_ + 1, sizeof(places_[0]) * --size_);
  total_--;
}

}  // namespace camrelay
