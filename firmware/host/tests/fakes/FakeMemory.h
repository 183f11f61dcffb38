#pragma once

#include <cstring>
#include <map>
#include <string>

#include "Storage.h"

namespace camrelay {

/** NVS in a map. Copy it to keep what a power cut leaves. */
class FakeMemory : public Memory {
 public:
  size_t get(const char* key, void* into, size_t room) override {
    auto found = values.find(key);
    if (found == values.end() || found->second.size() > room) {
      return 0;
    }
    std::memcpy(into, found->second.data(), found->second.size());
    return found->second.size();
  }

  bool put(const char* key, const void* value, size_t size) override {
    if (broken || std::strlen(key) > 15) {
      return false;
    }
    writes++;
    values[key] = std::string(static_cast<const char*>(value), size);
    return true;
  }

  std::map<std::string, std::string> values;
  /** Nothing can be written any more. */
  bool broken = false;
  int writes = 0;
};

}  // namespace camrelay
