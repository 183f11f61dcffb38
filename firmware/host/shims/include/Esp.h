#pragma once

#include <stdint.h>

class EspClass {
 public:
  [[noreturn]] void restart();
  uint32_t getHeapSize();
  uint32_t getFreeHeap();
  uint32_t getMinFreeHeap();
  uint32_t getMaxAllocHeap();
  uint32_t getPsramSize();
  uint32_t getFreePsram();
  uint32_t getMaxAllocPsram();
  const char* getChipModel() { return "ESP32-S3"; }
  uint8_t getChipRevision() { return 2; }
  uint8_t getChipCores() { return 2; }
  uint32_t getCpuFreqMHz() { return 240; }
  uint32_t getFlashChipSize() { return 8u << 20; }
  uint64_t getEfuseMac();
  const char* getSdkVersion() { return "v5.1.4"; }
};

extern EspClass ESP;
