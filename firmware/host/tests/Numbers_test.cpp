#include "Numbers.h"

#include <doctest/doctest.h>

#include <set>

#include "Keys.h"
#include "fakes/FakeClock.h"
#include "fakes/FakeMemory.h"

using namespace camrelay;

namespace {

using Name = std::pair<uint64_t, uint32_t>;

Name name(const CaptureId& id) { return {id.epoch, id.number}; }

/** Puts an identity into the memory. */
void keep(FakeMemory& memory, uint64_t epoch, uint32_t reserved) {
  std::string value(reinterpret_cast<const char*>(&epoch), sizeof(epoch));
  value.append(reinterpret_cast<const char*>(&reserved), sizeof(reserved));
  memory.values[Keys::IDENTITY] = value;
}

}  // namespace

TEST_CASE("numbers: the epoch is drawn once, and lies in the memory before it is used") {
  FakeMemory memory;
  FakeClock clock;
  Numbers numbers;
  CHECK(numbers.begin(memory, clock));
  CHECK(memory.writes == 1);
  CHECK(numbers.next().number == 1);
  CHECK(numbers.next().number == 2);
  Numbers again;
  CHECK(again.begin(memory, clock));
  CHECK(again.epoch() == numbers.epoch());
  CHECK(numbers.epoch() > 0xFFFFFFFF);
}

TEST_CASE("numbers: a block costs one write") {
  FakeMemory memory;
  FakeClock clock;
  Numbers numbers;
  numbers.begin(memory, clock);
  for (uint32_t i = 1; i <= Numbers::BLOCK; i++) {
    CHECK(numbers.next().number == i);
  }
  CHECK(memory.writes == 1);
  CHECK(numbers.next().number == Numbers::BLOCK + 1);
  CHECK(memory.writes == 2);
}

TEST_CASE("numbers: no name is given twice, however often the power is cut") {
  FakeMemory memory;
  FakeClock clock;
  std::set<Name> names;
  for (int start = 0; start < 200; start++) {
    Numbers numbers;
    CHECK(numbers.begin(memory, clock));
    for (int i = 0; i < start % 70; i++) {
      CHECK(names.insert(name(numbers.next())).second);
    }
  }
}

TEST_CASE("numbers: with a memory that cannot be written an epoch lasts for one start") {
  FakeMemory memory;
  memory.broken = true;
  FakeClock clock;
  std::set<Name> names;
  for (int start = 0; start < 20; start++) {
    Numbers numbers;
    CHECK_FALSE(numbers.begin(memory, clock));
    CHECK_FALSE(numbers.durable());
    for (int i = 0; i < 100; i++) {
      CHECK(names.insert(name(numbers.next())).second);
    }
  }
}

TEST_CASE("numbers: a memory that breaks on the way costs the epoch, not a name") {
  FakeMemory memory;
  FakeClock clock;
  std::set<Name> names;
  {
    Numbers numbers;
    numbers.begin(memory, clock);
    uint64_t epoch = numbers.epoch();
    memory.broken = true;
    for (uint32_t i = 0; i < 3 * Numbers::BLOCK; i++) {
      CHECK(names.insert(name(numbers.next())).second);
    }
    CHECK(numbers.epoch() != epoch);
    CHECK_FALSE(numbers.durable());
  }
  Numbers broken;
  CHECK_FALSE(broken.begin(memory, clock));
  CHECK(names.insert(name(broken.next())).second);
  memory.broken = false;
  Numbers whole;
  CHECK(whole.begin(memory, clock));
  CHECK(names.insert(name(whole.next())).second);
}

TEST_CASE("numbers: an epoch that has no more numbers is followed by another") {
  FakeMemory memory;
  keep(memory, 42, 0xFFFFFFFF - 40);
  FakeClock clock;
  std::set<Name> names;
  Numbers numbers;
  CHECK(numbers.begin(memory, clock));
  CHECK(numbers.epoch() == 42);
  for (int i = 0; i < 41; i++) {
    CaptureId id = numbers.next();
    CHECK(id.epoch == 42);
    CHECK(id.number != 0);
    CHECK(names.insert(name(id)).second);
  }
  CaptureId id = numbers.next();
  CHECK(id.epoch != 42);
  CHECK(id.number == 1);
  CHECK(numbers.durable());

  keep(memory, 43, 0);
  Numbers ended;
  CHECK(ended.begin(memory, clock));
  CHECK(ended.epoch() != 43);
}

TEST_CASE("numbers: what is no identity is no identity") {
  FakeMemory memory;
  memory.values[Keys::IDENTITY] = "abc";
  FakeClock clock;
  Numbers numbers;
  CHECK(numbers.begin(memory, clock));
  CHECK(numbers.next().number == 1);
  CHECK(memory.values[Keys::IDENTITY].size() == 12);
}
