#pragma once

#include <stdarg.h>
#include <stdint.h>

#include "Clock.h"
#include "Diagnosis.h"
#include "LineRing.h"
#include "LogRing.h"
#include "TextFolder.h"

namespace camrelay {

/**
 * Tells the maker something: a line with the seconds since the board started and what it is about,
 * folded, into a LineRing. The same, where it is for the operator too, goes into the log, without
 * what is private. Each task has its own.
 */
class Teller {
 public:
  /** Bytes of a question that are shown; the maker knows the rest. */
  static constexpr uint16_t MAX_SHOWN_QUESTION = 200;

  /** All live as long as this. */
  Teller(Clock& clock, LineRing& lines, LogSink& log);

  /** One line for the maker alone. */
  void say(const char* about, const char* format, ...) __attribute__((format(printf, 3, 4)));
  /** One line for the maker alone, of text that may come from elsewhere. */
  void say(const char* about, const Text& text);
  /** One line for the maker, and for the log. */
  void report(LogLevel level, const char* about, const char* format, ...)
      __attribute__((format(printf, 4, 5)));
  /** What is wrong and what to do; the log has the first half. */
  void report(LogLevel level, const char* about, const Diagnosis& diagnosis);

 protected:
  /** What a line is about, such as "photo 7". */
  struct About {
    char text[24];
    explicit About(const char* what);
    About(const char* what, uint32_t number);
  };
  /** A time as it is read: "750 ms", "12.5 s". */
  struct Span {
    char text[16];
    explicit Span(uint32_t millis);
  };

  /** Starts a line for the maker alone. */
  void begin(const About& about);
  /** Starts a line that goes into the log as well. */
  void begin(const About& about, LogLevel level);
  void put(const char* format, ...) __attribute__((format(printf, 2, 3)));
  void put(const Text& text);
  /** A question in quotes, shortened; the log does not get it. Nothing if it is empty. */
  void putQuestion(const char* before, const Text& question);
  void putCure(const Diagnosis& diagnosis);
  /** What was put until here is all that the log gets. */
  void endLog();
  void end();

  Clock& clock_;
  LineRing& lines_;

 private:
  class Paragraph : public TextFolder::Rows {
   public:
    explicit Paragraph(LineRing& lines) : lines_(lines), rows_(0) {}
    void start(const char* head);
    void row(const Text& row) override;

   private:
    LineRing& lines_;
    uint16_t rows_;
  };

  void putList(const char* format, va_list values);

  LogSink& log_;
  Paragraph paragraph_;
  TextFolder folder_;
  bool logged_;
  LogLevel level_;
  int64_t now_;
  char logLine_[LogSink::MAX_LINE];
  uint16_t logSize_;
  /** 0 once something did not fit. */
  uint16_t logRoom_;
};

}  // namespace camrelay
