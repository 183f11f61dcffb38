#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "Crc32.h"
#include "Numbers.h"
#include "Outbox.h"
#include "fakes/FakeBoard.h"
#include "fakes/FakeCard.h"
#include "fakes/FakeClock.h"
#include "fakes/FakeMemory.h"

namespace camrelay {
namespace outbox {

constexpr uint32_t BYTES = 20000;

using Name = std::pair<uint64_t, uint32_t>;

inline Name name(const CaptureId& id) { return {id.epoch, id.number}; }

struct Heard : OutboxListener {
  void photoKept(const CaptureId& capture, const char* path) override {
    kept[name(capture)] = path;
  }
  void photoNotKept(const CaptureId& capture) override { notKept.insert(name(capture)); }
  void cardMissing() override { missing++; }
  void cardFull() override { full++; }
  void cardBack(uint32_t count) override {
    back++;
    waiting = count;
  }
  void waitsOnCard(const CaptureId& capture) override { onCard.insert(name(capture)); }
  void lost(const CaptureId& capture, Loss loss) override {
    losses.push_back(loss);
    lostNumbers.insert(capture.number);
  }

  std::map<Name, std::string> kept;
  std::set<Name> notKept;
  std::set<Name> onCard;
  std::vector<Loss> losses;
  std::set<uint32_t> lostNumbers;
  int missing = 0;
  int full = 0;
  int back = 0;
  uint32_t waiting = 0;
};

/** Takes what it is given, as the real one would. */
struct FakeSession {
  uint32_t room() const {
    return limit > hand.size() ? limit - static_cast<uint32_t>(hand.size()) : 0;
  }

  bool take(const Shot& shot) {
    if (refuses) {
      return false;
    }
    for (const Shot& other : hand) {
      if (other.id == shot.id) {
        twice++;
        return false;
      }
    }
    hand.push_back(shot);
    order.push_back(shot.id.number);
    return true;
  }

  std::vector<Shot> hand;
  std::vector<uint32_t> order;
  uint32_t limit = 8;
  bool refuses = false;
  int twice = 0;
};

/** The bytes of a photo: each number has its own, and a JPEG's end. */
inline std::vector<uint8_t> photo(uint32_t number, uint32_t size) {
  std::vector<uint8_t> bytes(size);
  for (uint32_t i = 0; i < size; i++) {
    bytes[i] = static_cast<uint8_t>((i * 31 + number * 7 + i / 256) ^ number);
  }
  if (size >= 2) {
    bytes[size - 2] = 0xFF;
    bytes[size - 1] = 0xD9;
  }
  return bytes;
}

struct Setup {
  uint8_t slots = 4;
  uint32_t keep = 100;
};

/** A camera from one start to the next: what is in it is gone at a power cut. */
struct Start {
  Start(FakeCard& sdCard, FakeMemory& nvs, FakeClock& time, Setup setup = Setup())
      : card(sdCard), clock(time), settings() {
    settings.keepPhotos = setup.keep;
    slots.begin(board, setup.slots, BYTES);
    numbers.begin(nvs, clock);
    outbox.reset(new Outbox(slots, card, clock, heard, settings));
    REQUIRE(outbox->begin(board));
  }

  /** Takes a photo; false: there is no slot. */
  bool press(uint32_t size, const char* question = "") {
    Slot* slot = slots.reserve();
    if (slot == nullptr) {
      slots.drop();
      return false;
    }
    CaptureId id = numbers.next();
    std::vector<uint8_t> bytes = photo(id.number, size);
    memcpy(slot->bytes, bytes.data(), size);
    slot->shot.id = id;
    slot->shot.size = size;
    slot->shot.crc = Crc32::of(bytes.data(), size);
    slot->shot.takenAt = clock.now;
    slot->shot.takenAtKnown = true;
    slot->shot.width = 1600;
    slot->shot.height = 1200;
    slot->question.set(text(question));
    slots.handOver(slot);
    last = id;
    return true;
  }

  bool ask(CaptureId parent, const char* question) {
    Slot* slot = slots.reserveQuestion();
    if (slot == nullptr) {
      return false;
    }
    slot->shot.id = numbers.next();
    slot->shot.parent = parent;
    slot->question.set(text(question));
    slots.handOver(slot);
    last = slot->shot.id;
    return true;
  }

  /** Steps until there is nothing to do; each does at most one piece of work on the card. */
  int settle(bool online, int most = 100000) {
    int steps = 0;
    bool more = true;
    while (more && steps < most) {
      int transfers = card.transfers;
      more = outbox->step(session, online);
      steps++;
      widest = std::max(widest, card.transfers - transfers);
    }
    return steps;
  }

  /** Reads the first capture in hand to its end and says that it is stored; false: unreadable. */
  bool store() {
    Shot shot = session.hand.front();
    session.hand.erase(session.hand.begin());
    std::vector<uint8_t> bytes(shot.size);
    for (uint32_t at = 0; at < shot.size; at += 4084) {
      uint32_t size = std::min<uint32_t>(4084, shot.size - at);
      if (!shot.frame->read(at, bytes.data() + at, size)) {
        toldLost = outbox->unreadable(shot.id);
        return false;
      }
    }
    CHECK(Crc32::of(bytes.data(), bytes.size()) == shot.crc);
    CHECK(bytes == photo(shot.id.number, shot.size));
    again += stored.insert(name(shot.id)).second ? 0 : 1;
    questions[name(shot.id)] = std::string(shot.question.data, shot.question.size);
    outbox->stored(shot.id);
    return true;
  }

  /** Goes on online until all is stored. */
  void deliver() {
    for (int i = 0; i < 10000; i++) {
      settle(true);
      if (session.hand.empty()) {
        return;
      }
      store();
    }
    FAIL("it never ends");
  }

  FakeCard& card;
  FakeClock& clock;
  FakeBoard board;
  Settings settings;
  Slots slots;
  Numbers numbers;
  Heard heard;
  FakeSession session;
  std::unique_ptr<Outbox> outbox;
  std::set<Name> stored;
  /** Captures that were stored a second time. */
  int again = 0;
  /** What the outbox said of the last unreadable capture. */
  bool toldLost = false;
  std::map<Name, std::string> questions;
  CaptureId last = CaptureId{0, 0};
  int widest = 0;
};

struct World {
  FakeCard card;
  FakeMemory nvs;
  FakeClock clock;
};

}  // namespace outbox
}  // namespace camrelay
