#include "Slots.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "fakes/FakeBoard.h"

using namespace camrelay;

namespace {

constexpr uint32_t BYTES = 1000;
constexpr uint32_t SLOT = sizeof(Slot);

}  // namespace

TEST_CASE("slots: there are as many as were asked for, and then none") {
  FakeBoard board;
  Slots slots;
  REQUIRE(slots.begin(board, 3, BYTES));
  CHECK(slots.count() == 3);
  CHECK(slots.unused() == 3);
  for (int i = 0; i < 3; i++) {
    Slot* slot = slots.reserve();
    REQUIRE(slot != nullptr);
    CHECK(slot->capacity == BYTES);
  }
  CHECK(slots.unused() == 0);
  CHECK(slots.reserve() == nullptr);
  slots.drop();
  CHECK(slots.dropped() == 1);
}

TEST_CASE("slots: a board with less room gives fewer, one with none says so") {
  FakeBoard board(Slots::QUESTIONS * SLOT + 3 * (SLOT + BYTES) - 1);
  Slots slots;
  CHECK(slots.begin(board, 5, BYTES));
  CHECK(slots.count() == 2);

  FakeBoard small(Slots::QUESTIONS * SLOT + SLOT + BYTES - 1);
  Slots none;
  CHECK_FALSE(none.begin(small, 5, BYTES));
  CHECK(none.count() == 0);
  CHECK(none.reserve() == nullptr);
}

TEST_CASE("slots: there are never more than MAX") {
  FakeBoard board;
  Slots slots;
  REQUIRE(slots.begin(board, 200, 10));
  CHECK(slots.count() == Slots::MAX);
}

TEST_CASE("slots: captures come out in the order in which they went in") {
  FakeBoard board;
  Slots slots;
  slots.begin(board, 4, BYTES);
  CHECK(slots.next() == nullptr);
  uint32_t in = 0;
  uint32_t out = 0;
  for (int round = 0; round < 100; round++) {
    for (Slot* slot = slots.reserve(); slot != nullptr; slot = slots.reserve()) {
      slot->shot.id = CaptureId{1, in++};
      slots.handOver(slot);
    }
    for (int i = 0; i < 1 + round % 4; i++) {
      Slot* slot = slots.next();
      REQUIRE(slot != nullptr);
      CHECK(slot->shot.id.number == out++);
      slots.free(slot);
    }
  }
}

TEST_CASE("slots: a further question costs no picture's room") {
  FakeBoard board;
  Slots slots;
  slots.begin(board, 1, BYTES);
  for (int i = 0; i < Slots::QUESTIONS; i++) {
    Slot* slot = slots.reserveQuestion();
    REQUIRE(slot != nullptr);
    CHECK(slot->capacity == 0);
    slot->question.set(text("And the colour?"));
    slots.handOver(slot);
    CHECK(slot->shot.frame == nullptr);
  }
  CHECK(slots.reserveQuestion() == nullptr);
  CHECK(slots.unused() == 1);
  Slot* slot = slots.next();
  CHECK(slot->shot.question == text("And the colour?"));
  slots.free(slot);
  CHECK(slots.reserveQuestion() == slot);
  CHECK(slot->question.empty());
}

TEST_CASE("slots: a frame is read from its slot, and never beyond its end") {
  FakeBoard board;
  Slots slots;
  slots.begin(board, 1, BYTES);
  Slot* slot = slots.reserve();
  for (uint32_t i = 0; i < 100; i++) {
    slot->bytes[i] = static_cast<uint8_t>(i);
  }
  slot->shot.size = 100;
  slots.handOver(slot);
  FrameSource* frame = slots.next()->shot.frame;
  uint8_t into[100];
  CHECK(frame->read(90, into, 10));
  CHECK(into[9] == 99);
  CHECK_FALSE(frame->read(90, into, 11));
  CHECK_FALSE(frame->read(101, into, 0));
  CHECK_FALSE(frame->read(0xFFFFFFF0u, into, 0x20));
}

TEST_CASE("slots: one that got no frame is given back") {
  FakeBoard board;
  Slots slots;
  slots.begin(board, 1, BYTES);
  slots.giveBack(slots.reserve());
  CHECK(slots.unused() == 1);
  CHECK(slots.next() == nullptr);
}

TEST_CASE("slots: two tasks hand thousands of captures over without a lock") {
  constexpr uint32_t CAPTURES = 20000;
  FakeBoard board;
  Slots slots;
  slots.begin(board, 4, 64);
  std::thread loop([&] {
    for (uint32_t number = 1; number <= CAPTURES;) {
      Slot* slot = slots.reserve();
      if (slot == nullptr) {
        std::this_thread::yield();
        continue;
      }
      memset(slot->bytes, static_cast<int>(number & 0xFF), 64);
      slot->shot.id.number = number++;
      slot->shot.size = 64;
      slots.handOver(slot);
    }
  });
  uint32_t wrong = 0;
  for (uint32_t number = 1; number <= CAPTURES;) {
    Slot* slot = slots.next();
    if (slot == nullptr) {
      std::this_thread::yield();
      continue;
    }
    wrong += slot->shot.id.number != number;
    for (int i = 0; i < 64; i++) {
      wrong += slot->bytes[i] != (number & 0xFF);
    }
    number++;
    slots.free(slot);
  }
  loop.join();
  CHECK(wrong == 0);
}
