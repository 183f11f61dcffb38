// All of protocol/vectors but folding.txt: to fold an answer is the relay's business, the device
// shows what it is sent.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "Crc32.h"
#include "MessageText.h"
#include "Utf8.h"
#include "VectorFiles.h"
#include "WireBytes.h"

using namespace camrelay;
using VectorFiles::Vector;

namespace {

const std::vector<std::string> VALID = {"messages-from-device.txt", "messages-from-relay.txt",
                                        "codes.txt"};

/** The vectors of a file; there are some, so that a broken parser passes nothing. */
std::vector<Vector> some(const std::string& file, size_t atLeast) {
  std::vector<Vector> vectors = VectorFiles::vectors(file);
  REQUIRE_MESSAGE(vectors.size() >= atLeast, file);
  return vectors;
}

std::vector<Vector> valid() {
  std::vector<Vector> all;
  for (const std::string& file : VALID) {
    for (const Vector& vector : some(file, 50)) {
      all.push_back(vector);
    }
  }
  return all;
}

std::vector<Vector> refused() { return some("refusals.txt", 200); }

std::vector<Vector> streams() { return some("streams.txt", 10); }

Sender from(const Vector& vector) {
  const std::string& from = vector.one("from");
  REQUIRE_MESSAGE((from == "device" || from == "relay"), vector.title());
  return from == "device" ? Sender::DEVICE : Sender::RELAY;
}

Fields fields(const Vector& vector) {
  static const std::set<std::string> OTHERS = {"name", "from",      "hex",
                                               "type", "canonical", "verdict"};
  Fields fields;
  for (const auto& entry : vector.values) {
    if (OTHERS.count(entry.first) == 0) {
      fields[entry.first] = vector.one(entry.first);
    }
  }
  return fields;
}

KeptMessage message(const Vector& vector) {
  return MessageText().message(MessageText::type(vector.one("type")), fields(vector));
}

/** The word of a code as the vectors have it. */
std::string upperWord(Code code) {
  std::string upper = word(code);
  std::transform(upper.begin(), upper.end(), upper.begin(), ::toupper);
  return upper;
}

/**
 * A question as a decoder shows it that makes text of it: with U+FFFD in the place of each byte
 * that is no UTF-8 [R-FLD-4]. The reader here hands a question on where it lies, and leaves it as
 * it came: replacements are longer than what they replace, and no device reads another's question.
 */
std::string shown(const std::string& question) {
  std::string shown;
  for (size_t at = 0; at < question.size();) {
    size_t size = 1;
    while (size < 4 && !isUtf8(Text{&question[at], static_cast<uint16_t>(size)})) {
      size++;
    }
    const std::string character = question.substr(at, size);
    const bool good = isUtf8(Text{character.data(), static_cast<uint16_t>(character.size())});
    shown += good ? character : "\xEF\xBF\xBD";
    at += good ? size : 1;
  }
  return shown;
}

/** What the vector says of each field, but of a question as it is shown. */
Fields shownValues(const Message& message) {
  Fields values = MessageText::values(message);
  if (message.type == MessageType::CAPTURE_BEGIN || message.type == MessageType::ASK) {
    values["question"] = shown(values["question"]);
  }
  return values;
}

/** The one message of a stream, as an owner of its own keeps it. */
KeptMessage onlyMessage(Sender from, const std::string& stream) {
  std::vector<uint8_t> buffer(MessageReader::BUFFER);
  MessageReader reader(from, buffer.data());
  const uint8_t* at = reinterpret_cast<const uint8_t*>(stream.data());
  size_t left = stream.size();
  Message message;
  REQUIRE(reader.read(&at, &left, &message) == MessageReader::Result::MESSAGE);
  REQUIRE(left == 0);
  return MessageText::kept(message);
}

}  // namespace

TEST_CASE("each valid vector is read as it says") {
  for (const Vector& vector : valid()) {
    CAPTURE(vector.title());
    CHECK(vector.one("verdict") == "valid");
    const KeptMessage read = onlyMessage(from(vector), vector.hex());
    CHECK(read.message.type == MessageText::type(vector.one("type")));
    CHECK(shownValues(read.message) == MessageText::values(message(vector).message));
  }
}

TEST_CASE("each valid vector is written as it says") {
  size_t written = 0;
  for (const Vector& vector : valid()) {
    CAPTURE(vector.title());
    if (vector.has("canonical")) {
      CHECK(vector.one("canonical") == "no");
      continue;
    }
    CHECK(WireBytes::written(message(vector).message) == vector.hex());
    CHECK(WireBytes::written(onlyMessage(from(vector), vector.hex()).message) == vector.hex());
    written++;
  }
  CHECK(written >= 100);
}

TEST_CASE("each valid vector names each field of its message") {
  for (const Vector& vector : valid()) {
    CAPTURE(vector.title());
    std::set<std::string> names = {"handle"};
    for (const std::string& name : MessageText::fields(MessageText::type(vector.one("type")))) {
      names.insert(name);
    }
    std::set<std::string> named;
    for (const auto& field : fields(vector)) {
      named.insert(field.first);
    }
    CHECK(named == names);
  }
}

TEST_CASE("each refusal has the code and the class that its vector says") {
  for (const Vector& vector : refused()) {
    CAPTURE(vector.title());
    const WireBytes::Outcome outcome = WireBytes::read(from(vector), vector.hex());
    CHECK(outcome.messages.empty());
    REQUIRE(outcome.violated);
    CHECK(upperWord(outcome.code) == vector.one("verdict"));
    CAPTURE(outcome.detail);
    CHECK(outcome.detail.rfind(vector.one("detail") + ": ", 0) == 0);
  }
}

TEST_CASE("a refusal is due with the byte that shows it, and not before") {
  for (const Vector& vector : refused()) {
    CAPTURE(vector.title());
    const std::string bytes = vector.hex();
    const bool sameByteByByte =
        WireBytes::readInParts(from(vector), bytes, 1) == WireBytes::read(from(vector), bytes);
    CHECK(sameByteByByte);
    CHECK_FALSE(WireBytes::read(from(vector), bytes.substr(0, bytes.size() - 1)).violated);
  }
}

TEST_CASE("every type has an ordinary and an extreme vector") {
  std::map<std::string, size_t> count;
  for (const Vector& vector : valid()) {
    count[vector.one("type")]++;
  }
  CHECK(count.size() == 28);
  for (const auto& type : count) {
    CAPTURE(type.first);
    CHECK(type.second >= 2);
  }
}

TEST_CASE("each stream is read up to its violation") {
  const MessageText text(VectorFiles::frames());
  for (const Vector& vector : streams()) {
    CAPTURE(vector.title());
    std::vector<std::string> expected;
    for (const std::string& line : vector.all("message")) {
      expected.push_back(MessageText::line(text.message(line).message));
    }
    const WireBytes::Outcome outcome = WireBytes::read(from(vector), vector.hex());
    CHECK(outcome.messages == expected);
    CHECK(outcome.violated == (vector.one("verdict") != "valid"));
    if (outcome.violated) {
      CHECK(upperWord(outcome.code) == vector.one("verdict"));
      CHECK(outcome.detail.rfind(vector.one("detail") + ": ", 0) == 0);
    }
  }
}

TEST_CASE("each stream is read the same cut in two anywhere") {
  for (const Vector& vector : streams()) {
    CAPTURE(vector.title());
    const std::string stream = vector.hex();
    const WireBytes::Outcome whole = WireBytes::read(from(vector), stream);
    for (size_t cut = 1; cut < stream.size(); cut++) {
      const bool same = WireBytes::read(from(vector), stream, {cut}) == whole;
      CHECK_MESSAGE(same, "cut at " << cut);
    }
  }
}

TEST_CASE("each stream is read the same in parts of any size") {
  for (const Vector& vector : streams()) {
    CAPTURE(vector.title());
    const std::string stream = vector.hex();
    const WireBytes::Outcome whole = WireBytes::read(from(vector), stream);
    for (size_t size = 1; size < 40; size++) {
      const bool same = WireBytes::readInParts(from(vector), stream, size) == whole;
      CHECK_MESSAGE(same, "in parts of " << size);
    }
  }
}

TEST_CASE("each single message is read the same in parts") {
  for (const Vector& vector : valid()) {
    CAPTURE(vector.title());
    const std::string bytes = vector.hex();
    const WireBytes::Outcome whole = WireBytes::read(from(vector), bytes);
    for (const size_t size : {1, 7, 4096}) {
      const bool same = WireBytes::readInParts(from(vector), bytes, size) == whole;
      CHECK_MESSAGE(same, "in parts of " << size);
    }
  }
}

TEST_CASE("the CRC of each frame is the one that its vector says") {
  for (const Vector& frame : some("frames.txt", 5)) {
    CAPTURE(frame.title());
    const std::string bytes = frame.hex();
    CHECK(bytes.size() == VectorText::number(frame.one("size")));
    CHECK(Crc32::of(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) ==
          VectorText::number(frame.one("crc")));
  }
}
