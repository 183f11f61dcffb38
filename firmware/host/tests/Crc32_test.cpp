#include "Crc32.h"

#include <doctest/doctest.h>

#include <string>

using namespace camrelay;

namespace {

uint32_t crcOf(const std::string& bytes) {
  return Crc32::of(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

TEST_CASE("the CRC-32 is the one of zip") {
  CHECK(crcOf("") == 0);
  CHECK(crcOf("123456789") == 0xCBF43926u);
  CHECK(crcOf(std::string(32, '\0')) == 0x190A55ADu);
  CHECK(crcOf(std::string(32, '\xFF')) == 0xFF6CAB0Bu);
}

TEST_CASE("every byte has its remainder") {
  for (unsigned byte = 0; byte <= 0xFF; byte++) {
    uint32_t expected = 0xFFFFFFFFu ^ byte;
    for (int bit = 0; bit < 8; bit++) {
      expected = expected >> 1 ^ ((expected & 1) != 0 ? 0xEDB88320u : 0);
    }
    CHECK(crcOf(std::string(1, static_cast<char>(byte))) == ~expected);
  }
}

TEST_CASE("the CRC-32 is the same in parts") {
  const std::string bytes = "a frame that comes in two parts";
  for (size_t cut = 0; cut <= bytes.size(); cut++) {
    Crc32 crc;
    crc.add(reinterpret_cast<const uint8_t*>(bytes.data()), cut);
    crc.add(reinterpret_cast<const uint8_t*>(bytes.data()) + cut, bytes.size() - cut);
    CHECK(crc.value() == crcOf(bytes));
    crc.reset();
    CHECK(crc.value() == 0);
  }
}
