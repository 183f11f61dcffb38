#include "ProfileStore.h"

#include <string.h>

#include "Crc32.h"
#include "Keys.h"

namespace camrelay {

namespace {

/** A value with its checksum behind it. */
template <uint16_t ROOM>
class Checked {
 public:
  Checked() : size_(0) {}

  void add(const void* bytes, size_t size) {
    memcpy(bytes_ + size_, bytes, size);
    size_ += size;
  }

  bool put(Memory& memory, const char* key) {
    Checked before;
    if (before.get(memory, key) && before.size_ == size_ &&
        memcmp(before.bytes_, bytes_, size_) == 0) {
      return true;
    }
    const uint32_t crc = Crc32::of(bytes_, size_);
    memcpy(bytes_ + size_, &crc, sizeof(crc));
    return memory.put(key, bytes_, size_ + sizeof(crc));
  }

  bool get(Memory& memory, const char* key) {
    const size_t size = memory.get(key, bytes_, sizeof(bytes_));
    if (size < sizeof(uint32_t)) {
      return false;
    }
    size_ = size - sizeof(uint32_t);
    uint32_t crc;
    memcpy(&crc, bytes_ + size_, sizeof(crc));
    return crc == Crc32::of(bytes_, size_);
  }

  /** What is behind the first bytes, good as long as this is. */
  Text textFrom(size_t offset) const {
    return Text{reinterpret_cast<const char*>(bytes_) + offset,
                static_cast<uint16_t>(size_ - offset)};
  }

  const uint8_t* bytes() const { return bytes_; }
  size_t size() const { return size_; }

 private:
  uint8_t bytes_[ROOM + sizeof(uint32_t)];
  size_t size_;
};

/** What of a profile has a fixed size, as it lies in the memory. */
struct Fixed {
  uint32_t version;
  uint32_t intervalSeconds;
  uint8_t quality;
  uint8_t flash;
  uint8_t frameSizeLength;
  uint8_t unused;
  char frameSize[Limits::MAX_FRAME_SIZE_NAME];
};

}  // namespace

ProfileData ProfileStore::Profile::data() const {
  return ProfileData{version, intervalSeconds, quality, flash, frameSize.view(), question.view()};
}

void ProfileStore::Profile::set(const ProfileData& data) {
  version = data.version;
  intervalSeconds = data.intervalSeconds;
  quality = data.quality;
  flash = data.flash;
  frameSize.set(data.frameSize);
  question.set(data.question);
}

bool ProfileStore::load(Profile* profile) const {
  Checked<sizeof(Fixed) + Limits::MAX_QUESTION> value;
  if (!value.get(memory_, Keys::PROFILE) || value.size() < sizeof(Fixed)) {
    return false;
  }
  Fixed fixed;
  memcpy(&fixed, value.bytes(), sizeof(fixed));
  if (fixed.frameSizeLength > Limits::MAX_FRAME_SIZE_NAME) {
    return false;
  }
  profile->set(ProfileData{fixed.version, fixed.intervalSeconds, fixed.quality, fixed.flash != 0,
                           Text{fixed.frameSize, fixed.frameSizeLength},
                           value.textFrom(sizeof(fixed))});
  return true;
}

bool ProfileStore::keep(const ProfileData& profile) {
  if (profile.frameSize.size > Limits::MAX_FRAME_SIZE_NAME ||
      profile.question.size > Limits::MAX_QUESTION) {
    return false;
  }
  Fixed fixed = {};
  fixed.version = profile.version;
  fixed.intervalSeconds = profile.intervalSeconds;
  fixed.quality = profile.quality;
  fixed.flash = profile.flash ? 1 : 0;
  fixed.frameSizeLength = static_cast<uint8_t>(profile.frameSize.size);
  memcpy(fixed.frameSize, profile.frameSize.data, profile.frameSize.size);
  Checked<sizeof(Fixed) + Limits::MAX_QUESTION> value;
  value.add(&fixed, sizeof(fixed));
  value.add(profile.question.data, profile.question.size);
  return value.put(memory_, Keys::PROFILE);
}

bool ProfileStore::loadWifi(WifiName* name, WifiPassword* password) const {
  Checked<1 + Transport::MAX_WIFI_NAME + Transport::MAX_WIFI_PASSWORD> value;
  if (!value.get(memory_, Keys::WIFI) || value.size() < 2 || value.bytes()[0] == 0 ||
      value.bytes()[0] >= value.size()) {
    return false;
  }
  const uint8_t nameSize = value.bytes()[0];
  name->set(Text{value.textFrom(1).data, nameSize});
  password->set(value.textFrom(1 + nameSize));
  return true;
}

bool ProfileStore::keepWifi(const Text& name, const Text& password) {
  if (name.size > Transport::MAX_WIFI_NAME || password.size > Transport::MAX_WIFI_PASSWORD) {
    return false;
  }
  const uint8_t nameSize = static_cast<uint8_t>(name.size);
  Checked<1 + Transport::MAX_WIFI_NAME + Transport::MAX_WIFI_PASSWORD> value;
  value.add(&nameSize, 1);
  value.add(name.data, name.size);
  value.add(password.data, password.size);
  return value.put(memory_, Keys::WIFI);
}

bool ProfileStore::loadRelay(Host* host, uint16_t* port) const {
  Checked<sizeof(*port) + Transport::MAX_HOST> value;
  if (!value.get(memory_, Keys::RELAY) || value.size() <= sizeof(*port)) {
    return false;
  }
  memcpy(port, value.bytes(), sizeof(*port));
  host->set(value.textFrom(sizeof(*port)));
  return true;
}

bool ProfileStore::keepRelay(const Text& host, uint16_t port) {
  if (host.size > Transport::MAX_HOST) {
    return false;
  }
  Checked<sizeof(port) + Transport::MAX_HOST> value;
  value.add(&port, sizeof(port));
  value.add(host.data, host.size);
  return value.put(memory_, Keys::RELAY);
}

bool ProfileStore::loadToken(FixedText<Limits::MAX_TOKEN>* token) const {
  Checked<Limits::MAX_TOKEN> value;
  if (!value.get(memory_, Keys::TOKEN) || value.size() == 0) {
    return false;
  }
  token->set(value.textFrom(0));
  return true;
}

bool ProfileStore::keepToken(const Text& token) {
  if (token.size > Limits::MAX_TOKEN) {
    return false;
  }
  Checked<Limits::MAX_TOKEN> value;
  value.add(token.data, token.size);
  return value.put(memory_, Keys::TOKEN);
}

bool ProfileStore::flashed(uint32_t sketch, bool wifi) {
  Checked<sizeof(sketch)> before;
  uint32_t last;
  if (before.get(memory_, Keys::SKETCH) && before.size() == sizeof(last)) {
    memcpy(&last, before.bytes(), sizeof(last));
    if (last == sketch) {
      return true;
    }
    const Text none = {"", 0};
    if ((wifi && !keepWifi(none, none)) || !keepRelay(none, 0) || !keepToken(none)) {
      return false;
    }
  }
  Checked<sizeof(sketch)> now;
  now.add(&sketch, sizeof(sketch));
  return now.put(memory_, Keys::SKETCH);
}

}  // namespace camrelay
