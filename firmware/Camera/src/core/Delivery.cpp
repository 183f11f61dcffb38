#include "Delivery.h"

namespace camrelay {

const char* Delivery::take(const AnswerText& text) {
  if (text.generation < generation_) {
    return "ANSWER_TEXT of a lower generation than before";
  }
  if (text.generation > generation_) {
    generation_ = text.generation;
    taken_ = 0;
    acknowledged_ = 0;
  }
  if (text.offset != taken_) {
    return "ANSWER_TEXT at another offset than the one reached";
  }
  if (text.bytes.size > UINT32_MAX - taken_) {
    return "ANSWER_TEXT beyond what an offset can say";
  }
  taken_ += text.bytes.size;
  return nullptr;
}

const char* Delivery::contradiction(const AnswerEnd& end) const {
  if (generation_ != 0 && end.generation != generation_) {
    return "ANSWER_END of another generation than the text";
  }
  if (end.length != taken_) {
    return "ANSWER_END of another length than the text";
  }
  return nullptr;
}

AnswerAck Delivery::credit() {
  acknowledged_ = taken_;
  return AnswerAck{generation_, taken_, false};
}

}  // namespace camrelay
