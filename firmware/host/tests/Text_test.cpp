#include "Text.h"

#include <doctest/doctest.h>

#include <string>

using namespace camrelay;

namespace {

std::string fitting(const char* words, uint16_t room) {
  const Text shown = cut(text(words), room);
  return std::string(shown.data, shown.size);
}

}  // namespace

TEST_CASE("text: what fits is whole, and one byte less cuts it") {
  CHECK(fitting("gate", 5) == "gate");
  CHECK(fitting("gate", 4) == "gate");
  CHECK(fitting("gate", 3) == "gat");
  CHECK(fitting("gate", 0).empty());
}

TEST_CASE("text: no character is cut in two") {
  const char* const cold = "5\xE2\x82\xAC \xC3\xA4";  // 5€ ä
  CHECK(fitting(cold, 7) == cold);
  CHECK(fitting(cold, 6) == "5\xE2\x82\xAC ");
  CHECK(fitting(cold, 4) == "5\xE2\x82\xAC");
  CHECK(fitting(cold, 3) == "5");
  CHECK(fitting(cold, 2) == "5");
}

TEST_CASE("text: what is kept in place ends with a 0, also where it was cut") {
  FixedText<3> kept;
  CHECK(kept.empty());
  kept.set(text("gate"));
  CHECK(std::string(kept.c_str()) == "gat");
  CHECK(kept.size() == 3);
  kept.set(text("1\xE2\x82\xAC"));
  CHECK(std::string(kept.c_str()) == "1");
  kept.clear();
  CHECK(std::string(kept.c_str()).empty());
}
