#include "OutboxScript.h"

using namespace camrelay;
using namespace camrelay::outbox;

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

TEST_CASE("outbox: what was stored from memory is not lost with the record it left half-written") {
  World world;
  Start start(world.card, world.nvs, world.clock);
  start.settle(false);
  start.press(900);
  while (!world.card.has("/outbox/00000001.new")) {
    start.settle(false, 1);
  }
  world.card.pull();
  start.deliver();
  REQUIRE(start.stored.size() == 1);
  world.card.file("/outbox/00000001.new").resize(20);
  world.card.insert();
  world.clock.now += Outbox::RETRY_MILLIS;
  start.settle(true);
  CHECK(start.heard.back == 1);
  CHECK(start.heard.losses.empty());
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
