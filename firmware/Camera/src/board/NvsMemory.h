#pragma once

#include <Preferences.h>

#include "../core/Storage.h"

namespace camrelay {

/** The flash's NVS partition: one namespace of it. It is plain text for whoever holds the board. */
class NvsMemory : public Memory {
 public:
  /** In setup(), before anything is read. @return false if the flash has no usable NVS */
  bool begin();

  size_t get(const char* key, void* into, size_t room) override;
  bool put(const char* key, const void* value, size_t size) override;

 private:
  Preferences preferences_;
};

}  // namespace camrelay
