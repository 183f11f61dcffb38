// How captures on the card come back to the session.

#include "Outbox.h"

namespace camrelay {

/** Gets the next capture on the card ready for the session. */
bool Outbox::prepare() {
  if (candidate_ == nullptr) {
    if (waiting_.total() == 0 || freeOffer() == nullptr) {
      return false;
    }
    if (waiting_.size() > 0) {
      prepareNext();
    } else if (album_.listRecords(&waiting_) == Album::Step::FAILED) {
      cardFailed();
    }
    return true;
  }
  if (candidateReady_) {
    return false;
  }
  const Shot& shot = candidate_->shot;
  switch (album_.check(candidate_->place, shot.size, shot.crc)) {
    case Album::Step::MORE:
      break;
    case Album::Step::DONE:
      candidateReady_ = true;
      break;
    case Album::Step::FULL:
    case Album::Step::WRONG:
      dropCandidate(Loss::UNREADABLE);
      break;
    case Album::Step::FAILED:
      cardFailed();
      break;
  }
  return true;
}

void Outbox::prepareNext() {
  const uint32_t place = waiting_.first();
  CaptureRecord record;
  const Album::Step step = album_.readRecord(place, &record);
  if (step == Album::Step::FAILED) {
    cardFailed();
    return;
  }
  waiting_.removeFirst();
  Offer* inHand = step == Album::Step::DONE ? offerOf(record.id) : nullptr;
  if (inHand != nullptr) {
    inHand->place = place;  // the card was gone while the session had it
    return;
  }
  candidate_ = freeOffer();
  candidate_->used = true;
  candidate_->slot = nullptr;
  candidate_->place = place;
  candidateReady_ = false;
  if (step != Album::Step::DONE) {
    candidate_->shot.id = CaptureId{0, place};
    dropCandidate(Loss::RECORD_BROKEN);
    return;
  }
  candidate_->set(shotOf(record));
  if (forget(record.id)) {
    releaseCandidate();
    remember(record.id, place, false);
    return;
  }
  // What was written since the start was read back before it left the memory.
  candidateReady_ = record.size == 0 || record.start == start_;
}

void Outbox::dropCandidate(Loss loss) {
  const CaptureId id = candidate_->shot.id;
  remember(id, candidate_->place, true);
  releaseCandidate();
  listener_.lost(id, loss);
}

CaptureRecord Outbox::recordOf(const Shot& shot) const {
  const bool known = unixAtZero_ != 0 && shot.takenAtKnown;
  CaptureRecord record;
  record.id = shot.id;
  record.size = shot.size;
  record.crc = shot.crc;
  record.takenUnixMillis = known ? unixAtZero_ + static_cast<uint64_t>(shot.takenAt) : 0;
  record.start = shot.takenAtKnown ? start_ : 0;
  record.takenAt = shot.takenAt;
  record.width = shot.width;
  record.height = shot.height;
  record.trigger = shot.trigger;
  record.urgency = shot.urgency;
  record.parent = shot.parent;
  record.question = shot.question;
  return record;
}

Shot Outbox::shotOf(const CaptureRecord& record) const {
  Shot shot = Shot();
  shot.id = record.id;
  shot.size = record.size;
  shot.crc = record.crc;
  shot.width = record.width;
  shot.height = record.height;
  shot.trigger = record.trigger;
  shot.urgency = record.urgency;
  shot.parent = record.parent;
  shot.question = record.question;
  shot.takenAt = -1;
  if (record.start == start_) {
    shot.takenAt = record.takenAt;
    shot.takenAtKnown = true;
  } else if (record.takenUnixMillis != 0 && unixAtZero_ != 0) {
    const int64_t now = clock_.millis();
    const int64_t at = static_cast<int64_t>(record.takenUnixMillis - unixAtZero_);
    shot.takenAt = at < now ? at : now;
    shot.takenAtKnown = true;
  }
  return shot;
}

}  // namespace camrelay
