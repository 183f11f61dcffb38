#include "LogView.h"

#include <inttypes.h>

namespace camrelay {

namespace {

/** What a line may take in the ring, with its head and the rows that it is folded into. */
constexpr uint32_t COST = 2 * LogSink::MAX_LINE;

}  // namespace

void LogView::start(const LogRing& log) {
  log_ = &log;
  next_ = log.oldest();
}

void LogView::step(Teller& teller, uint32_t room) {
  LoggedLine line;
  for (; log_ != nullptr && room >= COST; room -= COST) {
    if (next_ - log_->oldest() > log_->end() - log_->oldest()) {
      next_ = log_->oldest();  // it was forgotten meanwhile
    }
    if (!log_->at(next_, &line)) {
      log_ = nullptr;
      return;
    }
    next_++;
    teller.say("log", "%" PRIu32 ".%03d %s %s", line.uptimeMillis / 1000,
               static_cast<int>(line.uptimeMillis % 1000), word(line.level), line.text.c_str());
  }
}

}  // namespace camrelay
