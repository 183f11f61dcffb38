#include "CardFolder.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include <algorithm>

#include "Heap.h"
#include "SD.h"
#include "World.h"

using host::CardFolder;
using host::Inside;
using host::Owner;
using host::settings;
using host::world;

fs::SDFS SD;
SPIClass SPI;

void SPIClass::begin(int8_t, int8_t, int8_t, int8_t) {}
void SPIClass::end() {}

namespace {

constexpr uint64_t CARD_BYTES = 8ull << 30;
constexpr uint8_t SELECT_PIN = 21;  // the socket of the XIAO Sense

bool mounted = false;
/** The card was out since it was mounted: open files are void until the next begin(). */
bool wentOut = false;

std::string folder() { return settings.state + "/card"; }

bool cardIn() { return settings.card && !world->cardOut.on(); }

/** Takes so many bytes from the room, or what there is. */
size_t takeRoom(std::atomic<int64_t>& room, size_t size) {
  int64_t left = room;
  int64_t taken;
  do {
    taken = std::min(left, static_cast<int64_t>(size));
  } while (!room.compare_exchange_weak(left, left - taken));
  return static_cast<size_t>(taken);
}

uint64_t bytesIn(const std::string& path) {
  uint64_t bytes = 0;
  DIR* entries = opendir(path.c_str());
  while (dirent* entry = entries == nullptr ? nullptr : readdir(entries)) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
      continue;
    }
    const std::string child = path + "/" + entry->d_name;
    struct stat info;
    if (stat(child.c_str(), &info) == 0) {
      bytes += S_ISDIR(info.st_mode) ? bytesIn(child) : static_cast<uint64_t>(info.st_size);
    }
  }
  if (entries != nullptr) {
    closedir(entries);
  }
  return bytes;
}

}  // namespace

namespace host {

bool CardFolder::operation() {
  world->cardOperations++;
  pause(world->cardSlowMillis);
  int64_t left = world->cardOperationsLeft;
  while (left > 1 && !world->cardOperationsLeft.compare_exchange_weak(left, left - 1)) {
  }
  if (mounted && !cardIn()) {
    wentOut = true;
  }
  if (!mounted || wentOut || left == 1) {
    world->cardFailures++;
    return false;
  }
  return true;
}

size_t CardFolder::fits(size_t size) {
  if (world->cardFull.on()) {
    return takeRoom(world->fullRoom, size);
  }
  if (world->cardRoom == 0) {
    return size;
  }
  world->cardRoom--;
  const size_t taken = takeRoom(world->cardRoom, size);
  world->cardRoom++;
  return taken;
}

void CardFolder::makeRoom(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) == 0) {
    world->fullRoom += info.st_size;
    world->cardRoom += world->cardRoom != 0 ? info.st_size : 0;
  }
}

bool CardFolder::goodPath(const char* path) {
  return path != nullptr && path[0] == '/' && strlen(path) < 255 &&
         strpbrk(path, "\"*:<>?|\\") == nullptr && strstr(path, "/..") == nullptr;
}

std::string CardFolder::onHost(const char* path) { return folder() + path; }

bool isFolder(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace host

namespace fs {

bool SDFS::begin(uint8_t ssPin, SPIClass&, uint32_t, const char*, uint8_t, bool) {
  Inside inside(Owner::SD);
  if (ssPin != SELECT_PIN) {
    return false;
  }
  if (mounted) {
    return true;
  }
  world->cardOperations++;
  if (!cardIn() || world->cardOperationsLeft == 1) {
    world->cardFailures++;
    return false;
  }
  ::mkdir(folder().c_str(), 0755);
  mounted = true;
  wentOut = false;
  return true;
}

void SDFS::end() {
  Inside inside(Owner::SD);
  mounted = false;
}

sdcard_type_t SDFS::cardType() { return mounted && cardIn() ? CARD_SDHC : CARD_NONE; }
uint64_t SDFS::cardSize() { return mounted ? CARD_BYTES : 0; }
uint64_t SDFS::totalBytes() { return mounted && !wentOut ? CARD_BYTES : 0; }

uint64_t SDFS::usedBytes() {
  Inside inside(Owner::SD);
  if (!CardFolder::operation()) {
    return 0;
  }
  const int64_t room = world->cardRoom;
  return world->cardFull.on() ? CARD_BYTES - static_cast<uint64_t>(world->fullRoom)
         : room != 0          ? CARD_BYTES - static_cast<uint64_t>(room - 1)
                              : bytesIn(folder());
}

}  // namespace fs
