#include "Album.h"

#include <string.h>

#include "CardPath.h"

namespace camrelay {

static_assert(CaptureRecord::LARGEST <= Album::PIECE, "a record is one read or write");

Album::Album(Card& card, Finder& finder, uint32_t keep)
    : card_(card), finder_(finder), keep_(keep) {}

void Album::photoPath(uint32_t place, char (&path)[MAX_PATH]) {
  memcpy(path, CardPath::photo(place).name, MAX_PATH);
}

bool Album::begin() {
  abandon();
  look_ = Look::LIST_RECORDS;
  photos_ = 0;
  records_ = 0;
  highest_ = 0;
  return card_.begin() && card_.makeFolder(CardPath::PICTURES) &&
         card_.makeFolder(CardPath::OUTBOX);
}

void Album::abandon() {
  card_.close();
  card_.shut();
  photoOpen_ = false;
  writing_ = Writing::NOTHING;
  reading_ = 0;
  checking_ = 0;
  oldest_.clear();
  passed_ = 0;
  fresh_ = false;
}

/** Something could not be read, removed or renamed. */
Album::Step Album::broken() { return card_.present() ? Step::WRONG : Step::FAILED; }

/** Something could not be written; `missing` more bytes were to come. */
Album::Step Album::trouble(uint32_t missing) {
  card_.close();
  photoOpen_ = false;
  writing_ = Writing::NOTHING;
  if (card_.present() && card_.freeBytes() < static_cast<uint64_t>(missing) + SPARE) {
    return Step::FULL;
  }
  return Step::FAILED;
}

// Writing.

uint32_t Album::place(uint32_t number) {
  if (number <= highest_) {
    if (highest_ == 0xFFFFFFFFu) {
      return 0;
    }
    number = highest_ + 1;
  }
  highest_ = number;
  return number;
}

Album::Step Album::writePhoto(uint32_t place, const uint8_t* bytes, uint32_t size) {
  if (!photoOpen_) {
    written_ = 0;
    photoOpen_ = card_.create(CardPath::unnamedPhoto(place).name);
    return photoOpen_ ? Step::MORE : trouble(size);
  }
  if (written_ < size) {
    const uint32_t piece = size - written_ < PIECE ? size - written_ : PIECE;
    if (!card_.append(bytes + written_, piece)) {
      return trouble(size - written_);
    }
    written_ += piece;
    return Step::MORE;
  }
  photoOpen_ = false;
  return card_.close() ? Step::DONE : trouble(0);
}

Album::Step Album::writeRecord(uint32_t place, const CaptureRecord& record) {
  const CardPath unnamed = CardPath::unnamedRecord(place);
  switch (writing_) {
    case Writing::NOTHING: {
      const size_t size = record.write(buffer_, sizeof(buffer_));
      if (!card_.create(unnamed.name) || !card_.append(buffer_, size)) {
        return trouble(PIECE);
      }
      writing_ = Writing::RECORD;
      return Step::MORE;
    }
    case Writing::RECORD:
      writing_ = Writing::CLOSED;
      return card_.close() ? Step::MORE : trouble(PIECE);
    case Writing::CLOSED:
      writing_ = Writing::NOTHING;
      if (!card_.rename(unnamed.name, CardPath::record(place).name)) {
        return trouble(PIECE);
      }
      records_++;
      return Step::DONE;
  }
  return Step::FAILED;
}

Album::Step Album::namePhoto(uint32_t place) {
  if (!card_.rename(CardPath::unnamedPhoto(place).name, CardPath::photo(place).name)) {
    return trouble(PIECE);
  }
  photos_++;
  grown_ = true;
  return Step::DONE;
}

void Album::discard(uint32_t place) {
  card_.close();
  photoOpen_ = false;
  writing_ = Writing::NOTHING;
  card_.remove(CardPath::unnamedPhoto(place).name);
  card_.remove(CardPath::unnamedRecord(place).name);
}

// Reading.

Album::Step Album::readRecord(uint32_t place, CaptureRecord* record) {
  return readRecord(CardPath::record(place).name, record);
}

Album::Step Album::readRecord(const char* path, CaptureRecord* record) {
  reading_ = 0;
  uint32_t size = 0;
  const bool read = card_.open(path, &size) && size > 0 && size <= sizeof(buffer_) &&
                    card_.read(0, buffer_, size) && record->read(buffer_, size);
  card_.shut();
  return read ? Step::DONE : broken();
}

/** Opens a photo for reading, where it is not open already. */
Album::Step Album::openPhoto(uint32_t place, const char* path) {
  if (reading_ == place) {
    return Step::DONE;
  }
  reading_ = 0;
  if (!card_.open(path, &readingSize_)) {
    return broken();
  }
  reading_ = place;
  return Step::DONE;
}

Album::Step Album::check(uint32_t place, uint32_t size, uint32_t crc) {
  if (checking_ != place) {
    checking_ = place;
    checked_ = 0;
    crc_.reset();
  }
  Step step = openPhoto(place, CardPath::photo(place).name);
  if (step == Step::DONE && readingSize_ != size) {
    step = Step::WRONG;
  }
  if (step != Step::DONE) {
    checking_ = 0;
    return step;
  }
  const uint32_t piece = size - checked_ < PIECE ? size - checked_ : PIECE;
  if (!card_.read(checked_, buffer_, piece)) {
    checking_ = 0;
    return broken();
  }
  crc_.add(buffer_, piece);
  checked_ += piece;
  if (checked_ < size) {
    return Step::MORE;
  }
  checking_ = 0;
  return crc_.value() == crc ? Step::DONE : Step::WRONG;
}

bool Album::read(uint32_t place, uint32_t size, uint32_t offset, uint8_t* into, uint32_t length) {
  return openPhoto(place, CardPath::photo(place).name) == Step::DONE && readingSize_ == size &&
         offset <= size && length <= size - offset && card_.read(offset, into, length);
}

// Removing.

Album::Step Album::removeRecord(uint32_t place) {
  const CardPath path = CardPath::record(place);
  if (!card_.exists(path.name)) {
    return card_.present() ? Step::DONE : Step::FAILED;
  }
  if (!card_.remove(path.name)) {
    return Step::FAILED;
  }
  records_ -= records_ > 0 ? 1 : 0;
  grown_ = true;
  return Step::DONE;
}

Album::Step Album::setAside(uint32_t place) {
  const CardPath path = CardPath::record(place);
  if (!card_.rename(path.name, CardPath::badRecord(place).name) && !card_.remove(path.name)) {
    return Step::FAILED;
  }
  records_ -= records_ > 0 ? 1 : 0;
  return Step::DONE;
}

Album::Step Album::removePhoto(uint32_t place) {
  const CardPath path = CardPath::photo(place);
  if (reading_ == place) {
    card_.shut();
    reading_ = 0;
  }
  if (!card_.exists(path.name)) {
    return card_.present() ? Step::DONE : Step::FAILED;
  }
  if (!card_.remove(path.name)) {
    return Step::FAILED;
  }
  photos_ -= photos_ > 0 ? 1 : 0;
  return Step::DONE;
}

bool Album::hasPhoto(uint32_t place) { return card_.exists(CardPath::photo(place).name); }

bool Album::crowded() const {
  return keep_ > 0 && grown_ && photos_ > static_cast<uint64_t>(keep_) + records_;
}

Album::Step Album::removeOldest() {
  if (oldest_.size() == 0) {
    const bool more = oldest_.total() > 0;
    if (!more && fresh_) {
      fresh_ = false;
      grown_ = false;
      return Step::FULL;
    }
    passed_ = more ? passed_ : 0;
    fresh_ = fresh_ || !more;
    return listPhotos(&oldest_, nullptr, passed_) == Step::DONE ? Step::MORE : Step::FAILED;
  }
  const uint32_t place = oldest_.first();
  oldest_.removeFirst();
  passed_ = place;
  if (card_.exists(CardPath::record(place).name)) {
    return Step::MORE;
  }
  fresh_ = false;
  return removePhoto(place);
}

}  // namespace camrelay
