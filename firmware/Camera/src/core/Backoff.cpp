#include "Backoff.h"

namespace camrelay {

int64_t Backoff::next() {
  int64_t delay = next_;
  next_ = 2 * next_ < LONGEST ? 2 * next_ : static_cast<int64_t>(LONGEST);
  return spread(delay);
}

int64_t Backoff::upTo(int64_t most) {
  // A delay is less than 2^32 ms, so that the product fits.
  return static_cast<int64_t>((static_cast<uint64_t>(most + 1) * clock_.random()) >> 32);
}

}  // namespace camrelay
