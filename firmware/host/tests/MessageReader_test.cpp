#include "MessageReader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "MessageText.h"
#include "VectorFiles.h"
#include "WireBytes.h"

using namespace camrelay;
using Result = MessageReader::Result;

namespace {

/** A reader with its buffer, fed with strings. */
struct Reading {
  std::vector<uint8_t> buffer = std::vector<uint8_t>(MessageReader::BUFFER);
  MessageReader reader;
  Message message{};
  size_t left = 0;

  explicit Reading(Sender from) : reader(from, buffer.data()) {}

  Result read(const std::string& bytes) {
    const uint8_t* at = reinterpret_cast<const uint8_t*>(bytes.data());
    left = bytes.size();
    return reader.read(&at, &left, &message);
  }
};

std::string written(const std::string& line) {
  return WireBytes::written(MessageText().message(line).message);
}

const std::string WRONG = VectorText::hex("7f 00*7");

/** How a reader refuses this message, whose bytes are patched from here on. */
std::string detail(Sender from, const std::string& line, size_t at, const std::string& hex) {
  std::string bytes = written(line);
  REQUIRE(!bytes.empty());
  const std::string patch = VectorText::hex(hex);
  bytes.replace(at, patch.size(), patch);
  return WireBytes::read(from, bytes).detail;
}

}  // namespace

TEST_CASE("the reader stops behind each message") {
  Reading reading(Sender::RELAY);
  const std::string ping = written("PING nonce=1");
  CHECK(reading.read(ping + ping.substr(0, 3)) == Result::MESSAGE);
  CHECK(reading.left == 3);
  CHECK(reading.read(ping.substr(0, 3)) == Result::MORE);
  CHECK(reading.read(ping.substr(3)) == Result::MESSAGE);
  CHECK(reading.message.ping.nonce == 1);
}

TEST_CASE("the reader takes a message without a payload with its header's last byte") {
  Reading reading(Sender::DEVICE);
  const std::string cancel = written("CAPTURE_CANCEL handle=9");
  CHECK(reading.read(cancel.substr(0, 7)) == Result::MORE);
  CHECK(reading.read(cancel.substr(7)) == Result::MESSAGE);
  CHECK(reading.message.handle == 9);
}

TEST_CASE("the reader makes nothing of no bytes") {
  Reading reading(Sender::RELAY);
  CHECK(reading.read("") == Result::MORE);
}

TEST_CASE("the reader's views lie in its buffer") {
  Reading reading(Sender::RELAY);
  REQUIRE(reading.read(written("ANSWER_TEXT handle=1 bytes=\"t\"*16368")) == Result::MESSAGE);
  CHECK(reading.message.answerText.bytes.data == reading.buffer.data() + 16);
  CHECK(reading.message.answerText.bytes.size == Limits::MAX_ANSWER_PIECE);
}

TEST_CASE("after a violation the reader takes nothing more, until it is reset") {
  Reading reading(Sender::RELAY);
  const std::string ping = written("PING nonce=1");
  CHECK(reading.read(WRONG + ping) == Result::VIOLATION);
  CHECK(reading.read(ping) == Result::VIOLATION);
  CHECK(reading.left == ping.size());
  CHECK(reading.read("") == Result::VIOLATION);
  CHECK(reading.reader.violation().code == Code::UNKNOWN_TYPE);

  reading.reader.reset();
  CHECK(reading.read(ping) == Result::MESSAGE);
}

TEST_CASE("a reset forgets a part of a message and what was to be skipped") {
  Reading reading(Sender::RELAY);
  const std::string ping = written("PING nonce=1");
  for (const std::string& part :
       {ping.substr(0, 3), ping.substr(0, 12), VectorText::hex("ff 00 00 05 00*4 01")}) {
    CHECK(reading.read(part) == Result::MORE);
    reading.reader.reset();
    CHECK(reading.read(ping) == Result::MESSAGE);
    reading.reader.reset();
  }
}

TEST_CASE("a violation says what exactly was wrong") {
  const Sender device = Sender::DEVICE;
  const Sender relay = Sender::RELAY;
  CHECK(detail(relay, "PING", 0, "10 00 ff ff") == "length: a payload of 65535 bytes");
  CHECK(detail(relay, "PING", 0, "0a") == "type: 0x0a");
  CHECK(detail(relay, "HELLO", 0, "01") == "sender: HELLO from the wrong side");
  CHECK(detail(relay, "PING", 0, "10 00 00 07") == "short: PING of 7 bytes");
  CHECK(detail(relay, "PING", 4, "80 00 00 00") == "handle: PING with 0x80000000");
  CHECK(detail(relay, "NOTICE text=\"a\"", 9, "00 02") ==
        "cut: text goes beyond the end of the payload (NOTICE)");
  CHECK(detail(relay, "TOKEN", 8, "00 00") == "empty: token (TOKEN)");
  CHECK(detail(relay, "PROFILE", 18, "ff ff") ==
        "long: frame size has 65535 bytes, not at most 16 (PROFILE)");
  CHECK(detail(relay, "NOTICE text=\"a\"", 11, "ff") == "utf-8: text (NOTICE)");
  CHECK(detail(device, "HELLO", 12, "00 00 00 3f") ==
        "bounds: answer buffer is 63, not 64 to 4294967295 (HELLO)");
}

TEST_CASE("the longest detail of a violation is whole") {
  CHECK(detail(Sender::RELAY, "WELCOME", 18, "ff ff ff ff") ==
        "bounds: answer buffer is 4294967295, not 64 to 1048576 (WELCOME)");
  CHECK(detail(Sender::DEVICE, "CAPTURE_BEGIN handle=1", 70, "ff ff") ==
        "cut: question goes beyond the end of the payload (CAPTURE_BEGIN)");
}

TEST_CASE("only the first problem of a message counts") {
  CHECK(detail(Sender::DEVICE, "HELLO", 10, "00 00 00 00 00 00") ==
        "bounds: heartbeat is 0, not 1 to 3600 (HELLO)");
  const std::string ends = VectorText::hex("01 00 00 04 00*4 00 01 00 00");
  CHECK(WireBytes::read(Sender::DEVICE, ends).detail ==
        "bounds: heartbeat is 0, not 1 to 3600 (HELLO)");
}

TEST_CASE("of another version nothing but the number is read") {
  Reading reading(Sender::DEVICE);
  REQUIRE(reading.read(VectorText::hex("01 00 00 04 00*4 00 02 ff ff")) == Result::MESSAGE);
  CHECK(reading.message.hello.version == 2);
  CHECK(reading.message.hello.heartbeat == Limits::MIN_HEARTBEAT);
  CHECK(reading.message.hello.device.empty());
}

TEST_CASE("a signal strength that no driver can mean is read as unknown") {
  for (const auto& known : {std::pair<std::string, int>{"81", -127},
                            {"ff", -1},
                            {"00", 0},
                            {"80", 0},
                            {"01", 0},
                            {"7f", 0}}) {
    CAPTURE(known.first);
    Reading reading(Sender::DEVICE);
    std::string status = written("STATUS");
    status.replace(36, 1, VectorText::hex(known.first));
    REQUIRE(reading.read(status) == Result::MESSAGE);
    CHECK(reading.message.status.flight.rssi == known.second);
  }
}
