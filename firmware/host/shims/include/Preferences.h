#pragma once

#include "Arduino.h"

/** NVS: a folder for each namespace, a file for each key. Each put is durable when it returns. */
class Preferences {
 public:
  ~Preferences() { end(); }
  bool begin(const char* name, bool readOnly = false, const char* partition = nullptr);
  void end();
  bool clear();
  bool remove(const char* key);
  bool isKey(const char* key);

  size_t putUChar(const char* key, uint8_t value);
  size_t putUShort(const char* key, uint16_t value);
  size_t putUInt(const char* key, uint32_t value);
  size_t putULong64(const char* key, uint64_t value);
  size_t putBool(const char* key, bool value);
  size_t putString(const char* key, const char* value);
  size_t putBytes(const char* key, const void* value, size_t size);

  uint8_t getUChar(const char* key, uint8_t fallback = 0);
  uint16_t getUShort(const char* key, uint16_t fallback = 0);
  uint32_t getUInt(const char* key, uint32_t fallback = 0);
  uint64_t getULong64(const char* key, uint64_t fallback = 0);
  bool getBool(const char* key, bool fallback = false);
  size_t getString(const char* key, char* value, size_t room);
  size_t getBytesLength(const char* key);
  size_t getBytes(const char* key, void* buffer, size_t room);
  size_t freeEntries();

 private:
  size_t put(const char* key, char type, const void* value, size_t size);
  size_t get(const char* key, char type, void* into, size_t room);

  bool started_ = false;
  bool readOnly_ = false;
  char name_[16] = {};
};
