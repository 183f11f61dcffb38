#pragma once

#include <stdint.h>

#include "Limits.h"
#include "Message.h"
#include "Settings.h"
#include "Storage.h"
#include "Text.h"
#include "Transport.h"

namespace camrelay {

/**
 * What outlives the power and is no capture: the relay's profile, and what the maker has typed or
 * the relay has sent in place of the sketch's settings. Each value carries a checksum; one that
 * does not fit its own counts as none. Used at set-up, then by the network task.
 */
class ProfileStore {
 public:
  using WifiName = FixedText<Transport::MAX_WIFI_NAME>;
  using WifiPassword = FixedText<Transport::MAX_WIFI_PASSWORD>;
  using Host = FixedText<Transport::MAX_HOST>;

  /** A profile with room for its own texts. */
  struct Profile {
    uint32_t version;
    uint32_t intervalSeconds;
    uint8_t quality;
    bool flash;
    FixedText<Limits::MAX_FRAME_SIZE_NAME> frameSize;
    FixedText<Limits::MAX_QUESTION> question;

    /** A view, good as long as this is. */
    ProfileData data() const;
    void set(const ProfileData& data);
  };

  explicit ProfileStore(Memory& memory) : memory_(memory) {}

  /**
   * Tells with which settings the sketch was flashed. Where they are others than at the last start,
   * what was typed and the token go: whoever flashes a new Wi-Fi, relay or token means it. A typed
   * Wi-Fi stays where the sketch names none.
   *
   * @param sketch a checksum of the settings
   * @param wifi whether they name a Wi-Fi
   * @return false if the memory cannot be written
   */
  bool flashed(uint32_t sketch, bool wifi);

  /** @return false if there is none; nothing has changed then */
  bool load(Profile* profile) const;

  /** @return whether it is durable now. What is the same already is not written again */
  bool keep(const ProfileData& profile);

  /** @return false: none was typed, the settings hold */
  bool loadWifi(WifiName* name, WifiPassword* password) const;
  bool keepWifi(const Text& name, const Text& password);

  bool loadRelay(Host* host, uint16_t* port) const;
  bool keepRelay(const Text& host, uint16_t port);

  bool loadToken(FixedText<Limits::MAX_TOKEN>* token) const;
  bool keepToken(const Text& token);

 private:
  Memory& memory_;
};

}  // namespace camrelay
