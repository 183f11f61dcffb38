#include "SdCard.h"

#include <SD.h>
#include <SD_MMC.h>
#include <SPI.h>
#include <stdio.h>
#include <string.h>

namespace camrelay {

bool SdCard::begin() {
  shut();
  if (written_) {
    written_.close();
  }
  unmount();
  present_ = mount();
  return present_;
}

bool SdCard::mount() {
  if (onSdBus()) {
    return SD_MMC.setPins(pins_.card.clock, pins_.card.out, pins_.card.in) &&
           SD_MMC.begin("/sdcard", true);
  }
  SPI.begin(pins_.card.clock, pins_.card.in, pins_.card.out, pins_.card.select);
  return SD.begin(static_cast<uint8_t>(pins_.card.select));
}

void SdCard::unmount() {
  if (onSdBus()) {
    SD_MMC.end();
    return;
  }
  SD.end();
}

fs::FS& SdCard::files() {
  if (onSdBus()) {
    return SD_MMC;
  }
  return SD;
}

/** After a failure: asks the card itself whether it is still there, by opening its root. */
bool SdCard::checked(bool done) {
  if (!done && present_) {
    fs::File root = files().open("/");
    present_ = root;
    root.close();
  }
  return done;
}

uint64_t SdCard::freeBytes() {
  if (!present_) {
    return 0;
  }
  if (onSdBus()) {
    return SD_MMC.totalBytes() - SD_MMC.usedBytes();
  }
  return SD.totalBytes() - SD.usedBytes();
}

bool SdCard::makeFolder(const char* path) {
  return present_ && checked(files().exists(path) || files().mkdir(path));
}

bool SdCard::create(const char* path) {
  if (written_) {
    written_.close();
  }
  if (!present_ || strlen(path) >= sizeof(writtenPath_)) {
    return false;
  }
  written_ = files().open(path, FILE_WRITE);
  snprintf(writtenPath_, sizeof(writtenPath_), "%s", path);
  appended_ = 0;
  return checked(written_);
}

bool SdCard::append(const uint8_t* bytes, size_t size) {
  if (!present_ || !written_) {
    return false;
  }
  if (!checked(written_.write(bytes, size) == size)) {
    return false;
  }
  appended_ += static_cast<uint32_t>(size);
  return true;
}

bool SdCard::close() {
  if (!written_) {
    return false;
  }
  written_.close();
  if (!present_) {
    return false;
  }
  // close() says nothing, but a file that could not be written to its end is shorter.
  fs::File again = files().open(writtenPath_, FILE_READ);
  const bool complete = again && again.size() == appended_;
  again.close();
  return checked(complete);
}

bool SdCard::open(const char* path, uint32_t* size) {
  shut();
  // Opening what is not there logs an error in the library.
  if (!present_ || !checked(files().exists(path))) {
    return false;
  }
  read_ = files().open(path, FILE_READ);
  if (!checked(read_ && !read_.isDirectory())) {
    shut();
    return false;
  }
  *size = static_cast<uint32_t>(read_.size());
  return true;
}

bool SdCard::read(uint32_t offset, uint8_t* into, size_t size) {
  if (!present_ || !read_) {
    return false;
  }
  const bool there = read_.position() == offset || read_.seek(offset);
  return checked(there && read_.read(into, size) == size);
}

void SdCard::shut() {
  if (read_) {
    read_.close();
  }
}

bool SdCard::exists(const char* path) { return present_ && files().exists(path); }

bool SdCard::remove(const char* path) { return present_ && checked(files().remove(path)); }

bool SdCard::rename(const char* from, const char* to) {
  return present_ && !files().exists(to) && checked(files().rename(from, to));
}

bool SdCard::list(const char* path, Visitor* visitor) {
  if (!present_ || !checked(files().exists(path))) {
    return false;
  }
  fs::File folder = files().open(path);
  if (!checked(folder && folder.isDirectory())) {
    return false;
  }
  bool more = true;
  for (fs::File file = folder.openNextFile(); file && more; file = folder.openNextFile()) {
    if (!file.isDirectory()) {
      more = visitor->visit(file.name(), static_cast<uint32_t>(file.size()));
    }
  }
  folder.close();
  return true;
}

}  // namespace camrelay
