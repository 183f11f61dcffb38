#include "LogRing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CleanText.h"

namespace camrelay {

namespace {

/** What stands before a line's text: its size, its level, its time. */
constexpr uint32_t HEAD = 2 + 1 + 4;

/** The same in a LogFeed, as characters: the level's digit and the time. */
constexpr uint16_t FEED_HEAD = 1 + 8;

/** Makes one harmless line of a text, cut where there is no more room. */
uint16_t clean(const Text& text, char* into, uint16_t room) {
  CleanText cleaner;
  char out[CleanText::MOST];
  uint16_t size = 0;
  for (uint32_t i = 0; i <= text.size; i++) {
    const uint8_t n =
        i == text.size ? cleaner.end(out) : cleaner.add(static_cast<uint8_t>(text.data[i]), out);
    if (size + n > room) {
      break;
    }
    for (uint8_t k = 0; k < n; k++) {
      into[size++] = out[k] == '\n' ? ' ' : out[k];
    }
  }
  return size;
}

}  // namespace

LogRing::LogRing()
    : memory_(nullptr),
      size_(0),
      first_(0),
      used_(0),
      oldest_(0),
      end_(0),
      nextUnsent_(0),
      lost_(0) {}

void LogRing::begin(char* memory, uint32_t size) {
  memory_ = memory;
  size_ = size;
}

void LogRing::log(LogLevel level, uint32_t uptimeMillis, const Text& line) {
  char text[MAX_LINE];
  const uint16_t size = clean(line, text, MAX_LINE);
  if (HEAD + size > size_) {
    return;
  }
  while (used_ + HEAD + size > size_) {
    forgetOldest();
  }
  const uint8_t levelByte = static_cast<uint8_t>(level);
  uint32_t at = first_ + used_;
  copyIn(at, &size, 2);
  copyIn(at + 2, &levelByte, 1);
  copyIn(at + 3, &uptimeMillis, 4);
  copyIn(at + HEAD, text, size);
  used_ += HEAD + size;
  end_++;
}

bool LogRing::unsent(LoggedLine* line) const {
  if (!at(nextUnsent_, line)) {
    return false;
  }
  if (lost_ > 0) {
    char note[64];
    snprintf(note, sizeof(note), "(%" PRIu32 " log %s lost)", lost_,
             lost_ == 1 ? "line was" : "lines were");
    line->level = LogLevel::WARN;
    line->text.set(text(note));
  }
  return true;
}

void LogRing::sent() {
  if (lost_ > 0) {
    lost_ = 0;
  } else if (nextUnsent_ != end_) {
    nextUnsent_++;
  }
}

bool LogRing::at(uint32_t number, LoggedLine* line) const {
  // Numbers may wrap; their differences do not mind.
  if (number - oldest_ >= end_ - oldest_) {
    return false;
  }
  uint32_t place = first_;
  for (uint32_t i = oldest_; i != number; i++) {
    place += entry(place);
  }
  read(place, line);
  return true;
}

/** Bytes of the line at this place. */
uint32_t LogRing::entry(uint32_t at) const {
  uint16_t size;
  copyOut(at, &size, 2);
  return HEAD + size;
}

void LogRing::forgetOldest() {
  const uint32_t size = entry(first_);
  first_ = (first_ + size) % size_;
  used_ -= size;
  if (nextUnsent_ == oldest_) {
    nextUnsent_++;
    lost_++;
  }
  oldest_++;
}

void LogRing::copyIn(uint32_t at, const void* bytes, uint32_t size) {
  for (uint32_t i = 0; i < size; i++) {
    memory_[(at + i) % size_] = static_cast<const char*>(bytes)[i];
  }
}

void LogRing::copyOut(uint32_t at, void* bytes, uint32_t size) const {
  for (uint32_t i = 0; i < size; i++) {
    static_cast<char*>(bytes)[i] = memory_[(at + i) % size_];
  }
}

void LogRing::read(uint32_t at, LoggedLine* line) const {
  uint16_t size;
  uint8_t level;
  char text[MAX_LINE];
  copyOut(at, &size, 2);
  copyOut(at + 2, &level, 1);
  copyOut(at + 3, &line->uptimeMillis, 4);
  copyOut(at + HEAD, text, size);
  line->level = static_cast<LogLevel>(level);
  line->text.set(Text{text, size});
}

void LogFeed::log(LogLevel level, uint32_t uptimeMillis, const Text& line) {
  char head[FEED_HEAD + 1];
  snprintf(head, sizeof(head), "%d%08" PRIx32, static_cast<int>(level) & 3, uptimeMillis);
  char text[MAX_LINE];
  const uint16_t size = clean(line, text, MAX_LINE);
  ring_.start();
  ring_.add(head, FEED_HEAD);
  ring_.add(text, size);
  ring_.finish();
}

void LogFeed::drain(LogSink& into) {
  const char* bytes;
  uint32_t size;
  while ((size = ring_.front(&bytes)) > 0) {
    for (uint32_t i = 0; i < size; i++) {
      if (bytes[i] == LineRing::END) {
        handOver(into);
        size_ = 0;
      } else if (size_ < sizeof(line_) - 1) {
        line_[size_++] = bytes[i];
      }
    }
    ring_.pop(size);
  }
}

/** Hands over the line that was read. One without a head is the ring's own, of dropped ones. */
void LogFeed::handOver(LogSink& into) {
  if (size_ < FEED_HEAD || line_[0] == '(') {
    into.log(LogLevel::WARN, 0, Text{line_, size_});
    return;
  }
  char head[FEED_HEAD];
  memcpy(head, line_ + 1, FEED_HEAD - 1);
  head[FEED_HEAD - 1] = 0;
  const uint32_t uptime = static_cast<uint32_t>(strtoul(head, nullptr, 16));
  into.log(static_cast<LogLevel>(line_[0] - '0'), uptime,
           Text{line_ + FEED_HEAD, static_cast<uint16_t>(size_ - FEED_HEAD)});
}

}  // namespace camrelay
