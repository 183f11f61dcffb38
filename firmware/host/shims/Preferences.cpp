// NVS: a file for each key, replaced as a whole. Full at about what a partition of 20 KB holds.

#include "Preferences.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mutex>
#include <string>

#include "Heap.h"
#include "World.h"

using host::Inside;
using host::Owner;
using host::settings;
using host::world;

namespace {

constexpr size_t LONGEST_NAME = 15;
constexpr size_t ENTRY = 32;
constexpr size_t ENTRIES = 504;

std::mutex nvs;

std::string folder(const char* name) { return settings.state + "/nvs/" + name; }

size_t entriesOf(size_t bytes) { return 1 + (bytes + ENTRY - 1) / ENTRY; }

void checkName(const char* name) {
  if (name == nullptr || *name == 0 || strlen(name) > LONGEST_NAME ||
      strchr(name, '/') != nullptr) {
    host::abuse("Preferences: the name \"%s\" is empty or longer than 15 characters",
                name == nullptr ? "" : name);
  }
}

size_t usedEntries(const std::string& path) {
  size_t used = 0;
  DIR* entries = opendir(path.c_str());
  while (dirent* entry = entries == nullptr ? nullptr : readdir(entries)) {
    struct stat info;
    const std::string child = path + "/" + entry->d_name;
    if (entry->d_name[0] == '.' || stat(child.c_str(), &info) != 0) {
      continue;
    }
    used +=
        S_ISDIR(info.st_mode) ? usedEntries(child) : entriesOf(static_cast<size_t>(info.st_size));
  }
  if (entries != nullptr) {
    closedir(entries);
  }
  return used;
}

/** Replaces a file; what was there stays if this fails or the power does. */
bool replace(const std::string& path, char type, const void* value, size_t size) {
  const size_t slash = path.rfind('/');
  const std::string next = path.substr(0, slash) + "/." + path.substr(slash + 1);
  const int file = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) {
    return false;
  }
  const bool written =
      write(file, &type, 1) == 1 && write(file, value, size) == static_cast<ssize_t>(size);
  close(file);
  return written && rename(next.c_str(), path.c_str()) == 0;
}

}  // namespace

bool Preferences::begin(const char* name, bool readOnly, const char*) {
  Inside inside(Owner::OTHER);
  checkName(name);
  if (started_) {
    return false;
  }
  std::lock_guard<std::mutex> lock(nvs);
  mkdir(folder("").c_str(), 0755);
  if (readOnly && access(folder(name).c_str(), F_OK) != 0) {
    return false;
  }
  mkdir(folder(name).c_str(), 0755);
  strncpy(name_, name, sizeof(name_) - 1);
  readOnly_ = readOnly;
  started_ = true;
  return true;
}

void Preferences::end() { started_ = false; }

size_t Preferences::put(const char* key, char type, const void* value, size_t size) {
  Inside inside(Owner::OTHER);
  checkName(key);
  if (!started_ || readOnly_ || (size == 0 && type == 'b')) {
    return 0;
  }
  std::lock_guard<std::mutex> lock(nvs);
  world->nvsWrites++;
  if (host::takeOne(world->nvsFailures) || usedEntries(folder("")) + entriesOf(size) > ENTRIES) {
    return 0;
  }
  return replace(folder(name_) + "/" + key, type, value, size) ? size : 0;
}

/** @return bytes that were read; of all that there are if `room` is 0 */
size_t Preferences::get(const char* key, char type, void* into, size_t room) {
  Inside inside(Owner::OTHER);
  checkName(key);
  if (!started_) {
    return 0;
  }
  std::lock_guard<std::mutex> lock(nvs);
  const int file = open((folder(name_) + "/" + key).c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info;
  char found = 0;
  size_t size = 0;
  if (file >= 0 && fstat(file, &info) == 0 && read(file, &found, 1) == 1 && found == type) {
    size = static_cast<size_t>(info.st_size) - 1;
    if (room > 0) {
      size = size <= room && read(file, into, size) == static_cast<ssize_t>(size) ? size : 0;
    }
  }
  if (file >= 0) {
    close(file);
  }
  return size;
}

bool Preferences::clear() { host::abuse("Preferences::clear is not shimmed"); }

bool Preferences::remove(const char* key) {
  Inside inside(Owner::OTHER);
  checkName(key);
  std::lock_guard<std::mutex> lock(nvs);
  return started_ && !readOnly_ && unlink((folder(name_) + "/" + key).c_str()) == 0;
}

bool Preferences::isKey(const char* key) {
  Inside inside(Owner::OTHER);
  checkName(key);
  std::lock_guard<std::mutex> lock(nvs);
  return started_ && access((folder(name_) + "/" + key).c_str(), F_OK) == 0;
}

size_t Preferences::putUChar(const char* key, uint8_t value) { return put(key, '1', &value, 1); }
size_t Preferences::putUShort(const char* key, uint16_t value) { return put(key, '2', &value, 2); }
size_t Preferences::putUInt(const char* key, uint32_t value) { return put(key, '4', &value, 4); }
size_t Preferences::putULong64(const char* key, uint64_t value) { return put(key, '8', &value, 8); }
size_t Preferences::putBool(const char* key, bool value) { return putUChar(key, value ? 1 : 0); }
size_t Preferences::putString(const char* key, const char* value) {
  const size_t size = strlen(value);
  return put(key, 's', value, size + 1) == size + 1 ? size : 0;
}
size_t Preferences::putBytes(const char* key, const void* value, size_t size) {
  return put(key, 'b', value, size);
}

uint8_t Preferences::getUChar(const char* key, uint8_t fallback) {
  uint8_t value;
  return get(key, '1', &value, 1) == 1 ? value : fallback;
}
uint16_t Preferences::getUShort(const char* key, uint16_t fallback) {
  uint16_t value;
  return get(key, '2', &value, 2) == 2 ? value : fallback;
}
uint32_t Preferences::getUInt(const char* key, uint32_t fallback) {
  uint32_t value;
  return get(key, '4', &value, 4) == 4 ? value : fallback;
}
uint64_t Preferences::getULong64(const char* key, uint64_t fallback) {
  uint64_t value;
  return get(key, '8', &value, 8) == 8 ? value : fallback;
}
bool Preferences::getBool(const char* key, bool fallback) {
  return getUChar(key, fallback ? 1 : 0) == 1;
}
size_t Preferences::getString(const char* key, char* value, size_t room) {
  return room == 0 ? 0 : get(key, 's', value, room);
}
size_t Preferences::getBytesLength(const char* key) { return get(key, 'b', nullptr, 0); }
size_t Preferences::getBytes(const char* key, void* buffer, size_t room) {
  return get(key, 'b', buffer, room);
}
size_t Preferences::freeEntries() { return ENTRIES - usedEntries(folder("")); }
