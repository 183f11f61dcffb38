#include "NvsMemory.h"

namespace camrelay {

bool NvsMemory::begin() { return preferences_.begin("camrelay", false); }

size_t NvsMemory::get(const char* key, void* into, size_t room) {
  // With no room at all, getBytes would tell the size and write nothing; of what was never kept it
  // writes an error among the monitor's lines, where the core logs errors, as PlatformIO's does.
  return room == 0 || !preferences_.isKey(key) ? 0 : preferences_.getBytes(key, into, room);
}

bool NvsMemory::put(const char* key, const void* value, size_t size) {
  if (size == 0) {
    // NVS keeps no empty values: none is the same.
    return !preferences_.isKey(key) || preferences_.remove(key);
  }
  return preferences_.putBytes(key, value, size) == size;
}

}  // namespace camrelay
