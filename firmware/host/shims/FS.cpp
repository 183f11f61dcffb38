// Files on the SD card. Belongs to one task at a time.

#include "FS.h"

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

#include "CardFolder.h"
#include "Heap.h"
#include "World.h"

using host::CardFolder;
using host::Inside;
using host::Owner;
using host::world;

namespace fs {
class FileImpl;
}

namespace {

constexpr int MOST_OPEN = 5;

std::mutex openMutex;
std::vector<fs::FileImpl*> openFiles;

}  // namespace

namespace fs {

/** An open file or folder. */
class FileImpl {
 public:
  FileImpl(const char* path, const char* mode) : path_(path), writes_(*mode != 'r') {
    const std::string onHost = CardFolder::onHost(path);
    if (host::isFolder(onHost)) {
      entries_ = opendir(onHost.c_str());
    } else {
      const int flags = *mode == 'r'   ? O_RDONLY
                        : *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC
                                       : O_WRONLY | O_CREAT | O_APPEND;
      descriptor_ = ::open(onHost.c_str(), flags | O_CLOEXEC, 0644);
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
    if (writes_ && !CardFolder::operation()) {
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
  if (!*this || file_->isFolder() || !CardFolder::operation()) {
    return 0;
  }
  const size_t room = CardFolder::fits(size);
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
  if (*this && CardFolder::operation()) {
    file_->sync();
  }
}

size_t File::read(uint8_t* buffer, size_t size) {
  Inside inside(Owner::SD);
  if (!*this || file_->isFolder() || !CardFolder::operation()) {
    return 0;
  }
  const ssize_t n = ::read(file_->descriptor(), buffer, size);
  return n < 0 ? 0 : static_cast<size_t>(n);
}

bool File::seek(uint32_t position, SeekMode mode) {
  Inside inside(Owner::SD);
  return *this && !file_->isFolder() && CardFolder::operation() &&
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
    if (!CardFolder::operation()) {
      return File();
    }
    entry = readdir(file_->entries());
  } while (entry != nullptr && entry->d_name[0] == '.');
  if (entry == nullptr) {
    return File();
  }
  const std::string& parent = file_->path();
  return FS().open(((parent == "/" ? "" : parent) + "/" + entry->d_name).c_str(), mode);
}

void File::rewindDirectory() {
  if (isDirectory()) {
    rewinddir(file_->entries());
  }
}

File FS::open(const char* path, const char* mode, bool) {
  Inside inside(Owner::SD);
  if (!CardFolder::goodPath(path) || !CardFolder::operation()) {
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
    CardFolder::makeRoom(CardFolder::onHost(path));
  }
  FileImplPtr file = std::make_shared<FileImpl>(path, mode);
  return *file ? File(file) : File();
}

bool FS::exists(const char* path) {
  Inside inside(Owner::SD);
  return CardFolder::goodPath(path) && CardFolder::operation() &&
         access(CardFolder::onHost(path).c_str(), F_OK) == 0;
}

bool FS::remove(const char* path) {
  Inside inside(Owner::SD);
  if (!CardFolder::goodPath(path) || !CardFolder::operation()) {
    return false;
  }
  std::lock_guard<std::mutex> lock(openMutex);
  for (const FileImpl* file : openFiles) {
    if (file->path() == path) {
      host::abuse("SD: %s is removed while it is open, which breaks the file system", path);
    }
  }
  CardFolder::makeRoom(CardFolder::onHost(path));
  return !host::isFolder(CardFolder::onHost(path)) && unlink(CardFolder::onHost(path).c_str()) == 0;
}

bool FS::rename(const char* from, const char* to) {
  Inside inside(Owner::SD);
  // Unlike Linux, FAT does not replace a file that is there.
  return CardFolder::goodPath(from) && CardFolder::goodPath(to) && CardFolder::operation() &&
         access(CardFolder::onHost(to).c_str(), F_OK) != 0 &&
         ::rename(CardFolder::onHost(from).c_str(), CardFolder::onHost(to).c_str()) == 0;
}

bool FS::mkdir(const char* path) {
  Inside inside(Owner::SD);
  return CardFolder::goodPath(path) && CardFolder::operation() &&
         (host::isFolder(CardFolder::onHost(path)) ||
          ::mkdir(CardFolder::onHost(path).c_str(), 0755) == 0);
}

bool FS::rmdir(const char* path) {
  Inside inside(Owner::SD);
  return CardFolder::goodPath(path) && CardFolder::operation() &&
         ::rmdir(CardFolder::onHost(path).c_str()) == 0;
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
