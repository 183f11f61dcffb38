#pragma once

#include <time.h>

#include <memory>

#include "Arduino.h"

#define FILE_READ "r"
#define FILE_WRITE "w"
#define FILE_APPEND "a"

namespace fs {

enum SeekMode { SeekSet = 0, SeekCur = 1, SeekEnd = 2 };

class FileImpl;
typedef std::shared_ptr<FileImpl> FileImplPtr;

class File : public Stream {
 public:
  File(FileImplPtr file = FileImplPtr()) : file_(file) { _timeout = 0; }

  size_t write(uint8_t c) override;
  size_t write(const uint8_t* buffer, size_t size) override;
  using Print::write;
  int available() override;
  int read() override;
  int peek() override;
  void flush() override;
  size_t read(uint8_t* buffer, size_t size);
  size_t readBytes(char* buffer, size_t size) override {
    return read(reinterpret_cast<uint8_t*>(buffer), size);
  }
  bool seek(uint32_t position, SeekMode mode);
  bool seek(uint32_t position) { return seek(position, SeekSet); }
  size_t position() const;
  size_t size() const;
  bool setBufferSize(size_t size);
  void close();
  operator bool() const;
  const char* path() const;
  const char* name() const;
  boolean isDirectory();
  File openNextFile(const char* mode = FILE_READ);
  void rewindDirectory();

 private:
  FileImplPtr file_;
};

class FS {
 public:
  File open(const char* path, const char* mode = FILE_READ, bool create = false);
  bool exists(const char* path);
  bool remove(const char* path);
  bool rename(const char* from, const char* to);
  bool mkdir(const char* path);
  bool rmdir(const char* path);
};

}  // namespace fs

using fs::File;
using fs::FS;
using fs::SeekCur;
using fs::SeekEnd;
using fs::SeekMode;
using fs::SeekSet;
