#include <doctest/doctest.h>

#include "SessionScript.h"

using namespace camrelay;
using namespace camrelay::script;
using Script = SessionScript;

namespace {

constexpr uint32_t RELAY_HANDLE = Limits::RELAY_HANDLES;

/** A camera with capture 1 stored on handle 1. */
void storeOne(Script& camera) {
  camera.open();
  camera.press(1, 50);
  camera.says();
  camera.hears(Script::stored(1));
}

void checkAck(const Said& said, uint32_t handle, uint32_t generation, uint32_t offset, bool end) {
  REQUIRE(said.type() == MessageType::ANSWER_ACK);
  CHECK(said.handle() == handle);
  CHECK(said.message.answerAck.generation == generation);
  CHECK(said.message.answerAck.offset == offset);
  CHECK(said.message.answerAck.end == end);
}

}  // namespace

TEST_CASE(
    "session: takes an answer in, gives credit and acknowledges its end [R-ANS-8] "
    "[R-ANS-12]") {
  Script camera;
  storeOne(camera);
  camera.hears(Script::answer(1, 1));

  camera.hears(Script::piece(1, 1, 0, std::string(511, 'x')));
  CHECK(camera.says().empty());  // half of the buffer is free
  camera.hears(Script::piece(1, 1, 511, "y"));
  auto said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], 1, 1, 512, false);
  camera.hears(Script::piece(1, 1, 512, "z"));
  camera.hears(Script::end(1, 1, 513));

  said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], 1, 1, 513, true);
  CHECK(camera.told.count("answerPiece") == 3);
  CHECK(camera.told.of("answerPiece")[1].text == "y");
  CHECK(camera.told.count("answered") == 1);
}

TEST_CASE("session: gives no credit that the monitor could not show") {
  Script camera;
  storeOne(camera);
  camera.told.answerRoom = 1023;
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::piece(1, 1, 0, std::string(1024, 'x')));

  CHECK(camera.says().empty());
  camera.hears(Script::ping(1));
  CHECK(camera.saysWords() == "PONG");
  camera.told.answerRoom = 1024;
  auto said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], 1, 1, 1024, false);
  camera.told.answerRoom = 0;
  camera.hears(Script::end(1, 1, 1024));
  CHECK(camera.says().empty());
  camera.told.answerRoom = 1024;
  CHECK(camera.saysWords() == "ANSWER_ACK");
}

TEST_CASE("session: takes as much of an answer as it gave credit for, and hangs up beyond it") {
  for (uint32_t more : {0u, 1u}) {
    Script camera;
    storeOne(camera);
    camera.told.answerRoom = 0;
    camera.hears(Script::answer(1, 1));
    camera.hears(Script::piece(1, 1, 0, std::string(1000, 'x')));
    camera.hears(Script::end(1, 1, 1000));
    camera.hears(Script::answer(RELAY_HANDLE, 9));
    camera.hears(Script::piece(RELAY_HANDLE, 1, 0, std::string(24 + more, 'x')));
    CHECK(camera.told.count("relayMisbehaved") == more);
    CHECK(camera.told.count("answerPiece") == 2 - more);
  }
}

TEST_CASE("session: drops a lower generation and says so [R-ANS-5]") {
  Script camera;
  storeOne(camera);
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::piece(1, 1, 0, std::string(800, 'a')));
  camera.hears(Script::piece(1, 2, 0, std::string(1024, 'b')));  // what was given up is credit
  camera.hears(Script::end(1, 2, 1024));

  CHECK(camera.told.count("relayMisbehaved") == 0);
  REQUIRE(camera.told.events.size() >= 5);
  std::vector<std::string> whats;
  for (size_t i = camera.told.events.size() - 5; i < camera.told.events.size(); i++) {
    whats.push_back(camera.told.events[i].what);
  }
  CHECK(whats == std::vector<std::string>{"answerBegun", "answerPiece", "answerRestarted",
                                          "answerPiece", "answered"});
  auto said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], 1, 2, 1024, true);
}

TEST_CASE("session: takes the end of a capture that it still uploads [R-ANS-14]") {
  Script camera;
  camera.open();
  camera.press(1, 450);
  camera.says();
  camera.hears(Script::accept(1, 0));
  camera.reopen();
  camera.says();  // begun again on handle 1

  std::string cat = "A cat.";
  camera.hears(Script::answer(RELAY_HANDLE, 1));
  camera.hears(Script::piece(RELAY_HANDLE, 1, 0, cat));
  camera.hears(Script::end(RELAY_HANDLE, 1, 6));
  auto said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], RELAY_HANDLE, 1, 6, true);
  CHECK(camera.session.room() == Session::UPLOADS);
  camera.hears(Script::stored(1));
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::piece(1, 1, 0, cat));
  camera.hears(Script::end(1, 1, 6));

  said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], 1, 1, 6, true);  // acknowledged again
  CHECK(camera.told.count("stored") == 0);
  CHECK(camera.told.count("answered") == 1);
  CHECK(camera.told.count("endRepeated") == 1);
  CHECK(camera.told.count("answerPiece") == 1);
}

TEST_CASE("session: acknowledges an end that comes again after a lost acknowledgement") {
  Script camera;
  storeOne(camera);
  camera.hears(Script::failed(1, Code::DEADLINE));
  camera.reopen();  // the acknowledgement never left

  camera.hears(Script::answer(RELAY_HANDLE, 1));
  camera.hears(Script::failed(RELAY_HANDLE, Code::DEADLINE));

  auto said = camera.says();
  REQUIRE(said.size() == 1);
  checkAck(*said[0], RELAY_HANDLE, 0, 0, true);
  CHECK(camera.told.count("failed") == 1);
  CHECK(camera.told.count("answerBegun") == 0);
}

TEST_CASE("session: shows the end of a capture that it knows nothing of, as after a restart") {
  Script camera;
  camera.open();
  camera.hears(Script::answer(RELAY_HANDLE, 77));
  camera.hears(Script::piece(RELAY_HANDLE, 1, 0, "Old."));
  camera.hears(Script::end(RELAY_HANDLE, 1, 4));
  Message foreign = Script::answer(RELAY_HANDLE + 1, 5);
  foreign.answerBegin.id.epoch = 99;
  camera.hears(foreign);
  camera.hears(Script::failed(RELAY_HANDLE + 1, Code::EXPIRED));

  CHECK(camera.saysWords() == "ANSWER_ACK ANSWER_ACK");
  CHECK(camera.told.of("answered")[0].capture == 77);
  CHECK(camera.told.of("failed")[0].capture == 5);
}

TEST_CASE("session: a capture that is offered again after its end is acknowledged, not shown") {
  Script camera;
  camera.open();
  camera.hears(Script::answer(RELAY_HANDLE, 1));
  camera.hears(Script::end(RELAY_HANDLE, 1, 0));
  camera.says();
  camera.press(1, 50);
  CHECK(camera.saysBegun().size() == 1);
  camera.hears(Script::stored(1));
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::end(1, 1, 0));
  CHECK(camera.saysWords() == "ANSWER_ACK");
  CHECK(camera.told.count("answered") == 1);
  CHECK(camera.told.count("endRepeated") == 1);
}

TEST_CASE("session: remembers as many ends as it says, and shows an older one again") {
  Script camera;
  camera.open();
  uint32_t handle = RELAY_HANDLE;
  auto end = [&](uint64_t epoch, uint32_t number) {
    Message begin = Script::answer(handle, number);
    begin.answerBegin.id.epoch = epoch;
    camera.hears(begin);
    camera.hears(Script::failed(handle, Code::DEADLINE));
    camera.says();
    handle++;
  };

  SUBCASE("of its own epoch thousands, as a card may bring them back hours later") {
    for (uint32_t number = 1; number < KnownEnds::NUMBERS; number++) {
      end(Script::EPOCH, number);
    }
    for (uint32_t number = 1; number < KnownEnds::NUMBERS; number++) {
      end(Script::EPOCH, number);
    }
    CHECK(camera.told.count("failed") == KnownEnds::NUMBERS - 1);
    // One beyond, and then as many others that the first is no longer among the last ones either.
    for (uint32_t number = 0; number < KnownEnds::MAX; number++) {
      end(Script::EPOCH, KnownEnds::NUMBERS + number);
    }
    end(Script::EPOCH, 1);
    CHECK(camera.told.count("failed") == KnownEnds::NUMBERS + KnownEnds::MAX);
  }

  SUBCASE("of any other epoch the last ones") {
    for (uint32_t number = 1; number <= KnownEnds::MAX; number++) {
      end(Script::EPOCH + 1, number);
    }
    end(Script::EPOCH + 1, 1);
    CHECK(camera.told.count("failed") == KnownEnds::MAX);
    end(Script::EPOCH + 1, KnownEnds::MAX + 1);
    end(Script::EPOCH + 1, 1);
    CHECK(camera.told.count("failed") == KnownEnds::MAX + 2);
  }
}

TEST_CASE("session: a failure needs no turn while an answer is shown") {
  Script camera;
  storeOne(camera);
  camera.press(2, 50);
  camera.says();
  camera.hears(Script::stored(2));
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::piece(1, 1, 0, "All of it "));
  camera.hears(Script::failed(2, Code::PROVIDER_MONEY));
  camera.hears(Script::piece(1, 1, 10, "is gray."));
  camera.hears(Script::end(1, 1, 18));

  CHECK(camera.saysWords() == "ANSWER_ACK ANSWER_ACK");
  CHECK(camera.told.of("failed")[0].capture == 2);
  CHECK(camera.told.of("answered")[0].capture == 1);
}

TEST_CASE("session: an end that comes on another handle while an answer is shown is the only one") {
  Script camera;
  storeOne(camera);
  camera.hears(Script::answer(RELAY_HANDLE, 1));
  camera.hears(Script::piece(RELAY_HANDLE, 1, 0, "All of"));
  camera.hears(Script::failed(1, Code::CONFLICT));
  camera.hears(Script::piece(RELAY_HANDLE, 1, 6, " it"));
  camera.hears(Script::end(RELAY_HANDLE, 1, 9));

  CHECK(camera.told.count("failed") == 1);
  CHECK(camera.told.count("answered") == 0);
  CHECK(camera.told.count("answerPiece") == 1);
  CHECK(camera.told.count("endRepeated") == 1);
  CHECK(camera.saysWords() == "ANSWER_ACK ANSWER_ACK");
}

TEST_CASE("session: hears no more once as many ends wait as it can acknowledge") {
  Script camera;
  camera.open();
  camera.told.answerRoom = 0;
  for (uint32_t i = 0; i < Inbox::MAX_ENDS; i++) {
    CHECK(camera.session.hears());
    camera.hears(Script::answer(RELAY_HANDLE + i, 1 + i));
    camera.hears(Script::failed(RELAY_HANDLE + i, Code::DEADLINE));
  }
  CHECK_FALSE(camera.session.hears());
  // Told all the same: the oldest acknowledgement goes, and that end will come again.
  camera.hears(Script::answer(RELAY_HANDLE + 100, 100));
  camera.hears(Script::failed(RELAY_HANDLE + 100, Code::DEADLINE));
  camera.told.answerRoom = 1024;
  auto said = camera.says();
  REQUIRE(said.size() == Inbox::MAX_ENDS);
  CHECK(said[0]->handle() == RELAY_HANDLE + 1);
  CHECK(said.back()->handle() == RELAY_HANDLE + 100);
  CHECK(camera.session.hears());
}

TEST_CASE("session: hears no more of an answer than the monitor can show, whatever is given up") {
  Script camera;
  storeOne(camera);
  camera.told.answerRoom = 0;
  CHECK(camera.session.hears());
  camera.hears(Script::answer(1, 1));
  camera.told.answerRoom = 1023;
  CHECK_FALSE(camera.session.hears());
  camera.told.answerRoom = 1024;
  CHECK(camera.session.hears());
}

TEST_CASE("session: hangs up on a relay that breaks an answer") {
  const std::string a = "a";
  const std::vector<std::vector<Message>> broken = {
      {Script::answer(1, 1), Script::piece(1, 1, 3, a)},
      {Script::answer(1, 1), Script::piece(1, 2, 0, a), Script::piece(1, 1, 1, a)},
      {Script::answer(1, 1), Script::piece(1, 1, 0, a), Script::end(1, 1, 2)},
      {Script::answer(1, 1), Script::piece(1, 1, 0, a), Script::end(1, 2, 1)},
      {Script::answer(1, 1), Script::answer(RELAY_HANDLE, 5)},
      {Script::answer(1, 2)},
      {Script::accept(1, 51)},
      {Script::welcome()},
      {Script::refused(Code::UNAUTHORIZED, 0)},
      {messageOf(MessageType::HELLO)},
  };
  for (const auto& messages : broken) {
    Script camera;
    camera.open();
    camera.press(1, 50);
    camera.says();
    for (const Message& message : messages) {
      camera.hears(message);
    }
    CHECK(camera.told.count("relayMisbehaved") == 1);
    CHECK(camera.session.parting(camera.clock.now) != nullptr);
    CHECK(camera.says().empty());
    CHECK_FALSE(camera.session.open());
  }
}

TEST_CASE("session: tells of stages on whichever handle they come") {
  Script camera;
  storeOne(camera);
  camera.hears(messageOf(MessageType::STAGE, 1));
  camera.hears(Script::answer(RELAY_HANDLE, 9));
  camera.hears(messageOf(MessageType::STAGE, RELAY_HANDLE));
  REQUIRE(camera.told.count("stage") == 2);
  CHECK(camera.told.of("stage")[1].capture == 9);
}
