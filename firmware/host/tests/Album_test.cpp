#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "CaptureRecord.h"
#include "LowestPlaces.h"

using namespace camrelay;

namespace {

CaptureRecord aRecord(const std::string& question) {
  CaptureRecord record;
  record.id = CaptureId{0x1122334455667788u, 0xFFFFFFFF};
  record.size = 300000;
  record.crc = 0xDEADBEEF;
  record.takenUnixMillis = 1790000000123u;
  record.start = 77;
  record.takenAt = -5;
  record.width = 1600;
  record.height = 1200;
  record.trigger = Trigger::REMOTE;
  record.urgency = Urgency::HIGH_;
  record.parent = CaptureId{3, 4};
  record.question = Text{question.data(), static_cast<uint16_t>(question.size())};
  return record;
}

}  // namespace

TEST_CASE("record: what is written is read, with the longest question too") {
  for (size_t length : {0, 1, 2000}) {
    std::string question(length, 'q');
    uint8_t bytes[CaptureRecord::LARGEST];
    size_t size = aRecord(question).write(bytes, sizeof(bytes));
    REQUIRE(size > 0);
    CaptureRecord read;
    REQUIRE(read.read(bytes, size));
    CHECK(read.id == CaptureId{0x1122334455667788u, 0xFFFFFFFF});
    CHECK(read.size == 300000);
    CHECK(read.crc == 0xDEADBEEF);
    CHECK(read.takenUnixMillis == 1790000000123u);
    CHECK(read.start == 77);
    CHECK(read.takenAt == -5);
    CHECK(read.width == 1600);
    CHECK(read.height == 1200);
    CHECK(read.trigger == Trigger::REMOTE);
    CHECK(read.urgency == Urgency::HIGH_);
    CHECK(read.parent == CaptureId{3, 4});
    CHECK(std::string(read.question.data, read.question.size) == question);
  }
}

TEST_CASE("record: one that is cut anywhere, or changed in any byte, is none") {
  uint8_t bytes[CaptureRecord::LARGEST];
  size_t size = aRecord("Is the gate open?").write(bytes, sizeof(bytes));
  CaptureRecord read;
  for (size_t i = 0; i < size; i++) {
    CHECK_FALSE(read.read(bytes, i));
    bytes[i] ^= 0x10;
    CHECK_FALSE(read.read(bytes, size));
    bytes[i] ^= 0x10;
  }
  CHECK(read.read(bytes, size));
  CHECK(aRecord("x").write(bytes, 40) == 0);
}

TEST_CASE("places: the lowest are known by name, in order, and all are counted") {
  std::vector<uint32_t> places;
  for (uint32_t i = 1; i <= 100; i++) {
    places.push_back(i * 3);
  }
  std::mt19937 random(7);
  std::shuffle(places.begin(), places.end(), random);
  LowestPlaces lowest;
  for (uint32_t place : places) {
    lowest.add(place);
  }
  CHECK(lowest.total() == 100);
  CHECK(lowest.size() == LowestPlaces::ROOM);
  lowest.append(1000);
  for (uint32_t i = 1; i <= LowestPlaces::ROOM; i++) {
    CHECK(lowest.first() == i * 3);
    lowest.removeFirst();
  }
  CHECK(lowest.size() == 0);
  CHECK(lowest.total() == 101 - LowestPlaces::ROOM);
}

TEST_CASE("places: what comes later is behind the others") {
  LowestPlaces lowest;
  lowest.add(5);
  lowest.append(9);
  lowest.append(10);
  CHECK(lowest.size() == 3);
  lowest.removeFirst();
  CHECK(lowest.first() == 9);
  lowest.clear();
  CHECK(lowest.total() == 0);
}
