#include "AnswerRows.h"

namespace camrelay {

namespace {

// What a row costs beside its text: its indent and its end. So 2 bytes of answer, a letter and a
// line's end, become 3 in the ring, and nothing grows more.
constexpr uint32_t ROW = 2;
constexpr uint32_t GROWN = 3;
constexpr uint32_t FROM = 2;

}  // namespace

AnswerRows::AnswerRows(LineRing& lines)
    : lines_(lines), folder_(*this, TextFolder::LineEnds::KEPT), capture_(), open_(false) {}

bool AnswerRows::begin(const CaptureId& capture) {
  const bool again = has(capture);
  end();
  capture_ = capture;
  open_ = true;
  return again;
}

void AnswerRows::add(const Bytes& piece) {
  folder_.add(reinterpret_cast<const char*>(piece.data), piece.size);
}

void AnswerRows::end() {
  folder_.end();
  open_ = false;
}

uint32_t AnswerRows::room() const {
  // What waits for the end of its row becomes a row, or two.
  const uint32_t taken = RESERVED + folder_.held() + 2 * ROW;
  const uint32_t room = lines_.room();
  return room > taken ? (room - taken) / GROWN * FROM : 0;
}

void AnswerRows::row(const Text& row) {
  lines_.start();
  if (!row.empty()) {
    lines_.add(&LineRing::INDENT, 1);
    lines_.add(row.data, row.size);
  }
  lines_.finish();
}

}  // namespace camrelay
