// That the transcripts can be read and their messages written, whoever replays them.
#include <doctest/doctest.h>

#include <stdexcept>

#include "MessageText.h"
#include "Transcript.h"
#include "VectorFiles.h"
#include "WireBytes.h"

using namespace camrelay;

namespace {

Sender sender(const Transcript::Step& step) {
  return step.kind == Transcript::Kind::RELAY ? Sender::RELAY : Sender::DEVICE;
}

bool isSaid(const Transcript::Step& step) {
  return step.kind == Transcript::Kind::DEVICE || step.kind == Transcript::Kind::DEVICE_WRONG ||
         step.kind == Transcript::Kind::RELAY;
}

}  // namespace

TEST_CASE("every message of every transcript is what its own side writes and the other reads") {
  const MessageText text(VectorFiles::frames());
  const std::vector<std::string> files = VectorFiles::transcripts();
  REQUIRE(files.size() >= 28);
  size_t messages = 0;
  for (const std::string& file : files) {
    CAPTURE(file);
    const Transcript transcript = Transcript::read(file);
    CHECK_FALSE(transcript.name.empty());
    CHECK_FALSE(transcript.shows.empty());
    for (const Transcript::Step& step : transcript.steps) {
      if (!isSaid(step) || step.isBytes()) {
        continue;
      }
      CAPTURE(step.text);
      const KeptMessage message = step.message(text);
      CHECK(text.differences(step.fields(), message.message).empty());
      const std::string bytes = WireBytes::written(message.message);
      const WireBytes::Outcome outcome = WireBytes::read(sender(step), bytes);
      CHECK_FALSE(outcome.violated);
      CHECK(outcome.messages == std::vector<std::string>{MessageText::line(message.message)});
      messages++;
    }
  }
  CHECK(messages >= 300);
}

TEST_CASE("a transcript's lines are steps on their connections") {
  const Transcript transcript = Transcript::read("transcripts/22-takeover.txt");
  size_t onTheSecond = 0;
  for (const Transcript::Step& step : transcript.steps) {
    onTheSecond += step.connection == 2 ? 1 : 0;
  }
  CHECK(transcript.steps.front().kind == Transcript::Kind::CONNECT);
  CHECK(transcript.steps.front().connection == 1);
  CHECK(onTheSecond > 0);
}

TEST_CASE("a message is the same as a line and back") {
  const MessageText text;
  const std::string line =
      "STAGE handle=7 stage=ASKING retryInMillis=0 detail=\"a \\\"b\\\" \\xe2\"";
  CHECK(MessageText::line(text.message(line).message) == line);
}

TEST_CASE("fields that a line does not name have the defaults of the vectors") {
  const MessageText text;
  CHECK(MessageText::line(text.message("HELLO").message) ==
        "HELLO handle=0 version=1 heartbeat=30 answerBuffer=1024 charset=UTF_8 abilities=0 epoch=0 "
        "device=\"cam-1\" token=\"secret\" firmware=\"\" board=\"\"");
  CHECK(MessageText::line(text.message("CAPTURE_STORED").message) ==
        "CAPTURE_STORED handle=0 promise=THIS_DISK");
}

TEST_CASE("a difference names the field and what it is") {
  const MessageText text;
  const KeptMessage message = text.message("PING nonce=7");
  CHECK(text.differences({{"nonce", "0x07"}}, message.message).empty());
  const std::vector<std::string> differences = text.differences({{"nonce", "8"}}, message.message);
  REQUIRE(differences.size() == 1);
  CHECK(differences[0] == "nonce is \"7\", not \"8\" in PING handle=0 nonce=7");
}

TEST_CASE("what is written wrongly in a vector is found out") {
  const MessageText text;
  CHECK_THROWS_AS(text.message("PING number=7"), std::invalid_argument);
  CHECK_THROWS_AS(text.message("PING nonce=7 nonce=8"), std::invalid_argument);
  CHECK_THROWS_AS(text.message("PUNG nonce=7"), std::invalid_argument);
  CHECK_THROWS_AS(text.message("HELLO heartbeat=65536"), std::invalid_argument);
  CHECK_THROWS_AS(text.message("HELLO charset=EBCDIC"), std::invalid_argument);
  CHECK_THROWS_AS(text.message("CAPTURE_DATA bytes=gray:0+1"), std::invalid_argument);
  CHECK_THROWS_AS(VectorText::hex("0 1"), std::invalid_argument);
  CHECK_THROWS_AS(VectorText::number("1x"), std::invalid_argument);
  CHECK_THROWS_AS(VectorText::bytes("\"\\q\""), std::invalid_argument);
  CHECK_THROWS_AS(VectorFiles::lines("no-such-file.txt"), std::invalid_argument);
}
