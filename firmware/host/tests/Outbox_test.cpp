#include "OutboxScript.h"

using namespace camrelay;
using namespace camrelay::outbox;

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
