#pragma once

#include <WiFi.h>
#include <stddef.h>
#include <stdint.h>

#include <atomic>

#include "../core/Clock.h"
#include "../core/Text.h"
#include "../core/Transport.h"

namespace camrelay {

/**
 * Joins one Wi-Fi and keeps at it, without ever waiting for it. Belongs to the network task; the
 * Wi-Fi library's own task reports what happens through the atomic members, and does nothing else.
 */
class WifiStation {
 public:
  explicit WifiStation(Clock& clock);

  /** In setup(): switches the radio on, which also makes esp_random() a good one. */
  void begin();

  /** The network to join from now on. Leaves the one before where it is another one. */
  void use(const char* name, const char* password);

  /** Joins, or joins again, where it is time. @return NONE while there is an address */
  LinkFault step();

  bool up() const { return address_.load(); }

  /** How often the Wi-Fi was lost: a connection from before a loss is dead. */
  uint32_t losses() const { return losses_.load(); }

  /** dBm; 0: not known. */
  int8_t rssi() const;

  /** One line for the maker: name, address, signal. 0-ended. */
  void describe(char* into, size_t room) const;

 private:
  /** How long a try to join may take before the next one; the library retries by itself before. */
  static constexpr int64_t JOIN_MILLIS = 30000;
  /** How long the router may take for an address. */
  static constexpr int64_t ADDRESS_MILLIS = 15000;

  void heard(arduino_event_id_t event, const arduino_event_info_t& info);
  void join(int64_t now);
  LinkFault fault(int64_t now) const;

  Clock& clock_;
  FixedText<Transport::MAX_WIFI_NAME> name_;
  FixedText<Transport::MAX_WIFI_PASSWORD> password_;
  bool joined_;
  /** Since these credentials are used, an address has come. */
  bool wasUp_;
  /** What step() saw last. */
  bool wasAssociated_;
  /** The last try to join, the moment when it was joined, or the last moment with an address. */
  int64_t since_;

  // Written by the Wi-Fi library's task.

  std::atomic<bool> associated_;
  std::atomic<bool> address_;
  /** Why it was disconnected last, in the library's numbers; 0: it was not. */
  std::atomic<uint8_t> reason_;
  std::atomic<uint32_t> losses_;
};

}  // namespace camrelay
