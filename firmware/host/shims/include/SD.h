#pragma once

#include "FS.h"
#include "SPI.h"

typedef enum { CARD_NONE, CARD_MMC, CARD_SD, CARD_SDHC, CARD_UNKNOWN } sdcard_type_t;

namespace fs {

class SDFS : public FS {
 public:
  bool begin(uint8_t ssPin = SS, SPIClass& spi = SPI, uint32_t frequency = 4000000,
             const char* mountpoint = "/sd", uint8_t maxFiles = 5, bool formatIfEmpty = false);
  void end();
  sdcard_type_t cardType();
  uint64_t cardSize();
  uint64_t totalBytes();
  uint64_t usedBytes();
};

}  // namespace fs

extern fs::SDFS SD;

using namespace fs;
