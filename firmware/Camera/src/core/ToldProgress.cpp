#include "ToldProgress.h"

namespace camrelay {

ToldProgress::ToldProgress() : uploads_(), next_(0) {}

void ToldProgress::begin(const CaptureId& capture, bool question) {
  Upload* upload = of(capture);
  upload->quarter = 0;
  upload->question = question;
}

uint8_t ToldProgress::reached(const CaptureId& capture, uint32_t received, uint32_t size) {
  const uint8_t quarter =
      static_cast<uint8_t>(size == 0 ? 4 : static_cast<uint64_t>(received) * 4 / size);
  Upload* upload = of(capture);
  if (quarter <= upload->quarter) {
    return 0;
  }
  upload->quarter = quarter;
  return static_cast<uint8_t>(quarter >= 4 ? 0 : quarter * 25);
}

void ToldProgress::sent(const CaptureId& capture) { of(capture)->quarter = 4; }

bool ToldProgress::isQuestion(const CaptureId& capture) { return of(capture)->question; }

ToldProgress::Upload* ToldProgress::of(const CaptureId& capture) {
  for (Upload& upload : uploads_) {
    if (upload.capture == capture) {
      return &upload;
    }
  }
  Upload* upload = &uploads_[next_];
  next_ = static_cast<uint8_t>((next_ + 1) % MOST);
  *upload = Upload{capture, 0, false};
  return upload;
}

}  // namespace camrelay
