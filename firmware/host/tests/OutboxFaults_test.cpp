#include "OutboxScript.h"

using namespace camrelay;
using namespace camrelay::outbox;

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
