#pragma once

#include <FS.h>

#include "../core/Storage.h"
#include "Boards.h"

namespace camrelay {

/** The SD card, as the board's slot is wired. Belongs to the network task. */
class SdCard : public Card {
 public:
  explicit SdCard(const BoardPins& pins) : pins_(pins), present_(false), appended_(0) {}

  bool begin() override;
  bool present() override { return present_; }
  uint64_t freeBytes() override;
  bool makeFolder(const char* path) override;
  bool create(const char* path) override;
  bool append(const uint8_t* bytes, size_t size) override;
  bool close() override;
  bool open(const char* path, uint32_t* size) override;
  bool read(uint32_t offset, uint8_t* into, size_t size) override;
  void shut() override;
  bool exists(const char* path) override;
  bool remove(const char* path) override;
  bool rename(const char* from, const char* to) override;
  bool list(const char* path, Visitor* visitor) override;

 private:
  static constexpr size_t MAX_PATH_BYTES = 96;

  bool onSdBus() const { return pins_.card.wiring == CardWiring::SD_BUS_ONE_BIT; }
  bool mount();
  void unmount();
  fs::FS& files();
  bool checked(bool done);

  const BoardPins& pins_;
  bool present_;
  fs::File written_;
  /** Bytes that were appended to written_. */
  uint32_t appended_;
  char writtenPath_[MAX_PATH_BYTES];
  fs::File read_;
};

}  // namespace camrelay
