// protocol/SPEC.md says what the code says: types, fields, enumerations, abilities, codes, limits.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "Limits.h"
#include "Message.h"
#include "MessageText.h"
#include "VectorFiles.h"

using namespace camrelay;

namespace {

using Row = std::vector<std::string>;

std::string lower(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), ::tolower);
  return word;
}

const std::vector<std::string>& specification() {
  static const std::vector<std::string> LINES = VectorFiles::lines("../SPEC.md");
  return LINES;
}

/** The cells of `| a | b |`. */
Row cells(const std::string& line) {
  Row cells;
  for (size_t start = 2, end; (end = line.find(" |", start)) != std::string::npos;
       start = end + 3) {
    cells.push_back(line.substr(start, end - start));
  }
  return cells;
}

/** The rows of the first table whose head begins so, below the line with this text. */
std::vector<Row> table(const std::string& head, const std::string& below = "") {
  const auto& lines = specification();
  auto at = below.empty() ? lines.begin() : std::find(lines.begin(), lines.end(), below);
  REQUIRE_MESSAGE(at != lines.end(), below);
  at = std::find_if(at, lines.end(), [&](const auto& line) { return line.rfind(head, 0) == 0; });
  REQUIRE_MESSAGE(at != lines.end(), head);
  std::vector<Row> rows;
  for (at += 2; at != lines.end() && at->rfind("|", 0) == 0; at++) {
    rows.push_back(cells(*at));
  }
  REQUIRE_MESSAGE(!rows.empty(), head);
  return rows;
}

/** The table of a type's or a group's fields; a type may have none. */
std::vector<Row> fieldTable(const std::string& name) {
  return name == "CAPTURE_CANCEL" ? std::vector<Row>() : table("| field |", "#### " + name);
}

const std::set<std::string> GROUPS = {"CaptureId", "FlightRecord", "ProfileData"};

/** What a field takes in a payload that is as short as it can be; an enumeration takes 1. */
size_t leastSize(const std::string& is) {
  static const std::map<std::string, size_t> SIZES = {
      {"u8", 1},   {"i8", 1},         {"flag", 1},          {"u16", 2},
      {"code", 2}, {"text", 2},       {"u32", 4},           {"u64", 8},
      {"rest", 0}, {"CaptureId", 12}, {"FlightRecord", 30}, {"ProfileData", 14}};
  const auto found = SIZES.find(is);
  return found == SIZES.end() ? 1 : found->second;
}

/** The names of a type's fields, with those of the groups in it. */
std::vector<std::string> names(const std::string& type) {
  std::vector<std::string> names;
  for (const Row& row : fieldTable(type)) {
    if (GROUPS.count(row[2]) == 0) {
      names.push_back(row[0]);
      continue;
    }
    for (const Row& inner : fieldTable(row[2])) {
      names.push_back(row[0] + "." + inner[0]);
    }
  }
  return names;
}

size_t leastLength(const std::string& name) {
  size_t size = 0;
  for (const Row& row : fieldTable(name)) {
    size += leastSize(row[2]);
  }
  return size;
}

template <class Enumeration>
std::string numbers(Enumeration (*of)(uint8_t)) {
  const Enumeration otherwise = of(0xFF);
  std::string numbers;
  for (unsigned number = 0; number <= 0xFF; number++) {
    const Enumeration value = of(static_cast<uint8_t>(number));
    if (static_cast<unsigned>(value) == number) {
      numbers += (numbers.empty() ? "" : ", ") + std::to_string(number) + " " + word(value) +
                 (value == otherwise ? " (else)" : "");
    } else {
      CHECK(value == otherwise);
    }
  }
  return numbers;
}

std::string lower(Sender sender) {
  return sender == Sender::DEVICE ? "device" : sender == Sender::RELAY ? "relay" : "either";
}

std::string lower(Handles handles) {
  return handles == Handles::CONNECTION ? "connection"
         : handles == Handles::DEVICE   ? "device"
                                        : "capture";
}

}  // namespace

TEST_CASE("the specification lists the types") {
  const std::vector<Row> rows = table("| type | number | from |");
  CHECK(rows.size() == 28);
  std::set<unsigned> numbers;
  for (const Row& row : rows) {
    CAPTURE(row[0]);
    const auto number = static_cast<uint8_t>(VectorText::number(row[1]));
    const MessageRules* rules = rulesOf(number);
    REQUIRE(rules != nullptr);
    CHECK(word(rules->type) == row[0]);
    CHECK(static_cast<uint8_t>(rules->type) == number);
    CHECK(lower(rules->sender) == row[2]);
    CHECK(lower(rules->handles) == row[3]);
    CHECK(rules->minimum == VectorText::number(row[4]));
    numbers.insert(number);
  }
  for (unsigned number = 0; number <= 0xFF; number++) {
    CAPTURE(number);
    CHECK((rulesOf(static_cast<uint8_t>(number)) != nullptr) == (numbers.count(number) == 1));
  }
}

TEST_CASE("the specification describes the fields of each type") {
  for (const Row& row : table("| type | number | from |")) {
    CAPTURE(row[0]);
    CHECK(MessageText::fields(MessageText::type(row[0])) == names(row[0]));
    if (row[0] != "HELLO") {  // of another version, two bytes are enough
      CHECK(leastLength(row[0]) == VectorText::number(row[4]));
    }
  }
  for (const std::string& group : GROUPS) {
    CHECK(leastLength(group) == leastSize(group));
  }
}

TEST_CASE("the specification lists the enumerations") {
  const std::map<std::string, std::string> expected = {
      {"Charset", numbers(charsetOf)},     {"Trigger", numbers(triggerOf)},
      {"Urgency", numbers(urgencyOf)},     {"ResetReason", numbers(resetReasonOf)},
      {"LogLevel", numbers(logLevelOf)},   {"Promise", numbers(promiseOf)},
      {"StageKind", numbers(stageKindOf)}, {"AnswerStatus", numbers(answerStatusOf)}};
  std::map<std::string, std::string> listed;
  for (const Row& row : table("| enumeration | numbers |")) {
    listed[row[0]] = row[1];
  }
  CHECK(listed == expected);
}

TEST_CASE("the specification lists the abilities") {
  const std::vector<std::pair<std::string, uint32_t>> abilities = {
      {"CAPTURE_NOW", Ability::CAPTURE_NOW}, {"REBOOT", Ability::REBOOT},
      {"NOTICE", Ability::NOTICE},           {"TOKEN", Ability::TOKEN},
      {"PROFILE", Ability::PROFILE},         {"CARD", Ability::CARD}};
  std::string expected = "Abilities are bits of a set: ";
  uint32_t all = 0;
  for (size_t bit = 0; bit < abilities.size(); bit++) {
    CHECK(abilities[bit].second == 1u << bit);
    expected += (bit == 0 ? "" : ", ") + std::to_string(bit) + " " + abilities[bit].first;
    all |= abilities[bit].second;
  }
  CHECK(all == Ability::ALL);
  const auto& lines = specification();
  CHECK(std::any_of(lines.begin(), lines.end(),
                    [&](const auto& line) { return line.rfind(expected + ".", 0) == 0; }));
}

TEST_CASE("the specification lists the codes with their hints") {
  const std::vector<Row> rows = table("| number | code | rides on |");
  CHECK(rows.size() == 49);
  std::set<uint32_t> numbers;
  for (const Row& row : rows) {
    CAPTURE(row[1]);
    const auto number = static_cast<uint16_t>(VectorText::number(row[0]));
    const Code code = codeOf(number);
    CHECK(static_cast<uint16_t>(code) == number);
    CHECK(word(code) == lower(row[1]));
    CHECK(hint(code) == row[3]);
    numbers.insert(number);
  }
  for (uint32_t number = 0; number <= 0xFFFF; number++) {
    if (numbers.count(number) == 0 && codeOf(static_cast<uint16_t>(number)) != Code::UNKNOWN) {
      FAIL_CHECK("a code that the specification lacks: " << number);
    }
  }
}

TEST_CASE("the specification lists the limits") {
  // ALPN is for whoever makes the TLS connection; what the core calls SILENCE_HALVES is
  // SILENCE_FACTOR in halves.
  CHECK(Limits::SILENCE_HALVES == 5);
  std::map<std::string, uint64_t> expected = {
      {"VERSION", Limits::VERSION},
      {"HEADER", Limits::HEADER},
      {"MAX_PAYLOAD", Limits::MAX_PAYLOAD},
      {"RELAY_HANDLES", Limits::RELAY_HANDLES},
      {"MAX_DATA", Limits::MAX_DATA},
      {"MAX_ANSWER_PIECE", Limits::MAX_ANSWER_PIECE},
      {"MAX_QUESTION", Limits::MAX_QUESTION},
      {"MAX_DEVICE", Limits::MAX_DEVICE},
      {"MAX_TOKEN", Limits::MAX_TOKEN},
      {"MAX_LABEL", Limits::MAX_LABEL},
      {"MAX_FRAME_SIZE_NAME", Limits::MAX_FRAME_SIZE_NAME},
      {"MAX_TEXT", Limits::MAX_TEXT},
      {"MIN_HEARTBEAT", Limits::MIN_HEARTBEAT},
      {"MAX_HEARTBEAT", Limits::MAX_HEARTBEAT},
      {"MIN_ANSWER_BUFFER", Limits::MIN_ANSWER_BUFFER},
      {"MAX_ANSWER_BUFFER", Limits::MAX_ANSWER_BUFFER},
      {"MAX_DAMAGED_UPLOADS", Limits::MAX_DAMAGED_UPLOADS},
      {"UNKNOWN", Limits::UNKNOWN},
  };
  std::map<std::string, uint64_t> listed;
  for (const Row& row : table("| limit | value |")) {
    if (row[0] == "SILENCE_FACTOR") {
      CHECK(row[1] == "2.5");
    } else if (row[0] == "ALPN") {
      CHECK(row[1] == "camrelay/1");
    } else {
      listed[row[0]] = VectorText::number(row[1]);
    }
  }
  CHECK(listed == expected);
}
