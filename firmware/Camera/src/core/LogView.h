#pragma once

#include <stdint.h>

#include "LogRing.h"
#include "Teller.h"

namespace camrelay {

/**
 * Shows the lines of a log, as far as there is room for them and the rest later: what the `log`
 * command does. Belongs to the network task, as the log does.
 */
class LogView {
 public:
  LogView() : log_(nullptr), next_(0) {}

  /** Shows that log from its oldest line on. */
  void start(const LogRing& log);

  /** Shows more of it. @param room bytes that may be taken of the teller's ring */
  void step(Teller& teller, uint32_t room);

 private:
  /** Null: nothing is shown. */
  const LogRing* log_;
  uint32_t next_;
};

}  // namespace camrelay
