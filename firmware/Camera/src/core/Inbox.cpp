#include "Inbox.h"

namespace camrelay {

Inbox::Inbox(Uploads& uploads, KnownEnds& known, SessionListener& listener)
    : uploads_(uploads),
      known_(known),
      listener_(listener),
      underWay_(false),
      endFirst_(0),
      endCount_(0),
      endedBytes_(0) {}

const char* Inbox::begin(uint32_t handle, const AnswerBegin& begin) {
  if (underWay_) {
    return "ANSWER_BEGIN before the end of the answer before";
  }
  const CaptureId* bound = uploads_.capture(handle);
  if (bound != nullptr && *bound != begin.id) {
    return "ANSWER_BEGIN on the handle of another capture";
  }
  current_ = Delivery(handle, begin.id, known_.contains(begin.id));
  underWay_ = true;
  if (!current_.repeated()) {
    listener_.answerBegun(begin.id);
  }
  return nullptr;
}

const char* Inbox::text(uint32_t handle, const AnswerText& text, uint32_t answerBuffer) {
  if (!underWay_ || current_.handle() != handle) {
    return nullptr;  // of a handle that is over
  }
  bool restarted = current_.restartedBy(text);
  const char* problem = current_.take(text);
  if (problem != nullptr) {
    return problem;
  }
  if (current_.unacknowledged() + endedBytes_ > answerBuffer) {
    return "ANSWER_TEXT beyond the camera's answer buffer";
  }
  if (news(current_)) {
    if (restarted) {
      listener_.answerRestarted(current_.capture(), text.generation);
    }
    listener_.answerPiece(current_.capture(), text.bytes);
  }
  return nullptr;
}

const char* Inbox::end(uint32_t handle, const AnswerEnd& end) {
  if (!underWay_ || current_.handle() != handle) {
    return nullptr;  // of a handle that is over
  }
  const char* problem = current_.contradiction(end);
  if (problem != nullptr) {
    return problem;
  }
  const CaptureId capture = current_.capture();
  if (finish(current_)) {
    listener_.answered(capture, end);
  }
  return nullptr;
}

void Inbox::failed(uint32_t handle, const Failed& failed) {
  Delivery delivery = current_;
  if (!underWay_ || current_.handle() != handle) {
    const CaptureId* bound = uploads_.capture(handle);
    if (bound == nullptr) {
      return;  // of a handle that is over
    }
    delivery = Delivery(handle, *bound, known_.contains(*bound));
  }
  if (finish(delivery)) {
    listener_.failed(delivery.capture(), failed);
  }
}

bool Inbox::next(uint32_t answerBuffer, Message* message) {
  bool credit = underWay_ && current_.unacknowledged() >= answerBuffer - answerBuffer / 2;
  if ((endCount_ == 0 && !credit) || listener_.room() < answerBuffer) {
    return false;
  }
  message->type = MessageType::ANSWER_ACK;
  if (endCount_ == 0) {
    message->handle = current_.handle();
    message->answerAck = current_.credit();
    return true;
  }
  const End& end = ends_[endFirst_];
  message->handle = end.handle;
  message->answerAck = end.ack;
  endedBytes_ -= end.unacknowledged;
  endFirst_ = static_cast<uint8_t>((endFirst_ + 1) % MAX_ENDS);
  endCount_--;
  return true;
}

const CaptureId* Inbox::capture(uint32_t handle) const {
  return underWay_ && current_.handle() == handle ? &current_.capture() : nullptr;
}

void Inbox::unlink() {
  underWay_ = false;
  endCount_ = 0;
  endedBytes_ = 0;
}

/** An end may also come on another handle, or the frame be lost, while an answer is under way. */
bool Inbox::news(const Delivery& delivery) const {
  return !delivery.repeated() && !known_.contains(delivery.capture());
}

bool Inbox::finish(const Delivery& delivery) {
  if (underWay_ && delivery.handle() == current_.handle()) {
    underWay_ = false;
  }
  if (endCount_ == MAX_ENDS) {
    // Nobody waited for hears(): the oldest is not acknowledged, and comes again some time.
    endedBytes_ -= ends_[endFirst_].unacknowledged;
    endFirst_ = static_cast<uint8_t>((endFirst_ + 1) % MAX_ENDS);
    endCount_--;
  }
  ends_[(endFirst_ + endCount_) % MAX_ENDS] =
      End{delivery.handle(), delivery.end(), delivery.unacknowledged()};
  endCount_++;
  endedBytes_ += delivery.unacknowledged();
  uploads_.release(delivery.handle());
  uploads_.ended(delivery.capture());
  if (!news(delivery)) {
    listener_.endRepeated(delivery.capture());
    return false;
  }
  known_.add(delivery.capture());
  return true;
}

}  // namespace camrelay
