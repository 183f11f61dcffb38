#include "Utf8.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

using namespace camrelay;

namespace {

bool isGood(const std::string& bytes) {
  return isUtf8(Text{bytes.data(), static_cast<uint16_t>(bytes.size())});
}

/** The bytes of a code point, whether or not there may be such a character. */
std::string encoded(uint32_t point, size_t size) {
  static const uint8_t LEADS[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
  std::string bytes(size, '\0');
  for (size_t i = size; i-- > 1; point >>= 6) {
    bytes[i] = static_cast<char>(0x80 | (point & 0x3F));
  }
  bytes[0] = static_cast<char>(LEADS[size] | point);
  return bytes;
}

size_t shortest(uint32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

}  // namespace

TEST_CASE("every code point but surrogates is good in its shortest form, and in no other") {
  for (uint32_t point = 0; point < 0x200000; point++) {
    const bool character = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    for (size_t size = shortest(point); size <= 4; size++) {
      if (isGood(encoded(point, size)) != (character && size == shortest(point))) {
        FAIL_CHECK("code point " << point << " in bytes: " << size);
      }
    }
  }
}

TEST_CASE("a character that is cut is not good, wherever the text goes on") {
  for (const std::string character : {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x93\xB7"}) {
    for (size_t size = 1; size < character.size(); size++) {
      CHECK_FALSE(isGood(character.substr(0, size)));
      CHECK_FALSE(isGood("a" + character.substr(0, size) + "b"));
      CHECK_FALSE(isGood(character.substr(0, size) + character));
    }
    CHECK(isGood("a" + character + character + "b"));
    CHECK_FALSE(isGood(character.substr(1)));
  }
}

TEST_CASE("bytes that never stand in UTF-8 are not good") {
  for (const char* bytes : {"\xC0\x80", "\xC1\xBF", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80",
                            "\xFC\x84\x80\x80\x80\x80", "\xFE", "\xFF", "\x80", "\xBF"}) {
    CHECK_FALSE(isGood(bytes));
  }
}

TEST_CASE("nothing and a zero are good") {
  CHECK(isGood(""));
  CHECK(isGood(std::string("a\0b", 3)));
  CHECK(isGood("\xEF\xBF\xBD"));
}
