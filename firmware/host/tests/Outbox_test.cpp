#include "Outbox.h"

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
#include "fakes/FakeBoard.h"
#include "fakes/FakeCard.h"
#include "fakes/FakeClock.h"
#include "fakes/FakeMemory.h"

using namespace camrelay;

namespace {

constexpr uint32_t BYTES = 20000;

using Name = std::pair<uint64_t, uint32_t>;

Name name(const CaptureId& id) { return {id.epoch, id.number}; }

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
std::vector<uint8_t> photo(uint32_t number, uint32_t size) {
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

}  // namespace

TEST_CASE("outbox: online a photo goes to the session at once, and is kept on the card") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  start.press(9000, "What is this?");
  start.outbox->step(start.session, true);
  CHECK(start.session.hand.size() == 1);
  CHECK(start.outbox->queued() == 1);
  start.settle(true);
  CHECK(start.heard.kept[name(start.last)] == "/pictures/00000001.jpg");
  CHECK(world.card.file("/pictures/00000001.jpg") == photo(1, 9000));
  CHECK(world.card.has("/outbox/00000001.cap"));
  CHECK(start.outbox->safe());
  CHECK(start.store());
  CHECK(start.questions[name(start.last)] == "What is this?");
  start.settle(true);
  CHECK_FALSE(world.card.has("/outbox/00000001.cap"));
  CHECK(world.card.has("/pictures/00000001.jpg"));
  CHECK(start.slots.unused() == 4);
  CHECK(start.outbox->queued() == 0);
}

TEST_CASE("outbox: a step does at most one read or write, of at most 4096 bytes") {
  World world;
  {
    Start start(world.card, world.nvs, world.clock);
    for (int i = 0; i < 4; i++) {
      start.press(BYTES);
    }
    start.settle(false);
    CHECK(start.widest == 1);
  }
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  CHECK(start.widest == 1);
  CHECK(start.session.hand.size() == 4);
  CHECK(world.card.largest == 4096);
}

TEST_CASE("outbox: what was stored before it is written needs no record") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  start.press(9000);
  start.outbox->step(start.session, true);
  start.store();
  start.settle(true);
  CHECK(world.card.has("/pictures/00000001.jpg"));
  CHECK(world.card.names("/outbox", "").empty());
  CHECK(start.slots.unused() == 4);
}

TEST_CASE("outbox: offline captures leave their slots for the card, and any number can be taken") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  for (int i = 0; i < 100; i++) {
    REQUIRE(start.press(1000 + static_cast<uint32_t>(i), "Why?"));
    start.settle(false);
  }
  CHECK(start.slots.unused() == 4);
  CHECK(start.heard.onCard.size() == 100);
  CHECK(start.outbox->queued() == 100);
  CHECK(start.outbox->safe());
  start.deliver();
  CHECK(start.stored.size() == 100);
  CHECK(start.outbox->queued() == 0);
  for (uint32_t i = 0; i < 100; i++) {
    CHECK(start.session.order[i] == i + 1);
  }
  CHECK(start.questions.begin()->second == "Why?");
  CHECK(world.card.names("/outbox", "").empty());
}

TEST_CASE("outbox: what waits on the card is sent after a restart, oldest first, new ones behind") {
  World world;
  {
    Start before(world.card, world.nvs, world.clock);
    for (uint32_t i = 0; i < 80; i++) {
      before.press(5000);
      before.settle(false);
    }
  }
  Start start(world.card, world.nvs, world.clock);
  start.press(100);
  start.settle(false);
  CHECK(start.heard.back == 1);
  CHECK(start.heard.waiting == 80);
  CHECK(start.outbox->queued() == 81);
  start.press(100);
  start.deliver();
  CHECK(start.stored.size() == 82);
  CHECK(std::is_sorted(start.session.order.begin(), start.session.order.end()));
  CHECK(start.heard.losses.empty());
}

TEST_CASE(
    "outbox: a capture in hand moves to the card when the link goes, and is read on from there") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  for (int i = 0; i < 4; i++) {
    start.press(15000, "Who?");
  }
  start.outbox->step(start.session, true);
  CHECK(start.session.hand.size() == 4);
  start.settle(false);
  CHECK(start.slots.unused() == 4);
  for (int i = 0; i < 4; i++) {
    start.press(15000, "When?");
  }
  start.settle(false);
  CHECK(start.outbox->queued() == 8);
  start.deliver();
  CHECK(start.stored.size() == 8);
  CHECK(start.questions.begin()->second == "Who?");
  CHECK(start.session.twice == 0);
}

TEST_CASE("outbox: online slots are let go for the card only when they get scarce") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  start.press(3000);
  start.press(3000);
  start.settle(true);
  CHECK(start.slots.unused() == 2);
  start.press(3000);
  start.settle(true);
  CHECK(start.slots.unused() >= 2);
  CHECK_FALSE(start.heard.onCard.empty());
  start.deliver();
  CHECK(start.stored.size() == 3);
}

TEST_CASE("outbox: without a card captures wait in their slots, and what has none is counted") {
  World world;
  world.card.pull();
  Start start(world.card, world.nvs, world.clock);
  for (int i = 0; i < 4; i++) {
    CHECK(start.press(2000));
  }
  start.settle(false);
  CHECK_FALSE(start.press(2000));
  CHECK(start.slots.dropped() == 1);
  CHECK(start.heard.missing == 1);
  CHECK_FALSE(start.outbox->safe());
  CHECK(start.outbox->queued() == 4);
  start.deliver();
  CHECK(start.stored.size() == 4);
  CHECK(start.slots.unused() == 4);
}

TEST_CASE("outbox: a missing card is looked for every 30 s, told once, and used again") {
  World world;
  world.card.pull();
  Start start(world.card, world.nvs, world.clock);
  start.settle(false);
  CHECK(world.card.begins == 1);
  world.clock.now += Outbox::RETRY_MILLIS - 1;
  start.settle(false);
  CHECK(world.card.begins == 1);
  world.clock.now += 1;
  start.settle(false);
  CHECK(world.card.begins == 2);
  CHECK(start.heard.missing == 1);
  start.press(2000);
  start.settle(false);
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.settle(false);
  CHECK(start.heard.back == 1);
  CHECK(start.heard.onCard.size() == 1);
  CHECK(start.slots.unused() == 4);
}

TEST_CASE("outbox: a card that is pulled at any moment, and put back, loses nothing") {
  for (int moment = 0; moment < 60; moment++) {
    World world;
    Start start(world.card, world.nvs, world.clock);
    start.settle(false);
    start.press(6000);
    start.press(6000);
    start.settle(false, moment);
    world.card.pull();
    start.settle(false);
    start.press(6000);
    start.settle(false);
    world.card.insert();
    world.clock.now += Outbox::RETRY_MILLIS;
    start.settle(false);
    CHECK(start.outbox->queued() == 3);
    start.deliver();
    CHECK(start.stored.size() == 3);
    CHECK(std::is_sorted(start.session.order.begin(), start.session.order.end()));
    CHECK(start.session.twice == 0);
    CHECK(start.heard.losses.empty());
    CHECK(world.card.names("/outbox", "").empty());
    CHECK(world.card.names("/pictures", ".new").empty());
  }
}

TEST_CASE(
    "outbox: a photo that the relay has, half written to a card that was pulled, is not lost") {
  for (int moment = 1; moment < 12; moment++) {
    World world;
    Start start(world.card, world.nvs, world.clock);
    start.settle(true);
    start.press(6000);
    start.settle(true, moment);
    start.store();
    world.card.pull();
    start.settle(true);
    world.card.insert();
    world.clock.now += Outbox::RETRY_MILLIS;
    start.settle(true);
    CHECK(start.stored.size() == 1);
    CHECK(start.heard.losses.empty());
    CHECK(world.card.names("/pictures", ".new").empty());
  }
}

TEST_CASE(
    "outbox: a capture that is read from a pulled card is offered again when the card is back") {
  World world;
  {
    Start before(world.card, world.nvs, world.clock);
    before.press(9000);
    before.settle(false);
  }
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  REQUIRE(start.session.hand.size() == 1);
  world.card.pull();
  start.toldLost = true;
  CHECK_FALSE(start.store());
  CHECK_FALSE(start.toldLost);
  start.settle(true);
  CHECK(start.outbox->queued() == 1);
  CHECK(start.heard.losses.empty());
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.deliver();
  CHECK(start.stored.size() == 1);
}

TEST_CASE("outbox: another card in the first one's place is not mistaken for it") {
  World world;
  FakeCard other;
  {
    FakeMemory nvs;
    FakeClock clock(99);
    Start elsewhere(other, nvs, clock);
    for (int i = 0; i < 3; i++) {
      elsewhere.press(777);
      elsewhere.settle(false);
    }
  }
  Start start(world.card, world.nvs, world.clock, Setup{1, 100});
  start.settle(true);
  start.press(6000);
  start.outbox->step(start.session, true);
  start.settle(true, 3);
  world.card.pull();
  start.settle(true);
  world.card.files = other.files;
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.settle(false);
  CHECK(start.outbox->queued() == 4);
  start.deliver();
  CHECK(start.stored.size() == 4);
  CHECK(world.card.names("/pictures", ".jpg").size() == 4);
  CHECK(start.heard.losses.empty());
}

TEST_CASE("outbox: what is over on a pulled card is not removed from the next one") {
  World world;
  FakeCard other;
  {
    FakeMemory nvs;
    FakeClock clock(99);
    Start elsewhere(other, nvs, clock);
    elsewhere.press(777);
    elsewhere.settle(false);
  }
  Start start(world.card, world.nvs, world.clock);
  start.press(3000);
  start.settle(false);
  start.settle(true);
  start.store();
  world.card.pull();
  start.settle(true);
  auto first = world.card.files;
  world.card.files = other.files;
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.settle(false);
  CHECK(world.card.files == other.files);
  CHECK(start.outbox->queued() == 1);
  world.card.pull();
  start.settle(false);
  world.card.files = first;
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.deliver();
  CHECK(start.stored.size() == 1);
  CHECK(start.again == 0);
  CHECK(world.card.names("/outbox", "").empty());
}

TEST_CASE("outbox: a record that was closed before the power went is not lost") {
  World world;
  {
    Start before(world.card, world.nvs, world.clock);
    before.press(3000);
    before.settle(false);
  }
  // As the card is between closing the record and naming it.
  world.card.files["/outbox/00000001.new"] = world.card.file("/outbox/00000001.cap");
  world.card.files.erase("/outbox/00000001.cap");
  world.card.files["/pictures/00000001.new"] = world.card.file("/pictures/00000001.jpg");
  world.card.files.erase("/pictures/00000001.jpg");
  Start start(world.card, world.nvs, world.clock);
  start.deliver();
  CHECK(start.stored.size() == 1);
  CHECK(start.heard.losses.empty());
  CHECK(world.card.names("/pictures", "") == std::vector<std::string>{"00000001.jpg"});
}

TEST_CASE("outbox: kept photos are bounded, the oldest go first, and none that waits") {
  World world;
  {
    Start start(world.card, world.nvs, world.clock, Setup{4, 3});
    start.settle(true);
    for (int i = 0; i < 10; i++) {
      start.press(500);
      start.settle(true);
      start.store();
      start.settle(true);
    }
    CHECK(world.card.names("/pictures", ".jpg") ==
          std::vector<std::string>{"00000008.jpg", "00000009.jpg", "00000010.jpg"});
    for (int i = 0; i < 50; i++) {
      start.press(500);
      start.settle(false);
    }
    CHECK(world.card.names("/pictures", ".jpg").size() >= 50);
    CHECK(world.card.names("/outbox", ".cap").size() == 50);
  }
  Start start(world.card, world.nvs, world.clock, Setup{4, 3});
  start.settle(false);
  CHECK(world.card.names("/pictures", ".jpg").size() >= 50);
  start.deliver();
  CHECK(start.stored.size() == 50);
  CHECK(start.heard.losses.empty());
  CHECK(world.card.names("/pictures", ".jpg") ==
        std::vector<std::string>{"00000058.jpg", "00000059.jpg", "00000060.jpg"});
}

TEST_CASE("outbox: nothing is removed at boot, whatever the bound") {
  World world;
  {
    Start start(world.card, world.nvs, world.clock);
    start.settle(true);
    for (int i = 0; i < 10; i++) {
      start.press(500);
      start.settle(true);
      start.store();
    }
    start.settle(true);
  }
  Start start(world.card, world.nvs, world.clock, Setup{4, 2});
  start.settle(true);
  CHECK(world.card.names("/pictures", ".jpg").size() == 10);
  start.press(500);
  start.deliver();
  CHECK(world.card.names("/pictures", ".jpg").size() == 2);
}

TEST_CASE("outbox: where no photos are kept, one is on the card only while it waits") {
  World world;
  Start start(world.card, world.nvs, world.clock, Setup{4, 0});
  start.settle(true);
  start.press(5000);
  start.settle(true);
  CHECK(world.card.files.empty());
  start.settle(false);
  CHECK(world.card.files.size() == 2);
  start.deliver();
  CHECK(start.stored.size() == 1);
  CHECK(world.card.files.empty());
  CHECK(start.heard.kept.empty());
}

TEST_CASE("outbox: other files on the card are left alone") {
  World world;
  world.card.begin();
  world.card.folders = {"/pictures", "/outbox"};
  for (const char* path : {"/pictures/image1.jpg", "/pictures/123.jpg", "/pictures/00000001.txt",
                           "/pictures/99999999999.jpg", "/outbox/notes.cap"}) {
    world.card.files[path] = {1, 2, 3};
  }
  Start start(world.card, world.nvs, world.clock, Setup{4, 1});
  for (int i = 0; i < 5; i++) {
    start.press(500);
    start.deliver();
  }
  CHECK(world.card.files.size() == 6);
  CHECK(world.card.file("/pictures/image1.jpg").size() == 3);
  CHECK(start.heard.losses.empty());
}

TEST_CASE("outbox: numbers that begin anew overwrite no photo, and count as newer ones") {
  World world;
  {
    Start start(world.card, world.nvs, world.clock);
    for (int i = 0; i < 3; i++) {
      start.press(500);
      start.deliver();
    }
  }
  world.nvs.values.clear();
  Start start(world.card, world.nvs, world.clock, Setup{4, 3});
  start.press(600);
  start.settle(false);
  CHECK(start.last.number == 1);
  CHECK(world.card.file("/pictures/00000004.jpg") == photo(1, 600));
  CHECK(world.card.file("/pictures/00000001.jpg").size() == 500);
  start.deliver();
  CHECK(world.card.names("/pictures", ".jpg") ==
        std::vector<std::string>{"00000002.jpg", "00000003.jpg", "00000004.jpg"});
}

TEST_CASE("outbox: on a full card the oldest kept photos go first") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  world.card.capacity = Album::SPARE + 60000;
  start.settle(true);
  for (int i = 0; i < 20; i++) {
    start.press(15000);
    start.deliver();
  }
  CHECK(start.stored.size() == 20);
  CHECK(start.heard.full == 0);
  CHECK(world.card.has("/pictures/00000020.jpg"));
  CHECK_FALSE(world.card.has("/pictures/00000001.jpg"));
  CHECK(start.heard.kept.size() == 20);
}

TEST_CASE("outbox: a card full of other things is told once, and captures go on without it") {
  World world;
  world.card.folders = {"/pictures", "/outbox"};
  world.card.files["/holiday.mov"] = FakeCard::File(100000);
  world.card.capacity = 105000;
  Start start(world.card, world.nvs, world.clock);
  for (int i = 0; i < 20; i++) {
    REQUIRE(start.press(15000));
    start.deliver();
    world.clock.now += 10000;
  }
  CHECK(start.stored.size() == 20);
  CHECK(start.heard.full == 1);
  CHECK(start.heard.missing == 0);
  CHECK(start.heard.notKept.size() == 20);
  CHECK(start.slots.unused() == 4);
  CHECK(world.card.names("/pictures", "").empty());
  world.card.files.erase("/holiday.mov");
  world.clock.now += Outbox::RETRY_MILLIS;
  start.press(15000);
  start.deliver();
  CHECK(start.heard.kept.size() == 1);
}

TEST_CASE("outbox: a card that cannot be written counts as missing, and nothing on it is removed") {
  World world;
  {
    Start start(world.card, world.nvs, world.clock);
    for (int i = 0; i < 3; i++) {
      start.press(500);
      start.deliver();
    }
    start.press(500);
    start.settle(false);
  }
  auto before = world.card.files;
  world.card.writeProtected = true;
  Start start(world.card, world.nvs, world.clock);
  for (int i = 0; i < 8; i++) {
    start.press(500);
    start.deliver();
    world.clock.now += 10000;
  }
  CHECK(start.heard.missing == 1);
  CHECK(start.heard.back == 1);
  world.clock.now += Outbox::RETRY_MILLIS;
  start.deliver();
  CHECK(start.stored.size() == 9);
  CHECK(start.heard.losses.empty());
  CHECK(world.card.files == before);
}

TEST_CASE(
    "outbox: a photo on the card that cannot be read or is another one is told, and set aside") {
  for (int damage = 0; damage < 4; damage++) {
    World world;
    {
      Start before(world.card, world.nvs, world.clock);
      for (int i = 0; i < 3; i++) {
        before.press(9000);
        before.settle(false);
      }
    }
    const std::string path = "/pictures/00000002.jpg";
    switch (damage) {
      case 0:
        world.card.file(path)[5000] ^= 1;
        break;
      case 1:
        world.card.file(path).pop_back();
        break;
      case 2:
        world.card.unreadable = path;
        break;
      default:
        world.card.files.erase(path);
    }
    Start start(world.card, world.nvs, world.clock);
    start.deliver();
    CHECK(start.session.order == std::vector<uint32_t>{1, 3});
    CHECK(start.heard.losses == std::vector<Loss>{Loss::UNREADABLE});
    CHECK(start.heard.lostNumbers == std::set<uint32_t>{2});
    CHECK(world.card.has("/outbox/00000002.bad"));
    CHECK(world.card.has(path) == (damage != 3));
    CHECK(start.outbox->queued() == 0);
  }
}

TEST_CASE("outbox: a photo that turns unreadable on its way is told, and set aside") {
  World world;
  {
    Start before(world.card, world.nvs, world.clock);
    before.press(9000);
    before.settle(false);
  }
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  world.card.unreadable = "/pictures/00000001.jpg";
  CHECK_FALSE(start.store());
  CHECK(start.toldLost);
  start.settle(true);
  CHECK(start.heard.losses == std::vector<Loss>{Loss::UNREADABLE});
  CHECK(world.card.has("/outbox/00000001.bad"));
  CHECK(start.outbox->queued() == 0);
}

TEST_CASE("outbox: a capture in memory that cannot be sent is told, and leaves no record") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  start.press(3000);
  start.settle(true);
  REQUIRE(start.session.hand.size() == 1);
  CHECK(start.outbox->unreadable(start.last));
  start.session.hand.clear();
  start.settle(true);
  CHECK(start.heard.losses == std::vector<Loss>{Loss::UNREADABLE});
  CHECK(start.outbox->queued() == 0);
  CHECK(start.slots.unused() == 4);
  CHECK(world.card.names("/outbox", ".cap").empty());
}

TEST_CASE("outbox: a broken record is told, and set aside") {
  World world;
  {
    Start before(world.card, world.nvs, world.clock);
    for (int i = 0; i < 2; i++) {
      before.press(900);
      before.settle(false);
    }
  }
  world.card.file("/outbox/00000001.cap").resize(20);
  Start start(world.card, world.nvs, world.clock);
  start.deliver();
  CHECK(start.session.order == std::vector<uint32_t>{2});
  CHECK(start.heard.losses == std::vector<Loss>{Loss::RECORD_BROKEN});
  CHECK(world.card.has("/outbox/00000001.bad"));
  CHECK(world.card.has("/pictures/00000001.jpg"));
}

TEST_CASE("outbox: a card that gives back something else keeps no slot's place") {
  World world;
  world.card.lies = true;
  Start start(world.card, world.nvs, world.clock);
  for (int i = 0; i < 4; i++) {
    start.press(5000);
  }
  start.settle(false);
  CHECK(start.slots.unused() == 0);
  CHECK(start.heard.onCard.empty());
  CHECK(world.card.names("/outbox", "").empty());
  start.deliver();
  CHECK(start.stored.size() == 4);
}

TEST_CASE("outbox: a further question waits on the card as well, behind its capture") {
  World world;
  CaptureId parent;
  {
    Start before(world.card, world.nvs, world.clock);
    before.press(3000);
    parent = before.last;
    before.ask(parent, "And how many?");
    before.settle(false);
    CHECK(before.outbox->queued() == 2);
    CHECK(before.slots.reserveQuestion() != nullptr);
  }
  Start start(world.card, world.nvs, world.clock);
  start.settle(true);
  REQUIRE(start.session.hand.size() == 2);
  CHECK(start.session.hand[1].frame == nullptr);
  CHECK(start.session.hand[1].parent == parent);
  CHECK(start.session.hand[1].question == text("And how many?"));
  start.deliver();
  CHECK(world.card.names("/outbox", "").empty());
}

TEST_CASE("outbox: a capture that failed leaves no record, and its photo stays") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.press(3000);
  start.settle(false);
  start.settle(true);
  REQUIRE(start.session.hand.size() == 1);
  start.outbox->ended(start.last);
  start.session.hand.clear();
  start.settle(true);
  CHECK(start.outbox->queued() == 0);
  CHECK(world.card.names("/outbox", "").empty());
  CHECK(world.card.has("/pictures/00000001.jpg"));
}

TEST_CASE("outbox: an end that comes before a capture was offered is an end") {
  World world;
  CaptureId id;
  {
    Start before(world.card, world.nvs, world.clock);
    before.press(3000);
    id = before.last;
    before.settle(false);
  }
  Start start(world.card, world.nvs, world.clock);
  start.settle(false);
  start.outbox->ended(id);
  start.deliver();
  CHECK(start.stored.empty());
  CHECK(world.card.names("/outbox", "").empty());
}

TEST_CASE("outbox: when a photo was taken is known after a restart, if the relay's time was") {
  for (bool known : {true, false}) {
    World world;
    world.clock.now = 50000;
    {
      Start before(world.card, world.nvs, world.clock);
      if (known) {
        before.outbox->relayTime(1790000000000u);
      }
      world.clock.now = 60000;
      before.press(3000);
      before.settle(false);
    }
    world.clock.now = 1000;
    Start start(world.card, world.nvs, world.clock);
    start.outbox->relayTime(1790000000000u + 100000);
    start.settle(true);
    REQUIRE(start.session.hand.size() == 1);
    CHECK(start.session.hand[0].takenAtKnown == known);
    if (known) {
      CHECK(start.session.hand[0].takenAt == 1000 - 90000);
    }
  }
}

TEST_CASE("outbox: within one start the time of a photo outlives its slot") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  world.clock.now = 5000;
  start.press(3000);
  start.settle(false);
  world.clock.now = 9000;
  start.settle(true);
  REQUIRE(start.session.hand.size() == 1);
  CHECK(start.session.hand[0].takenAtKnown);
  CHECK(start.session.hand[0].takenAt == 5000);
}

TEST_CASE(
    "outbox: what the session does not take yet is offered again, from memory and from the card") {
  for (bool fromCard : {false, true}) {
    World world;
    Start start(world.card, world.nvs, world.clock);
    start.settle(false);
    start.press(3000);
    start.settle(!fromCard ? true : false, fromCard ? 1000 : 0);
    start.session.refuses = true;
    CHECK(start.settle(true) < 100);
    CHECK(start.outbox->queued() == 1);
    start.session.refuses = false;
    start.deliver();
    CHECK(start.stored.size() == 1);
  }
}

TEST_CASE("outbox: the line for the maker says how the card is, and what waits") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  char line[120];
  start.outbox->describe(line, sizeof(line));
  CHECK(std::string(line) == "no card; 0 wait in memory");
  start.press(3000);
  start.settle(false);
  start.outbox->describe(line, sizeof(line));
  CHECK(std::string(line) == "1 photo on the card; 1 waits for the relay");
}

namespace {

/** A scenario with all that writes: offline, online, pruned, stored early and late. */
void live(Start& start, std::set<Name>* taken) {
  auto press = [&](uint32_t size) {
    if (start.card.powered && start.press(size, "What?")) {
      taken->insert(name(start.last));
    }
  };
  auto settle = [&](bool online) {
    for (int i = 0; i < 400 && start.card.powered; i++) {
      start.outbox->step(start.session, online);
    }
  };
  auto store = [&] {
    if (start.card.powered && !start.session.hand.empty()) {
      start.store();
    }
  };
  press(9000);
  press(100);
  settle(false);
  press(5000);
  if (start.card.powered) {
    start.ask(start.last, "And?");
    taken->insert(name(start.last));
  }
  settle(false);
  settle(true);
  store();
  store();
  press(4096);
  settle(true);
  store();
  settle(true);
  store();
  store();
  settle(true);
  press(8192);
  press(1);
  start.outbox->step(start.session, true);
  store();
  settle(true);
  press(3000);
  settle(false);
}

}  // namespace

TEST_CASE(
    "outbox: with the power cut at any write, each capture waits once, is stored, or is told") {
  int cuts = 0;
  for (auto how :
       {FakeCard::Cut::BEFORE, FakeCard::Cut::AFTER, FakeCard::Cut::HALF, FakeCard::Cut::EMPTY}) {
    for (int write = 1;; write++) {
      World world;
      const Setup setup{4, 2};
      std::set<Name> taken;
      std::set<Name> stored;
      std::set<Name> told;
      std::set<Name> touched;
      world.card.cutAt(write, how);
      {
        Start start(world.card, world.nvs, world.clock, setup);
        live(start, &taken);
        stored = start.stored;
        told = start.heard.onCard;
        for (const auto& kept : start.heard.kept) {
          touched.insert(kept.first);
        }
      }
      if (world.card.powered) {
        break;
      }
      cuts++;
      // What has a file of its own on the card has begun to be kept.
      for (const auto& capture : taken) {
        char file[16];
        snprintf(file, sizeof(file), "%08u", capture.second);
        for (const char* path : {"/pictures/", "/outbox/"}) {
          for (const char* ending : {".new", ".jpg", ".cap"}) {
            if (world.card.has(std::string(path) + file + ending)) {
              touched.insert(capture);
            }
          }
        }
      }
      world.card.restart();
      Start start(world.card, world.nvs, world.clock, setup);
      start.settle(false);
      const size_t waiting = start.outbox->queued();
      REQUIRE(start.press(2500));
      taken.insert(name(start.last));
      touched.insert(name(start.last));
      start.deliver();
      CAPTURE(write);
      CAPTURE(static_cast<int>(how));
      CHECK(start.stored.size() == waiting + 1);
      CHECK(start.session.order.size() == start.stored.size());
      CHECK(start.session.twice == 0);
      for (const auto& capture : touched) {
        const bool lost = start.heard.lostNumbers.count(capture.second) != 0;
        const bool sent = start.stored.count(capture) != 0;
        CHECK_FALSE((lost && sent));
        CHECK((lost || sent || stored.count(capture) != 0));
      }
      for (const auto& capture : told) {
        CHECK((start.stored.count(capture) != 0 || stored.count(capture) != 0));
      }
      for (const auto& capture : start.stored) {
        CHECK(taken.count(capture) != 0);
      }
      CHECK(world.card.names("/outbox", ".cap").empty());
      CHECK(world.card.names("/outbox", ".new").empty());
      CHECK(world.card.names("/pictures", ".new").empty());
      CHECK(world.card.misuses == 0);
    }
  }
  MESSAGE(cuts << " power cuts");
  CHECK(cuts > 200);
}

namespace {

/** A life drawn from a seed: presses, links, cards that come and go, and power cuts. */
struct Life {
  explicit Life(uint32_t seed) : random(seed) {
    world.card.capacity = chance(3) == 0 ? Album::SPARE + 120000 : 1u << 30;
    boot();
  }

  uint32_t chance(uint32_t of) { return static_cast<uint32_t>(random() % of); }

  void boot() {
    start.reset(new Start(world.card, world.nvs, world.clock, Setup{3, chance(2) * 5}));
    online = false;
  }

  /** Power off: what was in memory alone is gone. */
  void cut() {
    gather();
    mine.clear();
    world.card.restart();
    world.clock.now = 0;
    boot();
  }

  void gather() {
    stored.insert(start->stored.begin(), start->stored.end());
    for (const auto& capture : start->heard.onCard) {
      due.insert(capture);
    }
    lost.insert(start->heard.lostNumbers.begin(), start->heard.lostNumbers.end());
    again += start->again + start->session.twice;
  }

  void turn() {
    switch (chance(14)) {
      case 0:
      case 1:
      case 2:
        if (start->press(1 + chance(12000), "What?")) {
          mine.insert(name(start->last));
        }
        break;
      case 3:
        if (start->ask(start->last, "And?")) {
          mine.insert(name(start->last));
        }
        break;
      case 4:
        online = !online;
        break;
      case 5:
      case 6:
        if (online && !start->session.hand.empty()) {
          start->store();
        }
        break;
      case 7:
        world.card.pull();
        break;
      case 8:
        world.card.insert();
        break;
      case 9:
        world.clock.now += chance(40000);
        break;
      case 10:
        if (chance(4) == 0) {
          world.card.cutAt(world.card.writes + 1 + static_cast<int>(chance(20)),
                           static_cast<FakeCard::Cut>(chance(4)));
        }
        break;
      default:
        start->settle(online, static_cast<int>(chance(30)));
    }
    if (!world.card.powered) {
      cut();
    }
  }

  void end() {
    world.card.insert();
    world.card.cutAt(0, FakeCard::Cut::BEFORE);
    for (int i = 0; i < 3; i++) {
      world.clock.now += Outbox::RETRY_MILLIS;
      start->deliver();
    }
    gather();
    due.insert(mine.begin(), mine.end());
  }

  World world;
  std::mt19937 random;
  std::unique_ptr<Start> start;
  bool online = false;
  /** Taken since the last start. */
  std::set<Name> mine;
  /** What must have been stored in the end. */
  std::set<Name> due;
  std::set<Name> stored;
  std::set<uint32_t> lost;
  int again = 0;
};

}  // namespace

TEST_CASE("outbox: whatever happens, what was taken is stored once, unless the power took it") {
  for (uint32_t seed = 1; seed <= 300; seed++) {
    CAPTURE(seed);
    Life life(seed);
    for (int i = 0; i < 300; i++) {
      life.turn();
    }
    life.end();
    for (const auto& capture : life.due) {
      CAPTURE(capture.second);
      CHECK(life.stored.count(capture) == 1);
    }
    CHECK(life.again == 0);
    CHECK(life.world.card.misuses == 0);
    CHECK(life.start->outbox->queued() == 0);
    CHECK(life.start->slots.unused() == 3);
    CHECK(life.world.card.names("/outbox", ".cap").empty());
    CHECK(life.world.card.names("/pictures", ".new").empty());
  }
}
