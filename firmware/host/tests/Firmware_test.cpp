#include "Firmware.h"

#include <doctest/doctest.h>

#include "Desk.h"
#include "MessageOf.h"

using namespace camrelay;

TEST_CASE("a touch becomes a photo, and its answer comes on the monitor") {
  Desk desk;
  desk.start();
  desk.touch();
  desk.pass(2000);

  REQUIRE(desk.relay.photos.size() == 1);
  CHECK(desk.relay.photos[0].frame == desk.camera.jpeg);
  CHECK(desk.relay.photos[0].begin.trigger == Trigger::TOUCH);
  CHECK(desk.printed("a gate"));
  CHECK(desk.printed("photo 1"));
  CHECK_FALSE(desk.camera.held);
}

TEST_CASE("the hundredth press is like the first") {
  Desk desk;
  desk.start();
  for (int i = 0; i < 100; i++) {
    desk.touch();
    desk.pass(500);
  }
  desk.pass(5000);
  CHECK(desk.relay.photos.size() == 100);
  CHECK(desk.relay.opens == 1);
  for (uint32_t i = 0; i < 100; i++) {
    CHECK(desk.relay.photos[i].begin.id.number == i + 1);
  }
}

TEST_CASE("what is typed takes a photo with its question, and asks further") {
  Desk desk;
  desk.start();
  desk.type("ask is it open?");
  CHECK(desk.relay.asks.empty());  // there is no photo yet
  desk.type("snap what is this?");
  desk.pass(2000);
  REQUIRE(desk.relay.photos.size() == 1);
  CHECK(desk.relay.photos[0].question == "what is this?");
  CHECK(desk.relay.photos[0].begin.trigger == Trigger::SERIAL_LINE);

  desk.type("ask is it open?");
  desk.pass(2000);
  REQUIRE(desk.relay.asks.size() == 1);
  CHECK(desk.relay.asks[0].parent == desk.relay.photos[0].begin.id);
}

TEST_CASE("another Wi-Fi is joined at once, and after a restart; its password is never shown") {
  Desk desk;
  desk.start();
  CHECK(desk.relay.wifiName == "home");
  desk.type("wifi \"my house\" secret-9");
  CHECK(desk.relay.wifiName == "my house");
  CHECK(desk.relay.wifiPassword == "secret-9");
  CHECK(desk.printed("my house"));
  CHECK_FALSE(desk.printed("secret-9"));

  Desk later(desk.memory);
  later.start();
  CHECK(later.relay.wifiName == "my house");
}

TEST_CASE("another relay is used at once, and after a restart") {
  Desk desk;
  desk.start();
  CHECK(desk.relay.host == "10.0.0.2");
  desk.type("relay 10.0.0.9 9443");
  desk.pass(1000);
  CHECK(desk.relay.host == "10.0.0.9");
  CHECK(desk.relay.port == 9443);
  CHECK(desk.relay.opens == 2);

  Desk later(desk.memory);
  later.start();
  CHECK(later.relay.host == "10.0.0.9");
  CHECK(later.relay.port == 9443);
}

TEST_CASE("a sketch that is flashed with other settings counts more than what was typed") {
  Desk desk;
  desk.start();
  desk.type("wifi away secret-9");
  desk.type("relay 10.0.0.9");

  Desk later(desk.memory);
  later.settings.relayHost = "10.0.0.3";
  later.start();
  CHECK(later.relay.host == "10.0.0.3");
  CHECK(later.relay.wifiName == "home");
}

TEST_CASE("the relay's profile is applied at once, and kept") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::PROFILE);
  message.profile = ProfileData{7, 0, 20, true, text("SVGA"), text("Is it open?")};
  desk.relay.say(message);
  desk.pass(500);
  CHECK(desk.camera.size == "SVGA");
  CHECK(desk.camera.quality == 20);
  desk.touch();
  CHECK(desk.camera.flashes == 1);

  Desk later(desk.memory);
  later.relay.openFault = LinkFault::RELAY_TIMEOUT;
  later.start();
  CHECK(later.camera.size == "SVGA");
  CHECK(later.camera.quality == 20);
}

TEST_CASE("a frame size that the board does not have is told, and the one before stays") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::PROFILE);
  message.profile = ProfileData{7, 0, 20, false, text("QUXGA"), Text{"", 0}};
  desk.relay.say(message);
  desk.pass(500);
  CHECK(desk.printed("QUXGA"));
  desk.touch();
  desk.pass(1000);
  CHECK(desk.relay.photos.size() == 1);
}

TEST_CASE("the operator takes a photo, with a question of his own") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::CAPTURE_NOW);
  message.captureNow.question = text("Anybody there?");
  desk.relay.say(message);
  desk.pass(2000);
  REQUIRE(desk.relay.photos.size() == 1);
  CHECK(desk.relay.photos[0].begin.trigger == Trigger::REMOTE);
  CHECK(desk.relay.photos[0].question == "Anybody there?");
}

TEST_CASE("time-lapse goes on while the relay is away, and nothing of it is lost") {
  Desk desk;
  desk.relay.profile.intervalSeconds = 10;
  desk.start();
  desk.relay.openFault = LinkFault::RELAY_TIMEOUT;
  desk.relay.close();
  desk.pass(35000);
  desk.relay.openFault = LinkFault::NONE;
  desk.pass(70000);
  REQUIRE(desk.relay.photos.size() >= 9);
  CHECK(desk.relay.photos[0].begin.trigger == Trigger::TIMER);
  for (size_t i = 0; i < desk.relay.photos.size(); i++) {
    CHECK(desk.relay.photos[i].begin.id.number == i + 1);
  }
}

TEST_CASE("the operator restarts the board, once") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::REBOOT);
  message.reboot.delayMillis = 1000;
  desk.relay.say(message);
  desk.pass(500);
  CHECK(desk.board.restarts == 0);
  desk.pass(5000);
  CHECK(desk.board.restarts == 1);
}

TEST_CASE("a new token is used at the next connection, and after a restart") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::TOKEN);
  message.token.token = text("second");
  desk.relay.say(message);
  desk.pass(500);
  desk.type("reconnect");
  desk.pass(2000);
  CHECK(desk.relay.tokens == std::vector<std::string>{"first", "second"});

  Desk later(desk.memory);
  later.start();
  CHECK(later.relay.tokens == std::vector<std::string>{"second"});
}

TEST_CASE("a restart that would lose photos wants to be typed twice") {
  Desk desk;
  desk.card.inserted = false;
  desk.relay.openFault = LinkFault::RELAY_TIMEOUT;
  desk.start();
  desk.touch();
  desk.type("reboot");
  desk.pass(2000);
  CHECK(desk.board.restarts == 0);
  CHECK(desk.printed("type `reboot` again"));
  desk.type("reboot");
  desk.pass(2000);
  CHECK(desk.board.restarts == 1);
}

TEST_CASE("presses beyond a full outbox are told and counted, and the others arrive in order") {
  Desk desk;
  desk.card.inserted = false;
  desk.relay.openFault = LinkFault::RELAY_TIMEOUT;
  desk.start();
  for (int i = 0; i < 6; i++) {
    desk.touch();
  }
  CHECK(desk.printed("OUTBOX_FULL"));
  desk.relay.openFault = LinkFault::NONE;
  desk.pass(70000);
  REQUIRE(desk.relay.photos.size() == 4);
  for (uint32_t i = 0; i < 4; i++) {
    CHECK(desk.relay.photos[i].begin.id.number == i + 1);
  }
  CHECK(desk.relay.statuses.back().dropped == 2);
}

TEST_CASE("a camera that gives no frame costs the press and nothing else") {
  Desk desk;
  desk.start();
  desk.camera.fault = CameraFault::NO_FRAME;
  desk.touch();
  CHECK(desk.printed("NO_FRAME"));
  desk.camera.fault = CameraFault::NONE;
  desk.touch();
  desk.pass(1000);
  CHECK(desk.relay.photos.size() == 1);
}

TEST_CASE("a frame at a slot's size is taken, and a larger one is told") {
  Desk desk;
  desk.start();
  desk.camera.bytes = desk.settings.slotBytes - 5;
  desk.touch();
  desk.pass(2000);
  CHECK(desk.relay.photos.size() == 1);
  desk.camera.bytes = desk.settings.slotBytes - 4;
  desk.touch();
  desk.pass(2000);
  CHECK(desk.relay.photos.size() == 1);
  CHECK(desk.printed("TOO_LARGE"));
}

TEST_CASE("the operator reads the log, of before the link too, without what is private") {
  Desk desk;
  desk.relay.openFault = LinkFault::RELAY_REFUSED;
  desk.start();
  desk.type("snap what is my password?");
  desk.relay.openFault = LinkFault::NONE;
  desk.pass(70000);
  std::string all;
  for (const std::string& line : desk.relay.logLines) {
    all += line + "\n";
  }
  CHECK(all.find("RELAY_REFUSED") != std::string::npos);
  CHECK(all.find("my password") == std::string::npos);
  CHECK(all.find("a gate") == std::string::npos);
}

TEST_CASE("too little memory is told, and nothing is begun") {
  Desk desk;
  desk.board.psram = 100000;
  desk.firmware.reset(
      new Firmware(desk.settings, Parts{desk.board, desk.clock, desk.relay, desk.camera,
                                        desk.memory, desk.card, desk.console, desk.pad}));
  CHECK_FALSE(desk.firmware->begin());
  CHECK(desk.printed("NO_MEMORY"));
}
