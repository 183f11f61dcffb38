#include <doctest/doctest.h>

#include "SessionScript.h"

using namespace camrelay;
using namespace camrelay::script;
using Offsets = std::vector<uint32_t>;

namespace {
constexpr uint32_t PIECE = Upload::PIECE;
constexpr uint32_t RELAY_HANDLE = Limits::RELAY_HANDLES;
using Script = SessionScript;
}  // namespace

TEST_CASE("session: takes as many captures as its table holds, and each once") {
  Script camera;
  for (uint32_t i = 1; i <= Session::UPLOADS; i++) {
    CHECK(camera.session.room() == Session::UPLOADS + 1 - i);
    CHECK(camera.press(i, 10));
  }
  CHECK_FALSE(camera.press(9, 10));
  camera.open();
  camera.says();
  camera.hears(Script::stored(1));
  CHECK_FALSE(camera.press(2, 10));  // it is in hand
  CHECK(camera.press(9, 10));
}

TEST_CASE("session: asks further once the parent is stored") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.session.take(camera.further(2, 1, "And the colour?"));

  CHECK(camera.saysWords() == "CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
  camera.hears(Script::stored(1));
  auto said = camera.says();
  REQUIRE(said.size() == 1);
  CHECK(said[0]->type() == MessageType::ASK);
  CHECK(said[0]->message.ask.id == Script::id(2));
  CHECK(said[0]->message.ask.parent == Script::id(1));
  CHECK(said[0]->message.ask.question == text("And the colour?"));
  camera.hears(Script::deferred(2, Code::BUSY, 1000));
  camera.pass(1000);
  CHECK(camera.saysWords() == "ASK");
  camera.hears(Script::accept(3, 0));
  camera.hears(Script::accept(3, 0));
  CHECK(camera.says().empty());
  camera.hears(Script::stored(3));
  CHECK(camera.told.count("stored") == 2);
}

TEST_CASE("session: does not wait for a parent that is younger, which could wait in turn") {
  Script camera;
  camera.open();
  camera.session.take(camera.further(1, 2, "And then?"));
  camera.session.take(camera.further(2, 1, "And before?"));
  camera.session.take(camera.further(3, 3, "And now?"));
  CHECK(camera.saysWords() == "ASK ASK");
  camera.hears(Script::stored(1));
  CHECK(camera.saysWords() == "ASK");
}

TEST_CASE("session: a question that is too long costs its capture alone") {
  Script camera;
  camera.open();
  std::string question(5000, 'q');
  Shot shot = camera.shot(1, 50);
  shot.question = text(question.c_str());
  camera.session.take(shot);
  camera.press(2, 50);

  auto said = camera.says();
  REQUIRE(said.size() == 3);
  CHECK(said[0]->message.captureBegin.id == Script::id(2));
  CHECK(said[0]->handle() == 1);
  CHECK(camera.told.of("unreadable")[0].capture == 1);

  question.assign(Limits::MAX_QUESTION, 'q');
  shot = camera.shot(3, 50);
  shot.question = text(question.c_str());
  camera.session.take(shot);
  CHECK(camera.saysWords() == "CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
}

TEST_CASE("session: cancels an upload and sends no more of it") {
  Script camera;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.saysOne();
  camera.saysOne();
  camera.session.cancel(Script::id(1));

  CHECK(camera.saysWords() == "CAPTURE_CANCEL");
  camera.hears(Script::accept(1, 0));
  CHECK(camera.says().empty());
  camera.hears(Script::failed(1, Code::CANCELLED));
  CHECK(camera.saysWords() == "ANSWER_ACK");
  CHECK(camera.session.room() == Session::UPLOADS);
}

TEST_CASE("session: tells of a cancellation again on the next connection, and of a stored one") {
  Script camera;
  camera.open();
  camera.press(1, 450);
  camera.press(2, 450);
  camera.says();
  camera.hears(Script::stored(2));
  camera.session.cancel(Script::id(1));
  camera.session.cancel(Script::id(2));
  CHECK(camera.saysWords() == "CAPTURE_CANCEL CAPTURE_CANCEL");
  camera.reopen();

  CHECK(camera.saysWords() == "CAPTURE_BEGIN CAPTURE_CANCEL");
}

TEST_CASE("session: takes a capture back whose frame cannot be read any more, and goes on") {
  Script camera;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.press(2, 10);
  camera.saysOne();
  camera.saysOne();
  camera.frames[0].broken = true;

  CHECK(camera.saysWords() == "CAPTURE_CANCEL CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
  REQUIRE(camera.told.count("unreadable") == 1);
  CHECK(camera.told.of("unreadable")[0].capture == 1);
  CHECK(camera.session.room() == Session::UPLOADS - 1);
  camera.hears(Script::failed(1, Code::CANCELLED));
  CHECK(camera.saysWords() == "ANSWER_ACK");
  CHECK(camera.told.count("failed") == 0);  // it was told already
  CHECK(camera.told.count("endRepeated") == 1);
}

TEST_CASE(
    "session: forgets a capture that is kept and cannot be read now, until it is offered again") {
  Script camera;
  camera.told.keepsUnreadable = true;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.press(2, 10);
  camera.saysOne();
  camera.saysOne();
  camera.frames[0].broken = true;

  CHECK(camera.saysWords() == "CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
  CHECK(camera.told.count("unreadable") == 1);
  camera.hears(Script::failed(1, Code::EXPIRED));  // of a handle that is nobody's
  CHECK(camera.says().empty());
  camera.frames[0].broken = false;
  CHECK(camera.session.take(camera.shotOf(1, &camera.frames[0])));
  CHECK(camera.saysBegun() == Offsets{3});
  camera.hears(Script::stored(3));
  camera.hears(Script::answer(3, 1));
  camera.hears(Script::end(3, 1, 0));
  CHECK(camera.told.of("answered")[0].capture == 1);
}

TEST_CASE("session: takes a capture back that cannot be read where it is to be resumed") {
  Script camera;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.saysOne();
  camera.saysOne();
  camera.reopen();
  camera.says();
  camera.frames[0].broken = true;
  camera.hears(Script::accept(1, PIECE));
  CHECK(camera.saysWords() == "CAPTURE_CANCEL");
  CHECK(camera.told.count("unreadable") == 1);
}

TEST_CASE("session: ignores messages on handles that it does not know [R-HND-6]") {
  Script camera;
  camera.open();
  std::string words = "?";
  for (uint32_t handle : {9u, 1000u, RELAY_HANDLE + 3}) {
    camera.hears(Script::accept(handle, 4));
    camera.hears(Script::stored(handle));
    camera.hears(Script::deferred(handle, Code::BUSY, 1));
    camera.hears(Script::piece(handle, 1, 0, words));
    camera.hears(Script::end(handle, 1, 1));
    camera.hears(Script::failed(handle, Code::INTERNAL));
    camera.hears(messageOf(MessageType::STAGE, handle));
    camera.hears(messageOf(MessageType::CAPTURE_PROGRESS, handle));
  }
  CHECK(camera.says().empty());
  CHECK(camera.session.parting(camera.clock.now) == nullptr);
}

TEST_CASE(
    "session: binds handles in rising order, and from one again on each connection "
    "[R-HND-1]") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.press(2, 50);
  CHECK(camera.saysBegun() == Offsets{1, 2});
  camera.hears(Script::deferred(1, Code::BUSY, 100));
  camera.pass(100);
  CHECK(camera.saysBegun() == Offsets{3});
  camera.reopen();
  CHECK(camera.saysBegun().front() == 1);
}

TEST_CASE("session: age and telemetry ride on BEGIN") {
  Script camera;
  FlightRecord flight = {1, 2, 3, 90, 5, 6, 7, -60, ResetReason::PANIC};
  camera.press(1, 50);
  camera.pass(90000);
  camera.open();
  camera.session.vitals(flight);
  camera.session.stalled();

  auto said = camera.says();
  const CaptureBegin& begin = said[0]->message.captureBegin;
  CHECK(begin.ageMillis == 90000);
  CHECK(begin.flight.freeHeap == 1);
  CHECK(begin.flight.uptimeSeconds == 90);
  CHECK(begin.flight.connectMillis == 3);
  CHECK(begin.flight.handshakeMillis == 40);
  CHECK(begin.flight.writeStalls == 1);
  CHECK(begin.flight.rssi == -60);
  CHECK(begin.flight.reset == ResetReason::PANIC);
  flight.rssi = 7;  // out of bounds: not known
  camera.session.vitals(flight);
  camera.press(2, 50);
  CHECK(camera.says()[0]->message.captureBegin.flight.rssi == 0);
}

TEST_CASE("session: takes the end of any of a thousand captures that are stored at once") {
  Script camera;
  camera.open();
  uint32_t handle = 0;
  for (uint32_t number = 1; number <= 1000; number++) {
    camera.press(number, 10);
    camera.says();
    camera.hears(Script::stored(++handle));
  }
  CHECK(camera.told.count("stored") == 1000);
  // By identity, whether or not the session remembers it.
  camera.hears(Script::answer(1, 1));
  camera.hears(Script::end(1, 1, 0));
  // By its handle alone, as long as it is known.
  camera.hears(Script::failed(1000, Code::DEADLINE));
  camera.hears(Script::failed(1000 - Uploads::HANDLES + 1, Code::DEADLINE));
  CHECK(camera.told.of("answered")[0].capture == 1);
  REQUIRE(camera.told.count("failed") == 2);
  CHECK(camera.told.of("failed")[1].capture == 1000 - Uploads::HANDLES + 1);
  camera.hears(Script::failed(1000 - Uploads::HANDLES, Code::DEADLINE));
  CHECK(camera.told.count("failed") == 2);  // it comes again on the next connection
  camera.says();
  camera.reopen();
  camera.hears(Script::answer(RELAY_HANDLE, 1000 - Uploads::HANDLES));
  camera.hears(Script::failed(RELAY_HANDLE, Code::DEADLINE));
  CHECK(camera.told.count("failed") == 3);
}

TEST_CASE(
    "session: the oldest of more awaited captures than the table holds is forgotten, and "
    "cannot be cancelled") {
  Script camera;
  camera.open();
  for (uint32_t number = 1; number <= Uploads::AWAITING + 1; number++) {
    camera.press(number, 10);
    camera.says();
    camera.hears(Script::stored(number));
  }
  camera.session.cancel(Script::id(1));
  CHECK(camera.says().empty());
  camera.session.cancel(Script::id(2));
  CHECK(camera.saysWords() == "CAPTURE_CANCEL");
}
