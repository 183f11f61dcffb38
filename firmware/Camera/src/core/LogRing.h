#pragma once

#include <stdint.h>

#include "LineRing.h"
#include "Text.h"
#include "Words.h"

namespace camrelay {

/** Takes lines for the operator: no picture, question, answer, token or password is in one. */
class LogSink {
 public:
  /** Bytes of a line; what is beyond is cut. */
  static constexpr uint16_t MAX_LINE = 240;

  virtual ~LogSink() = default;
  virtual void log(LogLevel level, uint32_t uptimeMillis, const Text& line) = 0;
};

/** One line of the log. */
struct LoggedLine {
  LogLevel level;
  /** When it was written. */
  uint32_t uptimeMillis;
  FixedText<LogSink::MAX_LINE> text;
};

/**
 * The last lines since the board started, in memory that is handed in at set-up: for the `log`
 * command, and to be sent to the relay once each. The oldest make room; how many of them the relay
 * has never had is said in a line of its own. Belongs to the network task.
 */
class LogRing : public LogSink {
 public:
  LogRing();

  /** @param memory `size` bytes, 1024 or more, that nobody else uses */
  void begin(char* memory, uint32_t size);

  void log(LogLevel level, uint32_t uptimeMillis, const Text& line) override;

  /** Reads the oldest line that was not sent. @return false if there is none */
  bool unsent(LoggedLine* line) const;
  /** That line is the relay's now. */
  void sent();

  /** Lines are numbered from 0; the ring holds those from oldest() to before end(). */
  uint32_t oldest() const { return oldest_; }
  uint32_t end() const { return end_; }
  /** Reads a line. @return false if the ring does not hold it */
  bool at(uint32_t number, LoggedLine* line) const;

 private:
  uint32_t entry(uint32_t at) const;
  void forgetOldest();
  void copyIn(uint32_t at, const void* bytes, uint32_t size);
  void copyOut(uint32_t at, void* bytes, uint32_t size) const;
  void read(uint32_t at, LoggedLine* line) const;

  char* memory_;
  uint32_t size_;
  /** Where the oldest line is, and how many bytes all lines have. */
  uint32_t first_;
  uint32_t used_;
  uint32_t oldest_;
  uint32_t end_;
  uint32_t nextUnsent_;
  /** Lines that were forgotten and never sent, since a line that said so was sent. */
  uint32_t lost_;
};

/**
 * Takes the loop task's lines to the LogRing, which is the network task's: a ring between them.
 * What does not fit is dropped, and the next line says how many were.
 */
class LogFeed : public LogSink {
 public:
  /** @param memory `size` bytes that nobody else uses */
  void begin(char* memory, uint32_t size) { ring_.begin(memory, size); }

  /** The loop task's. */
  void log(LogLevel level, uint32_t uptimeMillis, const Text& line) override;

  /** The network task's: hands over what waits. */
  void drain(LogSink& into);

 private:
  void handOver(LogSink& into);

  LineRing ring_;

  // The network task's: the line that is read.
  char line_[MAX_LINE + 16];
  uint16_t size_ = 0;
};

}  // namespace camrelay
