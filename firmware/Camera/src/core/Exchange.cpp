#include "Exchange.h"

#include <new>

namespace camrelay {

namespace {

/** Values in memory that stays, or null. */
template <typename T>
T* reserve(Board& board, uint8_t count) {
  void* memory = board.reserve(sizeof(T) * count);
  if (memory == nullptr) {
    return nullptr;
  }
  T* values = static_cast<T*>(memory);
  for (uint8_t i = 0; i < count; i++) {
    new (&values[i]) T();
  }
  return values;
}

}  // namespace

bool Exchange::begin(Board& board) {
  Order* const ordered = reserve<Order>(board, ORDERS);
  Request* const requested = reserve<Request>(board, REQUESTS);
  if (ordered == nullptr || requested == nullptr) {
    return false;
  }
  orders.begin(ordered, ORDERS);
  requests.begin(requested, REQUESTS);
  return true;
}

}  // namespace camrelay
