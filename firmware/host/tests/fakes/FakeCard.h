#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "Storage.h"

namespace camrelay {

/**
 * A card in memory, as mean as real ones: it can be pulled out, be full, fail to write or to read,
 * give back other bytes, and lose its power at any write. The files outlive the firmware: restart()
 * is the power coming back.
 */
class FakeCard : public Card {
 public:
  /** What a power cut leaves of the write that it hits, and of the file that is open. */
  enum class Cut {
    /** Nothing of that write. */
    BEFORE,
    /** All of that write. */
    AFTER,
    /** Half of that write, where it has halves. */
    HALF,
    /** Nothing of that write, and nothing of the open file but its name. */
    EMPTY,
  };

  using File = std::vector<uint8_t>;

  // What the test does to it.

  /** Cuts the power at the write with this number, counted from 1 since it was made. */
  void cutAt(int write, Cut how) {
    cutAt_ = write;
    cut_ = how;
  }

  /** The power is back. */
  void restart() {
    powered = true;
    cutAt_ = 0;
    begun_ = false;
    forget();
  }

  void pull() {
    inserted = false;
    begun_ = false;
    forget();
  }

  void insert() { inserted = true; }

  File& file(const std::string& path) { return files.at(path); }
  bool has(const std::string& path) const { return files.count(path) != 0; }

  /** Names in a folder that end so. */
  std::vector<std::string> names(const std::string& folder, const std::string& ending) const {
    std::vector<std::string> found;
    for (const auto& entry : files) {
      const std::string& path = entry.first;
      if (path.compare(0, folder.size() + 1, folder + "/") == 0 && path.size() >= ending.size() &&
          path.compare(path.size() - ending.size(), ending.size(), ending) == 0) {
        found.push_back(path.substr(folder.size() + 1));
      }
    }
    return found;
  }

  uint64_t used() const {
    uint64_t sum = 0;
    for (const auto& entry : files) {
      sum += entry.second.size();
    }
    return sum;
  }

  std::map<std::string, File> files;
  std::set<std::string> folders;
  bool inserted = true;
  bool powered = true;
  uint64_t capacity = 1u << 30;
  /** Every write fails, and the card stays where it is. */
  bool writeProtected = false;
  /** This file cannot be read. */
  std::string unreadable;
  /** What is written to photos is kept with another last byte. */
  bool lies = false;

  /** Changes of the card so far. */
  int writes = 0;
  /** Bytes of the largest read or write. */
  size_t largest = 0;
  /** Reads and writes of bytes so far. */
  int transfers = 0;
  int begins = 0;
  /** Calls that a real card would not forgive, such as a rename of an open file. */
  int misuses = 0;

  // Card

  bool begin() override {
    begins++;
    begun_ = inserted && powered;
    return begun_;
  }

  bool present() override { return begun_ && inserted && powered; }

  uint64_t freeBytes() override { return present() && capacity > used() ? capacity - used() : 0; }

  bool makeFolder(const char* path) override {
    if (!present()) {
      return false;
    }
    if (folders.count(path) == 0) {
      if (!change()) {
        return false;
      }
      folders.insert(path);
    }
    return true;
  }

  bool create(const char* path) override {
    misuses += !writing_.empty() || reading_ == path;
    if (!usable(path) || !change() || capacity <= used()) {
      return false;
    }
    files[path].clear();
    writing_ = path;
    return true;
  }

  bool append(const uint8_t* bytes, size_t size) override {
    note(size);
    if (!present() || writing_.empty()) {
      return false;
    }
    File& file = files[writing_];
    if (writeProtected) {
      return false;
    }
    if (cutNow()) {
      size_t kept = cut_ == Cut::AFTER ? size : cut_ == Cut::HALF ? size / 2 : 0;
      file.insert(file.end(), bytes, bytes + kept);
      cutPower();
      return false;
    }
    if (used() + size > capacity) {
      file.insert(file.end(), bytes, bytes + (capacity - used()));
      return false;
    }
    file.insert(file.end(), bytes, bytes + size);
    if (lies && writing_.compare(0, 9, "/pictures") == 0) {
      file.back() ^= 1;
    }
    return true;
  }

  bool close() override {
    if (writing_.empty()) {
      return true;
    }
    if (!present() || !change()) {
      writing_.clear();
      return false;
    }
    writing_.clear();
    return true;
  }

  bool open(const char* path, uint32_t* size) override {
    reading_.clear();
    if (!present() || files.count(path) == 0) {
      return false;
    }
    misuses += writing_ == path;
    *size = static_cast<uint32_t>(files[path].size());
    reading_ = path;
    return true;
  }

  bool read(uint32_t offset, uint8_t* into, size_t size) override {
    note(size);
    if (!present() || reading_.empty() || reading_ == unreadable) {
      return false;
    }
    const File& file = files[reading_];
    if (offset > file.size() || size > file.size() - offset) {
      return false;
    }
    std::copy(file.begin() + offset, file.begin() + offset + static_cast<std::ptrdiff_t>(size),
              into);
    return true;
  }

  void shut() override { reading_.clear(); }

  bool exists(const char* path) override { return present() && has(path); }

  bool remove(const char* path) override {
    misuses += (writing_ == path) + (reading_ == path);
    if (!present() || !has(path) || !change()) {
      return false;
    }
    files.erase(path);
    return true;
  }

  bool rename(const char* from, const char* to) override {
    misuses += (writing_ == from) + (reading_ == from);
    if (!present() || !has(from) || has(to) || !change()) {
      return false;
    }
    files[to] = files[from];
    files.erase(from);
    return true;
  }

  bool list(const char* path, Visitor* visitor) override {
    if (!present() || folders.count(path) == 0) {
      return false;
    }
    std::string folder = std::string(path) + "/";
    for (auto entry = files.rbegin(); entry != files.rend(); ++entry) {
      if (entry->first.compare(0, folder.size(), folder) == 0 &&
          !visitor->visit(entry->first.c_str() + folder.size(),
                          static_cast<uint32_t>(entry->second.size()))) {
        break;
      }
    }
    return true;
  }

 private:
  bool usable(const std::string& path) const {
    return begun_ && inserted && powered && folders.count(path.substr(0, path.rfind('/'))) != 0;
  }

  void note(size_t size) {
    transfers++;
    largest = size > largest ? size : largest;
  }

  bool cutNow() { return ++writes == cutAt_; }

  /** A change that is done wholly or not at all; true if it is to be done. */
  bool change() {
    if (writeProtected) {
      return false;
    }
    if (!cutNow()) {
      return true;
    }
    cutPower();
    return cut_ == Cut::AFTER;
  }

  void cutPower() {
    if (cut_ == Cut::EMPTY && !writing_.empty()) {
      files[writing_].clear();
    }
    powered = false;
  }

  void forget() {
    writing_.clear();
    reading_.clear();
  }

  bool begun_ = false;
  std::string writing_;
  std::string reading_;
  int cutAt_ = 0;
  Cut cut_ = Cut::BEFORE;
};

}  // namespace camrelay
