#include <doctest/doctest.h>

#include "SessionScript.h"

using namespace camrelay;
using namespace camrelay::script;
using Offsets = std::vector<uint32_t>;

namespace {
constexpr uint32_t PIECE = Upload::PIECE;
using Script = SessionScript;
}  // namespace

TEST_CASE("session: says HELLO and nothing else before WELCOME [R-CON-1]") {
  Script camera;
  camera.press(1, 250);
  camera.secure();

  auto said = camera.says();

  REQUIRE(said.size() == 1);
  REQUIRE(said[0]->type() == MessageType::HELLO);
  const Hello& hello = said[0]->message.hello;
  CHECK(hello.device == text("porch"));
  CHECK(hello.token == text("secret-1"));
  CHECK(hello.epoch == Script::EPOCH);
  CHECK(hello.heartbeat == 30);
  CHECK(camera.says().empty());
  camera.hears(Script::welcome());
  CHECK(camera.saysWords() == "CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
}

TEST_CASE(
    "session: sends a fresh frame without waiting, from its start, in messages of 4096 "
    "bytes [R-UPL-2]") {
  Script camera;
  camera.open();
  camera.press(7, 2 * PIECE + 10);

  auto said = camera.says();

  REQUIRE(said.size() == 5);
  const CaptureBegin begin = said[0]->message.captureBegin;
  CHECK(begin.id == Script::id(7));
  CHECK(begin.size == 2 * PIECE + 10);
  CHECK(begin.crc == camera.frames[0].crc());
  CHECK(begin.frameCount == 1);
  CHECK(begin.question == text("What is it?"));
  std::vector<uint8_t> sent;
  for (int i = 1; i <= 3; i++) {
    REQUIRE(said[i]->readable);
    REQUIRE(said[i]->type() == MessageType::CAPTURE_DATA);
    const CaptureData& data = said[i]->message.captureData;
    CHECK(data.offset == sent.size());
    sent.insert(sent.end(), data.bytes.data, data.bytes.data + data.bytes.size);
  }
  CHECK(said[1]->raw.size() == Session::LARGEST);
  CHECK(sent == camera.frames[0].bytes);
  CHECK(said[4]->message.captureEnd.crc == begin.crc);
  CHECK(camera.says().empty());
  CHECK(camera.told.count("sent") == 1);
}

TEST_CASE("session: sends frames of no byte, one byte, a whole piece and one more") {
  for (uint32_t size : {0u, 1u, PIECE, PIECE + 1}) {
    Script camera;
    camera.open();
    camera.press(1, size);
    size_t pieces = (size + PIECE - 1) / PIECE;
    auto said = camera.says();
    REQUIRE(said.size() == pieces + 2);
    CHECK(said.back()->message.captureEnd.crc == camera.frames[0].crc());
  }
}

TEST_CASE("session: a frame that was overwritten in memory has another CRC at its end") {
  Script camera;
  camera.open();
  camera.press(1, 150);
  auto begin = camera.saysOne();
  camera.frames[0].bytes[20] ^= 1;

  auto rest = camera.says();

  REQUIRE(rest.size() == 2);
  CHECK(rest[1]->message.captureEnd.crc != begin->message.captureBegin.crc);
}

TEST_CASE(
    "session: skips what the relay has at the first ACCEPT, and reads it for the CRC "
    "[R-UPL-6]") {
  Script camera;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.saysOne();
  camera.saysOne();  // the first piece is on its way

  camera.hears(Script::accept(1, 3 * PIECE + 20));
  CHECK(camera.session.wakeAt(camera.clock.now) == camera.clock.now);
  auto said = camera.says();

  REQUIRE(said.size() == 3);
  CHECK(said[0]->message.captureData.offset == 3 * PIECE + 20);
  CHECK(said[1]->message.captureData.offset == 4 * PIECE + 20);
  CHECK(said[2]->message.captureEnd.crc == camera.frames[0].crc());
}

TEST_CASE("session: reads on in small steps, and answers a ping in between") {
  Script camera;
  camera.open();
  camera.press(1, 20 * PIECE);
  camera.saysOne();
  camera.hears(Script::accept(1, 20 * PIECE));

  uint32_t before = camera.frames[0].reads;
  CHECK(camera.saysOne() == nullptr);
  CHECK(camera.frames[0].reads == before + 1);
  camera.hears(Script::ping(9));
  CHECK(camera.saysOne()->type() == MessageType::PONG);
  auto rest = camera.says();
  REQUIRE(rest.size() == 1);
  CHECK(rest[0]->message.captureEnd.crc == camera.frames[0].crc());
}

TEST_CASE("session: does not repeat what it sent before the first ACCEPT [R-UPL-6]") {
  Script camera;
  camera.open();
  camera.press(1, 2 * PIECE);
  camera.saysOne();
  camera.saysOne();

  camera.hears(Script::accept(1, 100));
  CHECK(camera.saysOffsets() == Offsets{PIECE});
  camera.press(2, 250);
  camera.says();
  camera.hears(Script::accept(2, 0));
  CHECK(camera.says().empty());
}

TEST_CASE("session: goes back at a further ACCEPT, even to the start, and ends again [R-UPL-6]") {
  Script camera;
  camera.open();
  camera.press(1, 3 * PIECE);
  camera.says();

  camera.hears(Script::accept(1, 0));
  camera.hears(Script::accept(1, PIECE));
  auto said = camera.says();
  REQUIRE(said.size() == 3);
  CHECK(said[0]->message.captureData.offset == PIECE);
  CHECK(said[2]->message.captureEnd.crc == camera.frames[0].crc());
  camera.hears(Script::accept(1, 0));
  said = camera.says();
  REQUIRE(said.size() == 4);
  CHECK(said[0]->message.captureData.offset == 0);
  CHECK(said[3]->message.captureEnd.crc == camera.frames[0].crc());
  camera.hears(Script::accept(1, 3 * PIECE));
  CHECK(camera.saysWords() == "CAPTURE_END");
}

TEST_CASE("session: resumes where the relay says after a cut") {
  Script camera;
  camera.open();
  camera.press(1, 4 * PIECE);
  camera.saysOne();
  camera.saysOne();
  camera.reopen();

  CHECK(camera.saysWords() == "CAPTURE_BEGIN");  // waits to be told
  camera.hears(Script::accept(1, 60));
  CHECK(camera.saysOffsets() == Offsets{60, PIECE + 60, 2 * PIECE + 60, 3 * PIECE + 60});
}

TEST_CASE("session: a frame from before the board started waits to be told what the relay has") {
  for (bool known : {false, true}) {
    Script camera;
    camera.open();
    Shot shot = camera.shot(1, 250);
    shot.takenAt = known ? -5000 : 0;
    shot.takenAtKnown = known;
    camera.session.take(shot);

    auto said = camera.says();
    REQUIRE(said.size() == 1);
    int64_t age = said[0]->message.captureBegin.ageMillis;
    CHECK(age == (known ? camera.clock.now + 5000 : Limits::UNKNOWN));
    camera.hears(Script::stored(1));
    CHECK(camera.told.of("stored")[0].number == age);
  }
}

TEST_CASE("session: keeps the frame until STORED [R-UPL-12]") {
  Script camera;
  camera.open();
  camera.press(1, 250);
  camera.says();
  camera.hears(Script::accept(1, 0));
  camera.reopen();

  CHECK(camera.saysWords() == "CAPTURE_BEGIN");
  camera.hears(Script::accept(1, 250));
  CHECK(camera.saysWords() == "CAPTURE_END");
  CHECK(camera.session.room() == Session::UPLOADS - 1);
  camera.hears(Script::stored(1));
  CHECK(camera.session.room() == Session::UPLOADS);
  uint32_t reads = camera.frames[0].reads;
  camera.reopen();

  CHECK(camera.says().empty());
  CHECK(camera.told.count("stored") == 1);
  CHECK(camera.frames[0].reads == reads);
}

TEST_CASE("session: comes back with a deferred capture and not before its time [R-UPL-13]") {
  Script camera;
  camera.open();
  camera.press(1, 250);
  camera.says();
  camera.hears(Script::deferred(1, Code::BUSY, 5000));

  CHECK(camera.says().empty());
  CHECK(camera.session.wakeAt(camera.clock.now) == camera.clock.now + 5000);
  camera.pass(4999);
  CHECK(camera.says().empty());
  camera.pass(1);

  auto again = camera.says();
  REQUIRE(again.size() >= 1);
  CHECK(again[0]->message.captureBegin.id == Script::id(1));
  CHECK(again[0]->handle() == 2);
  camera.hears(Script::stored(1));
  CHECK(camera.told.count("stored") == 0);  // of the old handle
  camera.hears(Script::stored(2));
  CHECK(camera.told.count("stored") == 1);
}

TEST_CASE("session: stops sending at once when deferred") {
  Script camera;
  camera.open();
  camera.press(1, 5 * PIECE);
  camera.saysOne();
  camera.saysOne();
  camera.hears(Script::deferred(1, Code::DISK_FULL, 60000));
  CHECK(camera.says().empty());
}

TEST_CASE("session: does not hammer a relay that defers without a time") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.says();
  camera.hears(Script::deferred(1, Code::BAD_CRC, 0));

  CHECK(camera.told.of("deferred")[0].number == Uploads::LEAST_DEFERRAL_MILLIS);
  camera.pass(Uploads::LEAST_DEFERRAL_MILLIS - 1);
  CHECK(camera.says().empty());
  camera.pass(1);
  CHECK(camera.saysBegun() == Offsets{2});
}

TEST_CASE("session: has no more unfinished uploads than the relay takes [R-UPL-15]") {
  Script camera;
  camera.open();
  for (uint32_t i = 1; i <= 6; i++) {
    camera.press(i, 150);
  }

  CHECK(camera.saysBegun() == Offsets{1, 2, 3, 4});
  camera.hears(Script::stored(2));
  CHECK(camera.saysBegun() == Offsets{5});
  camera.hears(Script::failed(3, Code::NOT_JPEG));
  CHECK(camera.saysBegun() == Offsets{6});

  Script one;
  one.open(1);
  one.press(1, 50);
  one.press(2, 50);
  CHECK(one.saysBegun() == Offsets{1});
}

TEST_CASE("session: sends one frame after the other, in the order of their numbers") {
  Script camera;
  camera.open();
  for (uint32_t number : {5u, 2u, 9u, 3u}) {
    CHECK(camera.press(number, PIECE + 1));
  }
  CaptureId older = {7, 100};  // of an epoch that is over
  Shot shot = camera.shot(100, 10);
  shot.id = older;
  camera.session.take(shot);

  std::vector<uint32_t> order;
  uint32_t last = 0;
  for (const auto& said : camera.says()) {
    if (said->type() == MessageType::CAPTURE_BEGIN) {
      order.push_back(said->message.captureBegin.id.number);
      CHECK(said->handle() == last + 1);
      last = said->handle();
    }
    CHECK(said->handle() == last);
  }
  CHECK(order == Offsets{100, 2, 3, 5});
}

TEST_CASE("session: does not send a frame that is too large before it is accepted") {
  Script camera;
  camera.open();
  camera.press(1, 400000);
  CHECK(camera.saysOffsets().size() == 98);
  camera.hears(Script::stored(1));
  camera.press(2, 400001);

  CHECK(camera.saysWords() == "CAPTURE_BEGIN");
  camera.hears(Script::failed(2, Code::TOO_LARGE));
  CHECK(camera.saysWords() == "ANSWER_ACK");
  CHECK(camera.told.of("failed")[0].capture == 2);
}
