// A relay behind the right certificate that does not know when to stop.

#include <doctest/doctest.h>

#include "Desk.h"
#include "MessageOf.h"
#include "NetworkSide.h"
#include "SessionScript.h"

using namespace camrelay;

TEST_CASE(
    "a relay that sends profiles without end does not wear out the memory; the last is kept") {
  Desk desk;
  desk.start();
  const int before = desk.memory.writes;
  for (uint32_t i = 2; i < 102; i++) {
    Message message = messageOf(MessageType::PROFILE);
    message.profile =
        ProfileData{i, 0, static_cast<uint8_t>(i % 60), false, text("SVGA"), text("?")};
    desk.relay.say(message);
    desk.pass(50);
  }
  CHECK(desk.camera.quality == 101 % 60);
  CHECK(desk.memory.writes < before + NetworkSide::KEEP_PROFILES);
  desk.pass(61000);
  CHECK(desk.memory.writes <= before + NetworkSide::KEEP_PROFILES);

  Desk later(desk.memory);
  later.relay.openFault = LinkFault::RELAY_TIMEOUT;
  later.start();
  CHECK(later.camera.quality == 101 % 60);
}

TEST_CASE("a restart keeps the profile that waited for it") {
  Desk desk;
  desk.start();
  for (uint8_t quality = 20; quality < 26; quality++) {
    Message message = messageOf(MessageType::PROFILE);
    message.profile = ProfileData{quality, 0, quality, false, text("SVGA"), Text{"", 0}};
    desk.relay.say(message);
    desk.pass(200);
  }
  desk.type("reboot");
  desk.pass(2000);
  REQUIRE(desk.board.restarts == 1);

  Desk later(desk.memory);
  later.relay.openFault = LinkFault::RELAY_TIMEOUT;
  later.start();
  CHECK(later.camera.quality == 25);
}

TEST_CASE("a relay that sends tokens without end does not wear out the memory") {
  Desk desk;
  desk.start();
  const int before = desk.memory.writes;
  for (int i = 0; i < 100; i++) {
    const std::string token = "token " + std::to_string(i);
    Message message = messageOf(MessageType::TOKEN);
    message.token.token = Text{token.data(), static_cast<uint16_t>(token.size())};
    desk.relay.say(message);
    desk.pass(50);
  }
  CHECK(desk.memory.writes == before + 1);
  desk.pass(10000);
  Message message = messageOf(MessageType::TOKEN);
  message.token.token = text("the last");
  desk.relay.say(message);
  desk.pass(200);
  desk.type("reconnect");
  desk.pass(2000);
  CHECK(desk.relay.tokens.back() == "the last");
}

TEST_CASE("a relay that restarts the board each time leaves it a minute of use") {
  Desk desk;
  desk.board.reset = ResetReason::SOFTWARE;
  desk.start();
  desk.relay.say(messageOf(MessageType::REBOOT));
  desk.pass(30000);
  CHECK(desk.board.restarts == 0);
  desk.touch();
  desk.pass(1000);
  CHECK(desk.relay.photos.size() == 1);
  desk.pass(30000);
  CHECK(desk.board.restarts == 1);
}

TEST_CASE("another relay is not kept waiting by a time that the one before has named") {
  Desk desk;
  desk.start();
  Message message = messageOf(MessageType::GOODBYE);
  message.goodbye = Goodbye{Code::DRAINING, 0xFFFFFFFF, text("for ever")};
  desk.relay.say(message);
  desk.pass(60000);
  REQUIRE(desk.relay.opens == 1);
  desk.type("reconnect");
  desk.pass(2000);
  CHECK(desk.relay.opens == 1);
  CHECK(desk.printed("the relay has named a time to come back"));
  desk.type("relay 10.0.0.9");
  desk.pass(2000);
  CHECK(desk.relay.opens == 2);
}

TEST_CASE("photos that are wanted without end, or pasted, leave the touch pad its turns") {
  Desk desk;
  desk.start();
  desk.camera.bytes = 1000;
  for (int i = 0; i < 4; i++) {
    desk.relay.say(messageOf(MessageType::CAPTURE_NOW));
    desk.console.typed += "snap\n";
  }
  for (int turn = 0; turn < 20; turn++) {
    desk.firmware->networkStep();
  }
  const int before = desk.camera.frames;
  desk.firmware->loopStep();
  CHECK(desk.camera.frames == before + 2);  // one that was typed, and one that the relay wants
}

TEST_CASE("session: gives up a relay that says something for ever, and never WELCOME") {
  SessionScript camera;
  camera.secure();
  CHECK(camera.saysWords() == "HELLO");
  int64_t passed = 0;
  for (; passed + 10000 < Session::WELCOME_PATIENCE; passed += 10000) {
    camera.pass(10000);
    camera.session.heard(camera.clock.now);
    CHECK(camera.session.parting(camera.clock.now) == nullptr);
  }
  camera.pass(Session::WELCOME_PATIENCE - passed - 1);
  CHECK(camera.session.parting(camera.clock.now) == nullptr);
  CHECK(camera.session.wakeAt(camera.clock.now) == camera.clock.now + 1);
  camera.pass(1);
  CHECK(camera.session.parting(camera.clock.now) != nullptr);
}
