#include "Outbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <new>

namespace camrelay {

namespace {

const char* waits(uint32_t captures) { return captures == 1 ? "waits" : "wait"; }

}  // namespace

Outbox::Outbox(Slots& slots, Card& card, Clock& clock, OutboxListener& listener,
               const Settings& settings)
    : slots_(slots),
      clock_(clock),
      listener_(listener),
      album_(card, *this, settings.keepPhotos),
      items_(),
      offers_(),
      over_() {}

bool Outbox::begin(Board& board) {
  start_ = clock_.random() | 1;
  for (uint8_t i = 0; i < OFFERS; i++) {
    void* memory = board.reserve(sizeof(Offer));
    if (memory == nullptr) {
      return false;
    }
    offers_[i] = new (memory) Offer(album_);
  }
  return true;
}

void Outbox::relayTime(uint64_t unixMillis) {
  const uint64_t now = static_cast<uint64_t>(clock_.millis());
  unixAtZero_ = unixMillis > now ? unixMillis - now : 0;
}

uint16_t Outbox::queued() const {
  uint32_t queued = waiting_.total() + (candidate_ != nullptr ? 1 : 0);
  for (uint8_t i = 0; i < count_; i++) {
    queued += items_[i].over ? 0 : 1;
  }
  for (const Offer* offer : offers_) {
    queued += offer != nullptr && offer->used && offer != candidate_ && offer->slot == nullptr;
  }
  return static_cast<uint16_t>(queued < 0xFFFF ? queued : 0xFFFF);
}

bool Outbox::safe() const {
  for (uint8_t i = 0; i < count_; i++) {
    const Item& item = items_[i];
    const bool onCard = card_ == CardState::READY && item.recorded &&
                        (item.onCard == OnCard::ALL || item.onCard == OnCard::CHECKED);
    if (!item.over && !onCard) {
      return false;
    }
  }
  return true;
}

void Outbox::describe(char* into, size_t room) const {
  if (card_ == CardState::MISSING) {
    snprintf(into, room, "no card; %u %s in memory", queued(), waits(queued()));
  } else if (card_ == CardState::LOOKING) {
    snprintf(into, room, "looking through the card");
  } else {
    snprintf(into, room, "%" PRIu32 " %s on the card%s; %u %s for the relay", album_.photos(),
             album_.photos() == 1 ? "photo" : "photos", full_ ? ", which is full" : "", queued(),
             waits(queued()));
  }
}

// What the session says.

void Outbox::stored(const CaptureId& capture) { close(capture, false); }

void Outbox::ended(const CaptureId& capture) { close(capture, false); }

bool Outbox::unreadable(const CaptureId& capture) {
  Offer* offer = offerOf(capture);
  if (offer == nullptr) {
    return true;
  }
  if (offer->slot != nullptr || (offer->place != 0 && album_.present())) {
    listener_.lost(capture, Loss::UNREADABLE);
    close(capture, true);
    return true;
  }
  offer->used = false;  // it is found again once the card is back
  waiting_.forgetNames(1);
  return false;
}

/** Nothing of the capture is to be sent any more. */
void Outbox::close(const CaptureId& capture, bool bad) {
  Offer* offer = offerOf(capture);
  if (offer != nullptr) {
    offer->used = false;
  }
  for (uint8_t i = 0; i < count_; i++) {
    if (items_[i].slot->shot.id == capture) {
      items_[i].over = true;
      items_[i].offer = nullptr;
      return;
    }
  }
  uint32_t place = offer != nullptr ? offer->place : 0;
  if (candidate_ != nullptr && candidate_->shot.id == capture) {
    place = candidate_->place;
    releaseCandidate();
  }
  remember(capture, place, bad);
}

/** Keeps in mind that a record is to go; where it is not known, until it turns up. */
void Outbox::remember(const CaptureId& capture, uint32_t place, bool bad) {
  forget(capture);
  if (overCount_ == OVER) {
    uint8_t oldest = 0;
    while (oldest < OVER - 1 && over_[oldest].place != 0) {
      oldest++;
    }
    memmove(over_ + oldest, over_ + oldest + 1, sizeof(over_[0]) * (OVER - 1u - oldest));
    overCount_--;
  }
  over_[overCount_++] = Over{capture, place, bad};
}

/** True if the capture was known to be over. */
bool Outbox::forget(const CaptureId& capture) {
  for (uint8_t i = 0; i < overCount_; i++) {
    if (over_[i].id == capture) {
      overCount_--;
      memmove(over_ + i, over_ + i + 1, sizeof(over_[0]) * (overCount_ - i));
      return true;
    }
  }
  return false;
}

// What the session gets.

Offer* Outbox::offerOf(const CaptureId& capture) {
  for (Offer* offer : offers_) {
    if (offer->used && offer != candidate_ && offer->shot.id == capture) {
      return offer;
    }
  }
  return nullptr;
}

Offer* Outbox::freeOffer() {
  for (Offer* offer : offers_) {
    if (!offer->used) {
      return offer;
    }
  }
  return nullptr;
}

/** The capture that was taken first of those that the session has not got; null: none for now. */
const Shot* Outbox::offered() {
  shown_ = nullptr;
  for (uint8_t i = 0; i < count_ && shown_ == nullptr; i++) {
    if (!items_[i].over && items_[i].offer == nullptr) {
      shown_ = &items_[i];
    }
  }
  if (card_ == CardState::LOOKING) {
    return nullptr;
  }
  const bool onCard = card_ == CardState::READY && (candidate_ != nullptr || waiting_.total() > 0);
  if (onCard && !candidateReady_) {
    return nullptr;  // what waits on the card is older
  }
  if (onCard) {
    const CaptureId& first = candidate_->shot.id;
    if (shown_ == nullptr || shown_->slot->shot.id.epoch != first.epoch ||
        shown_->slot->shot.id.number > first.number) {
      shown_ = nullptr;
      return &candidate_->shot;
    }
  }
  Offer* offer = shown_ == nullptr ? nullptr : freeOffer();
  if (offer == nullptr) {
    return nullptr;
  }
  offer->slot = shown_->slot;
  offer->place = 0;
  offer->set(shown_->slot->shot);
  shown_->offer = offer;
  return &offer->shot;
}

/** The session has what was offered. */
void Outbox::taken() {
  if (shown_ != nullptr) {
    shown_->offer->used = true;
  } else {
    candidate_ = nullptr;
    candidateReady_ = false;
  }
}

/** The session has not let go of the capture yet: it is offered again. */
void Outbox::notTaken() {
  if (shown_ != nullptr) {
    shown_->offer = nullptr;
  }
}

void Outbox::releaseCandidate() {
  candidate_->used = false;
  candidate_ = nullptr;
  candidateReady_ = false;
}

// Memory.

bool Outbox::work(bool online) {
  accept();
  bool left = false;
  for (uint8_t i = count_; i-- > 0;) {
    if (items_[i].over) {
      left = leave(i, online) || left;
    }
  }
  // In order, so that what is on the card alone is older than what is in memory.
  for (uint8_t i = 0; i < count_;) {
    const bool gone = !items_[i].over && leave(i, online);
    left = left || gone;
    i = static_cast<uint8_t>(i + (gone ? 0 : 1));
  }
  return workOnCard(online) || left;
}

/** Takes in what the loop task has handed over. */
void Outbox::accept() {
  for (Slot* slot = count_ < Slots::ALL ? slots_.next() : nullptr; slot != nullptr;
       slot = count_ < Slots::ALL ? slots_.next() : nullptr) {
    items_[count_++] = Item{slot, 0, OnCard::NOTHING, false, false, false, nullptr};
  }
}

/** Whether the next press may find no slot. */
bool Outbox::scarce() const { return slots_.unused() * 4 <= slots_.count(); }

/** Lets a capture leave the memory, if it may. */
bool Outbox::leave(uint8_t index, bool online) {
  Item& item = items_[index];
  const bool photo = item.slot->bytes != nullptr;
  if (!item.over) {
    if (item.onCard != OnCard::CHECKED || card_ != CardState::READY || (online && !scarce())) {
      return false;
    }
    moveToCard(item);
    removeItem(index);
    return true;
  }
  switch (item.onCard) {
    case OnCard::NOTHING:
      if (card_ == CardState::LOOKING || (card_ == CardState::READY && wanted(item, online))) {
        if (!scarce()) {
          return false;
        }
      }
      if (card_ != CardState::MISSING && photo && album_.keeps()) {
        listener_.photoNotKept(item.slot->shot.id);
      }
      break;
    case OnCard::UNSURE:
      if (card_ == CardState::READY) {
        return false;
      }
      remember(item.slot->shot.id, 0, false);
      break;
    case OnCard::PHOTO:
    case OnCard::RECORD:
    case OnCard::NAME:
      return false;
    case OnCard::ALL:
    case OnCard::CHECKED:
      if (item.recorded || !album_.keeps()) {
        remember(item.slot->shot.id, item.place, false);
      }
      break;
    case OnCard::REFUSED:
      break;
  }
  removeItem(index);
  return true;
}

/** The capture goes on from the card. */
void Outbox::moveToCard(const Item& item) {
  if (item.offer != nullptr) {
    item.offer->place = item.place;
    item.offer->slot = nullptr;
  } else {
    waiting_.append(item.place);
  }
  listener_.waitsOnCard(item.slot->shot.id);
}

void Outbox::removeItem(uint8_t index) {
  slots_.free(items_[index].slot);
  count_--;
  memmove(items_ + index, items_ + index + 1, sizeof(items_[0]) * (count_ - index));
}

}  // namespace camrelay
