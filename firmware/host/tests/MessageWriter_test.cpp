#include "MessageWriter.h"

#include <doctest/doctest.h>

#include <vector>

#include "MessageReader.h"
#include "MessageText.h"
#include "WireBytes.h"

using namespace camrelay;

namespace {

/** The bytes of a message that is given as a line of a transcript; 0: it cannot be written. */
size_t sizeOf(const std::string& line) {
  return WireBytes::written(MessageText().message(line).message).size();
}

/** What is within its bounds is written and read; what is beyond is refused. */
void checkBounds(const std::vector<std::string>& within, const std::vector<std::string>& beyond) {
  for (const std::string& line : within) {
    CAPTURE(line);
    CHECK(sizeOf(line) > 0);
  }
  for (const std::string& line : beyond) {
    CAPTURE(line);
    CHECK(sizeOf(line) == 0);
  }
}

}  // namespace

TEST_CASE("the writer refuses texts that are beyond their bounds") {
  checkBounds(
      {"HELLO device=\"d\"*32", "HELLO token=\"t\"", "HELLO token=\"t\"*64",
       "HELLO firmware=\"f\"*64", "HELLO board=\"\"", "HELLO board=\"b\"*64", "LOG text=\"\"",
       "LOG text=\"t\"*512", "NOTICE text=\"t\"*512", "TOKEN token=\"t\"*64",
       "CAPTURE_NOW question=\"q\"*2000", "WELCOME profile.frameSize=\"f\"*16",
       "PROFILE profile.question=\"q\"*2000", "STAGE handle=1 detail=\"d\"*512",
       "REFUSED hint=\"h\"*512", "GOODBYE hint=\"h\"*512", "DEFERRED handle=1 hint=\"h\"*512",
       "FAILED handle=1 hint=\"h\"*512"},
      {"HELLO device=\"\"", "HELLO device=\"d\"*33", "HELLO token=\"\"", "HELLO token=\"t\"*65",
       "HELLO firmware=\"f\"*65", "HELLO board=\"b\"*65", "LOG text=\"t\"*513",
       "NOTICE text=\"t\"*513", "TOKEN token=\"\"", "TOKEN token=\"t\"*65",
       "CAPTURE_NOW question=\"q\"*2001", "WELCOME profile.frameSize=\"f\"*17",
       "PROFILE profile.question=\"q\"*2001", "STAGE handle=1 detail=\"d\"*513",
       "REFUSED hint=\"h\"*513", "GOODBYE hint=\"h\"*513", "DEFERRED handle=1 hint=\"h\"*513",
       "FAILED handle=1 hint=\"h\"*513"});
}

TEST_CASE("the writer refuses texts that are no UTF-8") {
  checkBounds({"LOG text=\"\\xc3\\xa4\""},
              {"LOG text=\"\\xc3\"", "LOG text=\"\\xff\"", "HELLO device=\"\\x80\"",
               "NOTICE text=\"\\xed\\xa0\\x80\""});
}

TEST_CASE("the writer refuses numbers that are beyond their bounds") {
  checkBounds(
      {"HELLO heartbeat=1", "HELLO heartbeat=3600", "HELLO answerBuffer=64",
       "HELLO answerBuffer=0xffffffff", "WELCOME answerBuffer=64", "WELCOME answerBuffer=1048576",
       "WELCOME maxFrames=255", "WELCOME maxInFlight=255", "PROFILE profile.quality=0",
       "PROFILE profile.quality=63", "PROFILE profile.quality=255", "STATUS flight.rssi=-127",
       "STATUS flight.rssi=0", "CAPTURE_BEGIN handle=1 frameIndex=254 frameCount=255",
       "ANSWER_TEXT handle=1 generation=1", "ANSWER_END handle=1 generation=0xffffffff"},
      {"HELLO heartbeat=0", "HELLO heartbeat=3601", "HELLO answerBuffer=63", "WELCOME heartbeat=0",
       "WELCOME heartbeat=3601", "WELCOME answerBuffer=63", "WELCOME answerBuffer=1048577",
       "WELCOME maxFrames=0", "WELCOME maxInFlight=0", "PROFILE profile.quality=64",
       "PROFILE profile.quality=254", "STATUS flight.rssi=-128", "STATUS flight.rssi=1",
       "CAPTURE_BEGIN handle=1 frameCount=0",
       "CAPTURE_BEGIN handle=1 frameIndex=255 frameCount=255", "ANSWER_TEXT handle=1 generation=0",
       "ANSWER_END handle=1 generation=0"});
}

TEST_CASE("the writer refuses handles that the type cannot carry") {
  checkBounds(
      {"PING", "CAPTURE_CANCEL handle=1", "CAPTURE_CANCEL handle=0x7fffffff", "ANSWER_ACK handle=1",
       "ANSWER_ACK handle=0x80000000", "ANSWER_ACK handle=0xffffffff"},
      {"PING handle=1", "CAPTURE_CANCEL", "CAPTURE_CANCEL handle=0x80000000", "ANSWER_ACK"});
}

TEST_CASE("the writer fills a message to the last byte and no further") {
  CHECK(sizeOf("CAPTURE_DATA handle=1 bytes=\"d\"*16372") == MessageReader::BUFFER);
  CHECK(sizeOf("CAPTURE_DATA handle=1 bytes=\"d\"*16373") == 0);
  CHECK(sizeOf("ANSWER_TEXT handle=1 bytes=\"t\"*16368") == MessageReader::BUFFER);
  CHECK(sizeOf("ANSWER_TEXT handle=1 bytes=\"t\"*16369") == 0);
}

TEST_CASE("the writer makes no message longer than it may be, whatever room it has") {
  std::vector<uint8_t> wide(MessageReader::BUFFER + 10);
  const MessageText text;
  const KeptMessage longest = text.message("CAPTURE_DATA handle=1 bytes=\"d\"*16372");
  const KeptMessage longer = text.message("CAPTURE_DATA handle=1 bytes=\"d\"*16373");
  CHECK(MessageWriter::write(longest.message, wide.data(), wide.size()) == MessageReader::BUFFER);
  CHECK(MessageWriter::write(longer.message, wide.data(), wide.size()) == 0);
}

TEST_CASE("the writer leaves it to the relay to judge a question") {
  checkBounds(
      {"CAPTURE_BEGIN handle=1 question=\"q\"*2001", "CAPTURE_BEGIN handle=1 question=\"\\xff\"",
       "CAPTURE_BEGIN handle=1 question=\"q\"*16312", "ASK handle=1 question=\"\""},
      {"CAPTURE_BEGIN handle=1 question=\"q\"*16313"});
}

TEST_CASE("the writer goes not beyond the room that it has") {
  const KeptMessage message = MessageText().message("HELLO");
  const size_t size = WireBytes::written(message.message).size();
  for (size_t room = 0; room <= size; room++) {
    std::vector<uint8_t> tight(room);
    CHECK(MessageWriter::write(message.message, tight.data(), room) == (room == size ? size : 0));
  }
}

TEST_CASE("the writer refuses a type that is none") {
  Message message{};
  uint8_t bytes[Limits::HEADER];
  message.type = static_cast<MessageType>(0x7F);
  CHECK(MessageWriter::write(message, bytes, sizeof(bytes)) == 0);
}

TEST_CASE("of another version nothing but the number is written") {
  CHECK(sizeOf("HELLO version=2") == Limits::HEADER + 2);
}
