// The album's look through the card: what is there, and what a power cut has left.

#include <string.h>

#include "Album.h"
#include "CardPath.h"

namespace camrelay {

namespace {

/** Whether both are the same but for the case: some cards know capitals only. */
bool same(const char* one, const char* other) {
  for (; *one != 0 && *other != 0; one++, other++) {
    const char a = *one >= 'A' && *one <= 'Z' ? static_cast<char>(*one - 'A' + 'a') : *one;
    if (a != *other) {
      return false;
    }
  }
  return *one == *other;
}

/** The place that a name begins with, and what follows it; 0: it is no file of ours. */
uint32_t placeOf(const char* name, const char** ending) {
  uint64_t place = 0;
  uint8_t digits = 0;
  for (; name[digits] >= '0' && name[digits] <= '9' && digits < 11; digits++) {
    place = place * 10 + static_cast<uint64_t>(name[digits] - '0');
  }
  *ending = name + digits;
  return digits < 8 || place > 0xFFFFFFFFu ? 0 : static_cast<uint32_t>(place);
}

}  // namespace

/** Sorts a folder's files into those that are whole and those that are not. */
class Album::Folder : public Card::Visitor {
 public:
  Folder(const char* whole, uint32_t above, LowestPlaces* named, LowestPlaces* unnamed)
      : highest(0), count(0), whole_(whole), above_(above), named_(named), unnamed_(unnamed) {}

  bool visit(const char* name, uint32_t) override {
    const char* ending = nullptr;
    const uint32_t place = placeOf(name, &ending);
    if (place == 0) {
      return true;
    }
    highest = place > highest ? place : highest;
    if (same(ending, whole_)) {
      count++;
      if (place > above_ && (except == nullptr || !except->holds(place))) {
        named_->add(place);
      }
    } else if (unnamed_ != nullptr && same(ending, CardPath::UNNAMED)) {
      unnamed_->add(place);
    }
    return true;
  }

  uint32_t highest;
  uint32_t count;
  Finder* except = nullptr;

 private:
  const char* const whole_;
  const uint32_t above_;
  LowestPlaces* const named_;
  LowestPlaces* const unnamed_;
};

Album::Step Album::listRecords(LowestPlaces* records) {
  records->clear();
  torn_.clear();
  Folder folder(CardPath::RECORD, 0, records, &torn_);
  folder.except = &finder_;
  if (!card_.list(CardPath::OUTBOX, &folder)) {
    return Step::FAILED;
  }
  records_ = folder.count;
  highest_ = folder.highest > highest_ ? folder.highest : highest_;
  return Step::DONE;
}

Album::Step Album::listPhotos(LowestPlaces* named, LowestPlaces* unnamed, uint32_t above) {
  named->clear();
  if (unnamed != nullptr) {
    unnamed->clear();
  }
  Folder folder(CardPath::PHOTO, above, named, unnamed);
  if (!card_.list(CardPath::PICTURES, &folder)) {
    return Step::FAILED;
  }
  photos_ = folder.count;
  highest_ = folder.highest > highest_ ? folder.highest : highest_;
  return Step::DONE;
}

Album::Step Album::look(LowestPlaces* records) {
  Step step = Step::DONE;
  switch (look_) {
    case Look::LIST_RECORDS:
      step = listRecords(records);
      look_ = Look::TORN_RECORDS;
      break;
    case Look::TORN_RECORDS:
      if (torn_.size() > 0) {
        step = tornRecord(records);
      } else {
        look_ = torn_.total() > 0 ? Look::LIST_RECORDS : Look::LIST_PHOTOS;
      }
      break;
    case Look::LIST_PHOTOS:
      step = listPhotos(&oldest_, &torn_, 0);
      oldest_.clear();
      look_ = Look::TORN_PHOTOS;
      break;
    case Look::TORN_PHOTOS:
      if (torn_.size() > 0) {
        step = tornPhoto();
      } else {
        look_ = torn_.total() > 0 ? Look::LIST_PHOTOS : Look::OVER;
      }
      break;
    case Look::OVER:
      return Step::DONE;
  }
  return step == Step::FAILED ? Step::FAILED : Step::MORE;
}

/** A record that has no name yet: it gets it if all is there, or is set aside. */
Album::Step Album::tornRecord(LowestPlaces* records) {
  const uint32_t place = torn_.first();
  torn_.removeFirst();
  if (finder_.holds(place)) {
    return Step::DONE;
  }
  const CardPath unnamed = CardPath::unnamedRecord(place);
  if (wholeRecord(place)) {
    if (!card_.rename(unnamed.name, CardPath::record(place).name)) {
      return Step::FAILED;
    }
    records_++;
    records->add(place);
    return Step::DONE;
  }
  if (!card_.present()) {
    return Step::FAILED;
  }
  if (!card_.rename(unnamed.name, CardPath::badRecord(place).name) && !card_.remove(unnamed.name)) {
    return Step::FAILED;
  }
  finder_.tornRecord(place);
  return Step::DONE;
}

/** Whether a record without a name is whole, and its photo there as it says. */
bool Album::wholeRecord(uint32_t place) {
  CaptureRecord record;
  if (readRecord(CardPath::unnamedRecord(place).name, &record) != Step::DONE ||
      card_.exists(CardPath::record(place).name)) {
    return false;
  }
  if (record.size == 0) {
    return true;
  }
  uint32_t size = 0;
  bool there = card_.open(CardPath::unnamedPhoto(place).name, &size) ||
               card_.open(CardPath::photo(place).name, &size);
  card_.shut();
  return there && size == record.size;
}

/** A photo that has no name yet: it gets it if it was written to its end, or goes. */
Album::Step Album::tornPhoto() {
  const uint32_t place = torn_.first();
  torn_.removeFirst();
  if (finder_.holds(place)) {
    return Step::DONE;
  }
  const CardPath unnamed = CardPath::unnamedPhoto(place);
  const bool recorded = card_.exists(CardPath::record(place).name);
  const bool whole = recorded || wholePhoto(place);
  if (!card_.present()) {
    return Step::FAILED;
  }
  if (whole && card_.rename(unnamed.name, CardPath::photo(place).name)) {
    photos_++;
  } else if (!card_.remove(unnamed.name)) {
    return Step::FAILED;
  }
  if (!recorded && !card_.exists(CardPath::badRecord(place).name)) {
    finder_.tornPhoto(place);
  }
  return Step::DONE;
}

/** Whether a photo without a name and a record has the end that a JPEG has. */
bool Album::wholePhoto(uint32_t place) {
  uint32_t size = 0;
  uint8_t end[2] = {0, 0};
  const bool read = card_.open(CardPath::unnamedPhoto(place).name, &size) && size >= sizeof(end) &&
                    card_.read(size - static_cast<uint32_t>(sizeof(end)), end, sizeof(end));
  card_.shut();
  return read && end[0] == 0xFF && end[1] == 0xD9;
}

}  // namespace camrelay
