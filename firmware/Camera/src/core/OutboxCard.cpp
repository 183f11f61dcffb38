// The outbox's work on the card: one small step at a time.

#include "Outbox.h"

namespace camrelay {

// What the album asks and finds.

bool Outbox::holds(uint32_t place) {
  for (uint8_t i = 0; i < count_; i++) {
    if (items_[i].place == place) {
      return true;
    }
  }
  for (const Offer* offer : offers_) {
    if (offer->used && offer->place == place) {
      return true;
    }
  }
  for (uint8_t i = 0; i < overCount_; i++) {
    if (over_[i].place == place) {
      return true;
    }
  }
  return false;
}

void Outbox::tornPhoto(uint32_t place) {
  if (ownFrom_ != 0 && place >= ownFrom_) {
    return;  // written since the start: its capture was in memory all the time
  }
  listener_.lost(CaptureId{0, place}, Loss::POWER_CUT);
}

void Outbox::tornRecord(uint32_t place) {
  if (ownFrom_ != 0 && place >= ownFrom_) {
    return;  // as above: the card was pulled while the record was written
  }
  listener_.lost(CaptureId{0, place}, Loss::RECORD_BROKEN);
}

bool Outbox::workOnCard(bool online) {
  if (card_ == CardState::MISSING) {
    return clock_.millis() >= retryAt_ && mount();
  }
  if (!album_.present()) {
    cardFailed();
    return true;
  }
  if (card_ == CardState::LOOKING) {
    return look();
  }
  if (removeOver() || (makingRoom_ ? makeRoom() : write(online)) || check(online) ||
      (online && prepare())) {
    return true;
  }
  if (!album_.crowded()) {
    return false;
  }
  if (album_.removeOldest() == Album::Step::FAILED) {
    cardFailed();
  }
  return true;
}

// There, gone and back.

bool Outbox::mount() {
  if (album_.begin()) {
    card_ = CardState::LOOKING;
    return true;
  }
  cardFailed();
  return false;
}

bool Outbox::look() {
  const Album::Step step = album_.look(&waiting_);
  if (step == Album::Step::FAILED) {
    cardFailed();
  } else if (step == Album::Step::DONE) {
    card_ = CardState::READY;
    full_ = false;
    if (!doubted_ && (missingTold_ || waiting_.total() > 0)) {
      listener_.cardBack(waiting_.total());
      missingTold_ = false;
    }
  }
  return true;
}

/** Something was changed on the card: it works. */
void Outbox::cardWorks() {
  full_ = false;
  if (doubted_) {
    doubted_ = false;
    missingTold_ = false;
    listener_.cardBack(waiting_.total());
  }
}

/** The card is gone or does not work: it is looked for again later, and looked through then. */
void Outbox::cardFailed() {
  // One that is there, and does not work, is believed again once something was changed on it.
  doubted_ = album_.present();
  album_.abandon();
  card_ = CardState::MISSING;
  retryAt_ = clock_.millis() + RETRY_MILLIS;
  makingRoom_ = false;
  if (candidate_ != nullptr) {
    releaseCandidate();
    waiting_.forgetNames(1);
  }
  for (uint8_t i = 0; i < count_; i++) {
    items_[i].onCard = items_[i].place != 0 ? OnCard::UNSURE : OnCard::NOTHING;
  }
  // What comes back may be another card: places on it mean nothing until they were looked at.
  for (Offer* offer : offers_) {
    offer->place = 0;
  }
  for (uint8_t i = 0; i < overCount_; i++) {
    over_[i].place = 0;
  }
  if (!missingTold_) {
    missingTold_ = true;
    listener_.cardMissing();
  }
}

/** Removes one record that is of no use any more. */
bool Outbox::removeOver() {
  for (uint8_t i = 0; i < overCount_; i++) {
    const Over over = over_[i];
    if (over.place == 0) {
      continue;
    }
    Album::Step step = over.bad ? album_.setAside(over.place) : album_.removeRecord(over.place);
    if (step == Album::Step::DONE && !over.bad && !album_.keeps()) {
      step = album_.removePhoto(over.place);
    }
    if (step == Album::Step::FAILED) {
      cardFailed();
    } else {
      cardWorks();
      forget(over.id);
    }
    return true;
  }
  return false;
}

// From memory to the card.

/** Does the next piece of what is to be written. */
bool Outbox::write(bool online) {
  if (full_ && clock_.millis() >= fullUntil_) {
    full_ = false;
  }
  Item* next = nullptr;
  for (uint8_t i = 0; i < count_; i++) {
    Item* item = &items_[i];
    if (item->onCard == OnCard::PHOTO || item->onCard == OnCard::RECORD ||
        item->onCard == OnCard::NAME) {
      next = item;
      break;
    }
    if (next == nullptr && wanted(*item, online)) {
      next = item;
    }
  }
  if (next == nullptr) {
    return false;
  }
  write(next);
  return true;
}

/** Whether something of a capture is to go to the card, or to be looked up there. */
bool Outbox::wanted(const Item& item, bool online) const {
  if (item.onCard == OnCard::UNSURE) {
    return true;
  }
  if (item.onCard != OnCard::NOTHING || full_) {
    return false;
  }
  const bool waits = !item.over && !(online && !scarce());
  return waits || (item.slot->bytes != nullptr && album_.keeps());
}

void Outbox::write(Item* item) {
  const Slot& slot = *item->slot;
  switch (item->onCard) {
    case OnCard::UNSURE:
      reconsider(item);
      break;
    case OnCard::NOTHING:
      item->place = item->place != 0 ? item->place : album_.place(slot.shot.id.number);
      item->onCard = slot.bytes == nullptr ? OnCard::RECORD : OnCard::PHOTO;
      if (item->place == 0) {
        item->onCard = OnCard::REFUSED;
      } else if (ownFrom_ == 0 || item->place < ownFrom_) {
        ownFrom_ = item->place;
      }
      break;
    case OnCard::PHOTO:
      written(item, album_.writePhoto(item->place, slot.bytes, slot.shot.size), OnCard::RECORD);
      break;
    case OnCard::RECORD:
      if (item->over && !item->writingRecord) {
        item->onCard = slot.bytes == nullptr ? OnCard::ALL : OnCard::NAME;
        break;
      }
      item->writingRecord = true;
      written(item, album_.writeRecord(item->place, recordOf(slot.shot)),
              slot.bytes == nullptr ? OnCard::CHECKED : OnCard::NAME);
      break;
    case OnCard::NAME:
      written(item, album_.namePhoto(item->place), OnCard::ALL);
      break;
    case OnCard::ALL:
    case OnCard::CHECKED:
    case OnCard::REFUSED:
      break;
  }
}

/** A step of writing was done. */
void Outbox::written(Item* item, Album::Step step, OnCard next) {
  switch (step) {
    case Album::Step::MORE:
      return;
    case Album::Step::DONE:
      break;
    case Album::Step::FULL:
      album_.discard(item->place);
      item->onCard = OnCard::NOTHING;
      item->writingRecord = false;
      makingRoom_ = true;
      return;
    case Album::Step::WRONG:
    case Album::Step::FAILED:
      cardFailed();
      return;
  }
  if (item->onCard == OnCard::RECORD) {
    item->recorded = true;
    item->writingRecord = false;
  }
  cardWorks();
  item->onCard = next;
  if (next == OnCard::ALL) {
    fullTold_ = false;
    if (album_.keeps()) {
      char path[Album::MAX_PATH];
      Album::photoPath(item->place, path);
      listener_.photoKept(item->slot->shot.id, path);
    }
  }
}

/** After the card was gone: how much of the capture is on it now? */
void Outbox::reconsider(Item* item) {
  CaptureRecord record;
  const Album::Step step = album_.readRecord(item->place, &record);
  if (step == Album::Step::FAILED) {
    cardFailed();
    return;
  }
  item->writingRecord = false;
  item->recorded = step == Album::Step::DONE && record.id == item->slot->shot.id;
  if (step == Album::Step::DONE && !item->recorded) {
    waiting_.forgetNames(1);  // another card's capture, which was taken for this one
  }
  const bool photo = item->slot->bytes != nullptr;
  if (item->recorded && (!photo || album_.hasPhoto(item->place) ||
                         album_.namePhoto(item->place) == Album::Step::DONE)) {
    item->onCard = OnCard::ALL;
    return;
  }
  // Another card, or one that has lost the photo: it is written anew, to a place of its own.
  if (item->recorded && album_.removeRecord(item->place) == Album::Step::FAILED) {
    cardFailed();
    return;
  }
  item->recorded = false;
  album_.discard(item->place);
  item->place = 0;
  item->onCard = OnCard::NOTHING;
}

/** The card is full: the oldest photo goes, if one may. */
bool Outbox::makeRoom() {
  switch (album_.removeOldest()) {
    case Album::Step::MORE:
      return true;
    case Album::Step::DONE:
      makingRoom_ = false;
      return true;
    case Album::Step::FULL:
    case Album::Step::WRONG:
      makingRoom_ = false;
      full_ = true;
      fullUntil_ = clock_.millis() + RETRY_MILLIS;
      if (!fullTold_) {
        fullTold_ = true;
        listener_.cardFull();
      }
      return true;
    case Album::Step::FAILED:
      cardFailed();
      return true;
  }
  return false;
}

/** Reads a photo back before the one in memory is let go. */
bool Outbox::check(bool online) {
  if (online && !scarce()) {
    return false;
  }
  for (uint8_t i = 0; i < count_; i++) {
    Item* item = &items_[i];
    if (item->onCard != OnCard::ALL || item->over || !item->recorded) {
      continue;
    }
    const Shot& shot = item->slot->shot;
    const Album::Step step = item->slot->bytes == nullptr
                                 ? Album::Step::DONE
                                 : album_.check(item->place, shot.size, shot.crc);
    if (step == Album::Step::DONE) {
      item->onCard = OnCard::CHECKED;
    } else if (step == Album::Step::FAILED) {
      cardFailed();
    } else if (step == Album::Step::WRONG) {
      item->onCard = OnCard::REFUSED;
      item->recorded = false;
      if (album_.removeRecord(item->place) == Album::Step::FAILED) {
        cardFailed();
      }
    }
    return true;
  }
  return false;
}

}  // namespace camrelay
