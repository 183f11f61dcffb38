#pragma once

#include "FS.h"

namespace fs {

/** The card on the SD bus of other boards: it compiles, and aborts when it is used. */
class SDMMCFS : public FS {
 public:
  bool setPins(int clk, int cmd, int d0);
  bool begin(const char* mountpoint = "/sdcard", bool mode1bit = false);
  void end();
  uint64_t totalBytes();
  uint64_t usedBytes();
};

}  // namespace fs

extern fs::SDMMCFS SD_MMC;
