#include "Teller.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

namespace camrelay {

namespace {

/** Where a row that is folded goes on: behind the time and what it is about. */
const char* const CONTINUATION = "\n                     ";

/** Bytes of what is formatted at once: a line of the log with its head. What is longer is cut. */
constexpr size_t FORMATTED = LogSink::MAX_LINE + 40;

}  // namespace

Teller::About::About(const char* what) { snprintf(text, sizeof(text), "%s", what); }

Teller::About::About(const char* what, uint32_t number) {
  snprintf(text, sizeof(text), "%s %" PRIu32, what, number);
}

Teller::Span::Span(uint32_t millis) {
  if (millis < 1000) {
    snprintf(text, sizeof(text), "%" PRIu32 " ms", millis);
  } else {
    const uint64_t tenths = (static_cast<uint64_t>(millis) + 50) / 100;
    snprintf(text, sizeof(text), "%" PRIu32 ".%d s", static_cast<uint32_t>(tenths / 10),
             static_cast<int>(tenths % 10));
  }
}

Teller::Teller(Clock& clock, LineRing& lines, LogSink& log)
    : clock_(clock),
      lines_(lines),
      log_(log),
      paragraph_(lines),
      folder_(paragraph_, TextFolder::LineEnds::BLANKS),
      logged_(false),
      level_(LogLevel::INFO),
      now_(0),
      logSize_(0),
      logRoom_(0) {}

void Teller::say(const char* about, const char* format, ...) {
  va_list values;
  va_start(values, format);
  begin(About(about));
  putList(format, values);
  va_end(values);
  end();
}

void Teller::say(const char* about, const Text& text) {
  begin(About(about));
  put(text);
  end();
}

void Teller::report(LogLevel level, const char* about, const char* format, ...) {
  va_list values;
  va_start(values, format);
  begin(About(about), level);
  putList(format, values);
  va_end(values);
  end();
}

void Teller::report(LogLevel level, const char* about, const Diagnosis& diagnosis) {
  begin(About(about), level);
  put(text(diagnosis.word));
  put(text(": "));
  put(text(diagnosis.cause));
  put(text("."));
  putCure(diagnosis);
  end();
}

void Teller::begin(const About& about) {
  now_ = clock_.millis();
  char head[64];
  snprintf(head, sizeof(head), "[%4" PRId64 ".%03d] %-9s ", now_ / 1000,
           static_cast<int>(now_ % 1000), about.text);
  paragraph_.start(head);
  logged_ = false;
}

void Teller::begin(const About& about, LogLevel level) {
  begin(about);
  logged_ = true;
  level_ = level;
  const int size = snprintf(logLine_, sizeof(logLine_), "%s: ", about.text);
  logSize_ = static_cast<uint16_t>(size);
  logRoom_ = static_cast<uint16_t>(LogSink::MAX_LINE - size);
}

void Teller::put(const char* format, ...) {
  va_list values;
  va_start(values, format);
  putList(format, values);
  va_end(values);
}

void Teller::put(const Text& text) {
  folder_.add(text);
  if (logged_) {
    const uint16_t size = cut(text, logRoom_).size;
    memcpy(logLine_ + logSize_, text.data, size);
    logSize_ = static_cast<uint16_t>(logSize_ + size);
    logRoom_ = static_cast<uint16_t>(size < text.size ? 0 : logRoom_ - size);
  }
}

void Teller::putQuestion(const char* before, const Text& question) {
  if (question.empty()) {
    return;
  }
  folder_.add(text(before));
  folder_.add(text("\""));
  const Text shown = cut(question, MAX_SHOWN_QUESTION);
  folder_.add(shown);
  folder_.add(text(shown.size < question.size ? " ...\"" : "\""));
}

void Teller::putCure(const Diagnosis& diagnosis) {
  endLog();
  if (diagnosis.cure[0] != 0) {
    put(text(" "));
    put(text(diagnosis.cure));
  }
}

void Teller::endLog() {
  if (logged_) {
    log_.log(level_, static_cast<uint32_t>(now_), Text{logLine_, logSize_});
  }
  logged_ = false;
}

void Teller::end() {
  endLog();
  folder_.end();
  lines_.finish();
}

void Teller::putList(const char* format, va_list values) {
  char formatted[FORMATTED];
  vsnprintf(formatted, sizeof(formatted), format, values);
  put(text(formatted));
}

void Teller::Paragraph::start(const char* head) {
  lines_.start();
  lines_.add(head, static_cast<uint32_t>(strlen(head)));
  rows_ = 0;
}

void Teller::Paragraph::row(const Text& row) {
  if (rows_++ > 0) {
    lines_.add(CONTINUATION, static_cast<uint32_t>(strlen(CONTINUATION)));
  }
  lines_.add(row.data, row.size);
}

}  // namespace camrelay
