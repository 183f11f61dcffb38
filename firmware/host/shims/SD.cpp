// The SD card: a folder, with what a card can do to a sketch. Belongs to one task at a time.

#include "SD.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "Heap.h"
#include "World.h"

using host::Inside;
using host::Owner;
using host::settings;
using host::world;

fs::SDFS SD;
SPIClass SPI;

void SPIClass::begin(int8_t, int8_t, int8_t, int8_t) {}
void SPIClass::end() {}

namespace fs {
class FileImpl;
}

namespace {

constexpr uint64_t CARD_BYTES = 8ull << 30;
constexpr int MOST_OPEN = 5;

bool mounted = false;
/** The card was out since it was mounted: open files are void until the next begin(). */
bool wentOut = false;
std::mutex openMutex;
std::vector<fs::FileImpl*> openFiles;

std::string folder() { return settings.state + "/card"; }

bool cardIn() { return settings.card ? !world->cardOut.on() : false; }

/** One operation on the card: whether it can be done. */
bool operation() {
  world->cardOperations++;
  host::pause(world->cardSlowMillis);
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

/** Takes so many bytes from the room, or what there is. */
size_t takeRoom(std::atomic<int64_t>& room, size_t size) {
  int64_t left = room;
  int64_t taken;
  do {
    taken = std::min(left, static_cast<int64_t>(size));
  } while (!room.compare_exchange_weak(left, left - taken));
  return static_cast<size_t>(taken);
}

/** Bytes that fit, of so many; they are taken from the room. */
size_t fits(size_t size) {
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

/** What is removed makes room. */
void makeRoom(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) == 0) {
    world->fullRoom += info.st_size;
    world->cardRoom += world->cardRoom != 0 ? info.st_size : 0;
  }
}

bool goodPath(const char* path) {
  return path != nullptr && path[0] == '/' && strlen(path) < 255 &&
         strpbrk(path, "\"*:<>?|\\") == nullptr && strstr(path, "/..") == nullptr;
}

std::string onHost(const char* path) { return folder() + path; }

bool isFolder(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
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

namespace fs {

/** An open file or folder. */
class FileImpl {
 public:
  FileImpl(const char* path, const char* mode) : path_(path), writes_(*mode != 'r') {
    const std::string host = onHost(path);
    if (::isFolder(host)) {
      entries_ = opendir(host.c_str());
    } else {
      const int flags = *mode == 'r'   ? O_RDONLY
                        : *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC
                                       : O_WRONLY | O_CREAT | O_APPEND;
      descriptor_ = ::open(host.c_str(), flags | O_CLOEXEC, 0644);
      synced_ = size();
    }
    if (*this) {
      std::lock_guard<std::mutex> lock(openMutex);
      openFiles.push_back(this);
    }
  }
  ~FileImpl() { close(); }
  FileImpl(const FileImpl&) = delete;
  FileImpl& operator=(const FileImpl&) = delete;

  explicit operator bool() const { return descriptor_ >= 0 || entries_ != nullptr; }
  bool isFolder() const { return entries_ != nullptr; }
  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }
  DIR* entries() const { return entries_; }

  size_t size() const {
    struct stat info;
    return descriptor_ >= 0 && fstat(descriptor_, &info) == 0 ? static_cast<size_t>(info.st_size)
                                                              : 0;
  }

  /** FAT tells the length only now: a file that was not closed is as long as it was before. */
  void sync() { synced_ = size(); }

  /** As by a power cut, or a card that is pulled. */
  void lose() {
    if (writes_ && descriptor_ >= 0 && ftruncate(descriptor_, static_cast<off_t>(synced_)) != 0) {
      host::say("cannot shorten %s: %s", path_.c_str(), strerror(errno));
    }
  }

  void close() {
    if (!*this) {
      return;
    }
    {
      std::lock_guard<std::mutex> lock(openMutex);
      openFiles.erase(std::find(openFiles.begin(), openFiles.end(), this));
    }
    if (writes_ && !operation()) {
      lose();
    }
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (entries_ != nullptr) {
      closedir(entries_);
    }
    descriptor_ = -1;
    entries_ = nullptr;
  }

 private:
  const std::string path_;
  const bool writes_;
  int descriptor_ = -1;
  DIR* entries_ = nullptr;
  size_t synced_ = 0;
};

size_t File::write(uint8_t c) { return write(&c, 1); }

size_t File::write(const uint8_t* buffer, size_t size) {
  Inside inside(Owner::SD);
  if (!*this || file_->isFolder() || !operation()) {
    return 0;
  }
  const size_t room = fits(size);
  if (room < size) {
    world->cardFailures++;
  }
  const ssize_t n = ::write(file_->descriptor(), buffer, room);
  return n < 0 ? 0 : static_cast<size_t>(n);
}

int File::available() {
  return *this && !file_->isFolder() ? static_cast<int>(file_->size() - position()) : 0;
}

int File::read() {
  uint8_t c;
  return read(&c, 1) == 1 ? c : -1;
}

int File::peek() {
  const size_t at = position();
  const int c = read();
  seek(static_cast<uint32_t>(at));
  return c;
}

void File::flush() {
  Inside inside(Owner::SD);
  if (*this && operation()) {
    file_->sync();
  }
}

size_t File::read(uint8_t* buffer, size_t size) {
  Inside inside(Owner::SD);
  if (!*this || file_->isFolder() || !operation()) {
    return 0;
  }
  const ssize_t n = ::read(file_->descriptor(), buffer, size);
  return n < 0 ? 0 : static_cast<size_t>(n);
}

bool File::seek(uint32_t position, SeekMode mode) {
  Inside inside(Owner::SD);
  return *this && !file_->isFolder() && operation() &&
         lseek(file_->descriptor(), position, mode) >= 0;
}

size_t File::position() const {
  return *this && !file_->isFolder() ? static_cast<size_t>(lseek(file_->descriptor(), 0, SEEK_CUR))
                                     : static_cast<size_t>(-1);
}

size_t File::size() const { return *this ? file_->size() : 0; }
bool File::setBufferSize(size_t) { return *this; }

void File::close() {
  Inside inside(Owner::SD);
  if (file_) {
    file_->close();
    file_.reset();
  }
}

File::operator bool() const { return file_ && *file_; }
const char* File::path() const { return *this ? file_->path().c_str() : nullptr; }

const char* File::name() const {
  return *this ? file_->path().c_str() + file_->path().rfind('/') + 1 : nullptr;
}

boolean File::isDirectory() { return *this && file_->isFolder(); }

File File::openNextFile(const char* mode) {
  Inside inside(Owner::SD);
  if (!isDirectory()) {
    return File();
  }
  dirent* entry;
  do {
    if (!operation()) {
      return File();
    }
    entry = readdir(file_->entries());
  } while (entry != nullptr && entry->d_name[0] == '.');
  if (entry == nullptr) {
    return File();
  }
  const std::string& parent = file_->path();
  return SD.open(((parent == "/" ? "" : parent) + "/" + entry->d_name).c_str(), mode);
}

void File::rewindDirectory() {
  if (isDirectory()) {
    rewinddir(file_->entries());
  }
}

File FS::open(const char* path, const char* mode, bool) {
  Inside inside(Owner::SD);
  if (!goodPath(path) || !operation()) {
    return File();
  }
  {
    std::lock_guard<std::mutex> lock(openMutex);
    if (openFiles.size() >= MOST_OPEN) {
      return File();
    }
    for (const FileImpl* file : openFiles) {
      if (*mode != 'r' && file->path() == path) {
        host::abuse("SD: %s is opened to be written while it is open", path);
      }
    }
  }
  if (*mode == 'w') {
    makeRoom(onHost(path));
  }
  FileImplPtr file = std::make_shared<FileImpl>(path, mode);
  return *file ? File(file) : File();
}

bool FS::exists(const char* path) {
  Inside inside(Owner::SD);
  return goodPath(path) && operation() && access(onHost(path).c_str(), F_OK) == 0;
}

bool FS::remove(const char* path) {
  Inside inside(Owner::SD);
  if (!goodPath(path) || !operation()) {
    return false;
  }
  std::lock_guard<std::mutex> lock(openMutex);
  for (const FileImpl* file : openFiles) {
    if (file->path() == path) {
      host::abuse("SD: %s is removed while it is open, which breaks the file system", path);
    }
  }
  makeRoom(onHost(path));
  return !isFolder(onHost(path)) && unlink(onHost(path).c_str()) == 0;
}

bool FS::rename(const char* from, const char* to) {
  Inside inside(Owner::SD);
  // Unlike Linux, FAT does not replace a file that is there.
  return goodPath(from) && goodPath(to) && operation() && access(onHost(to).c_str(), F_OK) != 0 &&
         ::rename(onHost(from).c_str(), onHost(to).c_str()) == 0;
}

bool FS::mkdir(const char* path) {
  Inside inside(Owner::SD);
  return goodPath(path) && operation() &&
         (isFolder(onHost(path)) || ::mkdir(onHost(path).c_str(), 0755) == 0);
}

bool FS::rmdir(const char* path) {
  Inside inside(Owner::SD);
  return goodPath(path) && operation() && ::rmdir(onHost(path).c_str()) == 0;
}

bool SDFS::begin(uint8_t ssPin, SPIClass&, uint32_t, const char*, uint8_t, bool) {
  Inside inside(Owner::SD);
  if (ssPin != 21) {
    return false;  // the socket of the XIAO Sense
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
  if (!operation()) {
    return 0;
  }
  const int64_t room = world->cardRoom;
  return world->cardFull.on() ? CARD_BYTES - static_cast<uint64_t>(world->fullRoom)
         : room != 0          ? CARD_BYTES - static_cast<uint64_t>(room - 1)
                              : bytesIn(folder());
}

}  // namespace fs

namespace host {

void losePowerOfCard() {
  std::lock_guard<std::mutex> lock(openMutex);
  for (fs::FileImpl* file : openFiles) {
    file->lose();
  }
}

}  // namespace host
