#include "OutboxScript.h"

using namespace camrelay;
using namespace camrelay::outbox;

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
