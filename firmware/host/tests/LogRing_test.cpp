#include "LogRing.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "Limits.h"
#include "Utf8.h"

namespace camrelay {
namespace {

struct Log {
  explicit Log(uint32_t size) : memory(size) { ring.begin(memory.data(), size); }

  std::string kept() {
    std::string out;
    LoggedLine line;
    for (uint32_t i = ring.oldest(); ring.at(i, &line); i++) {
      out += std::to_string(line.uptimeMillis) + word(line.level) + " " + line.text.c_str() + "|";
    }
    return out;
  }

  /** Sends all that was not sent. */
  std::string sent() {
    std::string out;
    LoggedLine line;
    while (ring.unsent(&line)) {
      out += std::string(line.text.c_str()) + "|";
      ring.sent();
    }
    return out;
  }

  std::vector<char> memory;
  LogRing ring;
};

void put(LogSink& log, int i) {
  log.log(LogLevel::INFO, static_cast<uint32_t>(i), text(("line " + std::to_string(i)).c_str()));
}

}  // namespace

TEST_CASE("the log keeps its lines with level and time, and sends each once") {
  Log log(1024);
  log.ring.log(LogLevel::WARN, 12, text("first"));
  log.ring.log(LogLevel::ERROR, 4000000000u, text("second"));
  CHECK_EQ(log.kept(), "12WARN first|4000000000ERROR second|");
  CHECK_EQ(log.sent(), "first|second|");
  CHECK_EQ(log.sent(), "");
  log.ring.log(LogLevel::INFO, 13, text("third"));
  CHECK_EQ(log.sent(), "third|");
  CHECK_EQ(log.kept(), "12WARN first|4000000000ERROR second|13INFO third|");
}

TEST_CASE("a line stays unsent until it was sent") {
  Log log(1024);
  put(log.ring, 1);
  LoggedLine line;
  CHECK(log.ring.unsent(&line));
  CHECK(log.ring.unsent(&line));
  CHECK_EQ(std::string(line.text.c_str()), "line 1");
  log.ring.sent();
  CHECK_FALSE(log.ring.unsent(&line));
  log.ring.sent();
  put(log.ring, 2);
  CHECK_EQ(log.sent(), "line 2|");
}

TEST_CASE("the oldest lines make room, and how many the relay never had is said once") {
  // A line of 6 bytes takes 13: 100 bytes hold 7.
  Log log(100);
  for (int i = 0; i < 10; i++) {
    put(log.ring, i);
  }
  CHECK_EQ(log.ring.end() - log.ring.oldest(), 7);
  CHECK_EQ(log.sent(), "(3 log lines were lost)|line 3|line 4|line 5|line 6|line 7|line 8|line 9|");
  for (int i = 0; i < 7; i++) {
    put(log.ring, i);
  }
  CHECK_EQ(log.sent(), "line 0|line 1|line 2|line 3|line 4|line 5|line 6|");
  for (int i = 0; i < 8; i++) {
    put(log.ring, i);
  }
  CHECK_EQ(log.sent().substr(0, 22), "(1 log line was lost)|");
}

TEST_CASE(
    "a log line is harmless UTF-8 within its bound, and one that is larger than the ring is not "
    "kept") {
  Log log(1024);
  const std::string full(LogSink::MAX_LINE, 'a');
  log.ring.log(LogLevel::INFO, 0, text(full.c_str()));
  log.ring.log(LogLevel::INFO, 0, text((full + "b").c_str()));
  log.ring.log(LogLevel::INFO, 0, text((full.substr(1) + "\xc3\xa9").c_str()));
  log.ring.log(LogLevel::INFO, 0, text("a\x1b\n\xff\xc3"));
  CHECK_EQ(log.sent(), full + "|" + full + "|" + full.substr(1) + "|a ??|");
  CHECK_LE(LogSink::MAX_LINE, Limits::MAX_TEXT);

  Log small(20);
  small.ring.log(LogLevel::INFO, 0, text("0123456789abc"));
  CHECK_EQ(small.kept(), "0INFO 0123456789abc|");
  small.ring.log(LogLevel::INFO, 0, text("0123456789abcd"));
  CHECK_EQ(small.kept(), "0INFO 0123456789abc|");
}

TEST_CASE("what the loop task logs arrives in the network task's log, whole") {
  Log log(8192);
  std::vector<char> memory(600);
  LogFeed feed;
  feed.begin(memory.data(), static_cast<uint32_t>(memory.size()));
  feed.drain(log.ring);
  CHECK_EQ(log.kept(), "");
  for (int i = 0; i < 20; i++) {
    feed.log(LogLevel::WARN, 0xFFFFFFFFu, text("from the loop"));
    feed.log(LogLevel::DEBUG, 0, text(std::string(300, 'x').c_str()));
    feed.drain(log.ring);
  }
  LoggedLine line;
  CHECK(log.ring.at(38, &line));
  CHECK_EQ(line.level, LogLevel::WARN);
  CHECK_EQ(line.uptimeMillis, 0xFFFFFFFFu);
  CHECK_EQ(std::string(line.text.c_str()), "from the loop");
  CHECK(log.ring.at(39, &line));
  CHECK_EQ(line.level, LogLevel::DEBUG);
  CHECK_EQ(std::string(line.text.c_str()), std::string(LogSink::MAX_LINE, 'x'));
}

TEST_CASE("log lines that the feed has no room for are counted") {
  Log log(1024);
  char memory[64];
  LogFeed feed;
  feed.begin(memory, sizeof(memory));
  for (int i = 0; i < 5; i++) {
    put(feed, i);
  }
  feed.drain(log.ring);
  put(feed, 5);
  feed.drain(log.ring);
  CHECK_EQ(log.kept(),
           "0INFO line 0|1INFO line 1|2INFO line 2|0WARN (2 lines were dropped)|5INFO line 5|");
}

}  // namespace camrelay
