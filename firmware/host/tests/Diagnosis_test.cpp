#include "Diagnosis.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "Code.h"
#include "Limits.h"

namespace camrelay {
namespace {

struct Named {
  /** The heading of docs/firmware/messages.md that it stands under. */
  const char* heading;
  Diagnosis diagnosis;
};

std::vector<Named> all() {
  std::vector<Named> all;
  for (uint8_t i = 1; i < Diagnosis::LINK_FAULTS; i++) {
    all.push_back({"No link", Diagnosis::of(static_cast<LinkFault>(i), 0)});
  }
  for (uint8_t i = 1; i < Diagnosis::CAMERA_FAULTS; i++) {
    all.push_back({"No photo", Diagnosis::of(static_cast<CameraFault>(i))});
  }
  for (uint8_t i = 0; i < Diagnosis::LOSSES; i++) {
    all.push_back({"LOST", Diagnosis::of(static_cast<Loss>(i))});
  }
  for (uint8_t i = 0; i < Diagnosis::TROUBLES; i++) {
    all.push_back({"Card, memory and the rest", Diagnosis::of(static_cast<Trouble>(i))});
  }
  return all;
}

/** Everything in a cell that a table's row has, without blanks at its ends. */
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> cells;
  size_t from = 1;
  for (size_t to = line.find('|', from); to != std::string::npos; to = line.find('|', from)) {
    std::string cell = line.substr(from, to - from);
    const size_t first = cell.find_first_not_of(' ');
    cells.push_back(first == std::string::npos
                        ? ""
                        : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    from = to + 1;
  }
  return cells;
}

/** The tables of the page: heading and first cell, then the other cells. */
std::map<std::string, std::vector<std::string>> page() {
  std::map<std::string, std::vector<std::string>> rows;
  std::ifstream in(MESSAGES);
  REQUIRE(in.good());
  std::string heading;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("## ", 0) == 0) {
      heading = line.substr(3);
    } else if (line.rfind("| `", 0) == 0) {
      std::vector<std::string> row = cells(line);
      const std::string key = heading + "/" + row[0];
      row.erase(row.begin());
      CHECK_MESSAGE(rows.count(key) == 0, key);
      rows[key] = row;
    }
  }
  return rows;
}

size_t rowsUnder(const std::map<std::string, std::vector<std::string>>& rows,
                 const std::string& heading) {
  size_t n = 0;
  for (const auto& row : rows) {
    n += row.first.rfind(heading + "/", 0) == 0 ? 1 : 0;
  }
  return n;
}

}  // namespace

TEST_CASE(
    "everything that can go wrong has a word of its own, a cause and a cure, and fits a log line") {
  std::map<std::string, int> words;
  for (const Named& one : all()) {
    const std::string word = one.diagnosis.word;
    const std::string cause = one.diagnosis.cause;
    const std::string cure = one.diagnosis.cure;
    CAPTURE(word);
    CHECK_EQ(words[word]++, 0);
    CHECK_GE(cause.size(), 10);
    CHECK_NE(cause.back(), '.');
    CHECK_GE(cure.size(), 10);
    CHECK((cure.back() == '.' || cure.back() == '?'));
    CHECK_LE((word + ": " + cause + ". " + cure).size(), Limits::MAX_TEXT);
  }
  CHECK_EQ(words.size(), all().size());
}

TEST_CASE("the page of messages says what the firmware says, and nothing else") {
  const auto rows = page();
  for (const Named& one : all()) {
    const std::string key = std::string(one.heading) + "/`" + one.diagnosis.word + "`";
    CAPTURE(key);
    REQUIRE_EQ(rows.count(key), 1);
    REQUIRE_EQ(rows.at(key).size(), 2);
    CHECK_EQ(rows.at(key)[0], one.diagnosis.cause);
    CHECK_EQ(rows.at(key)[1], one.diagnosis.cure);
  }
  CHECK_EQ(rowsUnder(rows, "No photo"), Diagnosis::CAMERA_FAULTS - 1);
  CHECK_EQ(rowsUnder(rows, "LOST"), Diagnosis::LOSSES);
  CHECK_EQ(rowsUnder(rows, "Card, memory and the rest"), Diagnosis::TROUBLES);
}

TEST_CASE("the page of messages has every number of the TLS library that the firmware knows") {
  const auto rows = page();
  size_t known = 0;
  for (int32_t number = -1; number > -0x8000; number--) {
    if (const char* meaning = Diagnosis::ofTls(number)) {
      char key[32];
      snprintf(key, sizeof(key), "No link/`-0x%04X`", static_cast<unsigned>(-number));
      CAPTURE(key);
      REQUIRE_EQ(rows.count(key), 1);
      CHECK_EQ(rows.at(key)[0], std::to_string(number));
      CHECK_EQ(rows.at(key)[1], meaning);
      known++;
    }
  }
  CHECK_EQ(rowsUnder(rows, "No link"), known + Diagnosis::LINK_FAULTS - 1);
  CHECK_EQ(Diagnosis::ofTls(0), nullptr);
  CHECK_EQ(Diagnosis::ofTls(-1), nullptr);
}

TEST_CASE("the page of messages has every code of the relay with its hint") {
  const auto rows = page();
  const std::string heading = "FAILED, REFUSED, not now, goodbye";
  size_t known = 0;
  for (uint16_t number = 1; number < 1000; number++) {
    const Code code = codeOf(number);
    if (code != Code::UNKNOWN) {
      const std::string key = heading + "/`" + word(code) + "`";
      CAPTURE(key);
      REQUIRE_EQ(rows.count(key), 1);
      CHECK_EQ(rows.at(key)[0], hint(code));
      known++;
    }
  }
  CHECK_EQ(rowsUnder(rows, heading), known);
}

TEST_CASE("a number tells more of a fault that has no cause of its own") {
  CHECK_EQ(std::string(Diagnosis::of(LinkFault::TLS_OTHER, -0x7780).cause),
           Diagnosis::ofTls(-0x7780));
  CHECK_EQ(std::string(Diagnosis::of(LinkFault::CONNECTION_LOST, -0x50).cause),
           Diagnosis::ofTls(-0x50));
  CHECK_EQ(std::string(Diagnosis::of(LinkFault::CONNECTION_LOST, -4711).cause),
           "the connection broke");
}

}  // namespace camrelay
