#include "WifiStation.h"

#include <inttypes.h>
#include <stdio.h>

namespace camrelay {

namespace {

// Names that core 2 does not have yet.
constexpr uint8_t NO_AP_WITH_COMPATIBLE_SECURITY = 210;
constexpr uint8_t NO_AP_IN_AUTHMODE_THRESHOLD = 211;
constexpr uint8_t NO_AP_IN_RSSI_THRESHOLD = 212;

/** What a signal of so many dBm is worth. */
const char* strength(int8_t signal) {
  if (signal >= -60) {
    return "strong";
  }
  return signal >= -70 ? "good" : signal >= -80 ? "weak" : "very weak";
}

}  // namespace

WifiStation::WifiStation(Clock& clock)
    : clock_(clock),
      joined_(false),
      wasUp_(false),
      wasAssociated_(false),
      since_(0),
      associated_(false),
      address_(false),
      reason_(0),
      losses_(0) {}

void WifiStation::begin() {
  // The credentials are in Memory or in Settings.h: the library need not write them to flash too.
  WiFi.persistent(false);
  WiFi.onEvent([this](arduino_event_id_t event, arduino_event_info_t info) { heard(event, info); });
  WiFi.mode(WIFI_STA);
  WiFi.setAutoReconnect(true);
  // An answer that is pushed would wait for the next beacon otherwise.
  WiFi.setSleep(false);
}

void WifiStation::use(const char* name, const char* password) {
  const Text newName = text(name);
  const Text newPassword = text(password);
  if (newName == name_.view() && newPassword == password_.view()) {
    return;
  }
  name_.set(newName);
  password_.set(newPassword);
  wasUp_ = false;
  reason_ = 0;
  if (joined_) {
    address_ = false;
    losses_++;
    if (name_.empty()) {
      WiFi.disconnect();
      joined_ = false;
    } else {
      join(clock_.millis());
    }
  }
}

LinkFault WifiStation::step() {
  if (name_.empty()) {
    return LinkFault::WIFI_NOT_SET;
  }
  const int64_t now = clock_.millis();
  if (address_) {
    wasUp_ = true;
    since_ = now;
    return LinkFault::NONE;
  }
  if (associated_ != wasAssociated_) {
    wasAssociated_ = associated_;
    since_ = wasAssociated_ ? now : since_;
  }
  if (!joined_ || now - since_ >= JOIN_MILLIS) {
    join(now);
  }
  return fault(now);
}

void WifiStation::join(int64_t now) {
  if (joined_) {
    WiFi.disconnect();
  }
  WiFi.begin(name_.c_str(), password_.empty() ? nullptr : password_.c_str());
  joined_ = true;
  since_ = now;
}

LinkFault WifiStation::fault(int64_t now) const {
  if (associated_) {
    return now - since_ < ADDRESS_MILLIS ? LinkFault::WIFI_JOINING : LinkFault::WIFI_NO_ADDRESS;
  }
  switch (reason_) {
    case 0:
      return LinkFault::WIFI_JOINING;
    case WIFI_REASON_NO_AP_FOUND:
    case NO_AP_IN_RSSI_THRESHOLD:
      // Its name was right once.
      return wasUp_ ? LinkFault::WIFI_LOST : LinkFault::WIFI_NOT_FOUND;
    case WIFI_REASON_AUTH_EXPIRE:
    case WIFI_REASON_MIC_FAILURE:
    case WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_802_1X_AUTH_FAILED:
    case WIFI_REASON_AUTH_FAIL:
    case WIFI_REASON_HANDSHAKE_TIMEOUT:
    case NO_AP_WITH_COMPATIBLE_SECURITY:
    case NO_AP_IN_AUTHMODE_THRESHOLD:
      // A password that was right once is not the cause: a weak signal says the same.
      return wasUp_ ? LinkFault::WIFI_LOST : LinkFault::WIFI_PASSWORD;
    default:
      return LinkFault::WIFI_LOST;
  }
}

void WifiStation::heard(arduino_event_id_t event, const arduino_event_info_t& info) {
  switch (event) {
    case ARDUINO_EVENT_WIFI_STA_CONNECTED:
      associated_ = true;
      break;
    case ARDUINO_EVENT_WIFI_STA_GOT_IP:
      address_ = true;
      break;
    case ARDUINO_EVENT_WIFI_STA_LOST_IP:
      address_ = false;
      losses_++;
      break;
    case ARDUINO_EVENT_WIFI_STA_DISCONNECTED:
      associated_ = false;
      address_ = false;
      losses_++;
      if (info.wifi_sta_disconnected.reason != WIFI_REASON_ASSOC_LEAVE) {
        // That one is a disconnect() of our own, and explains nothing.
        reason_ = static_cast<uint8_t>(info.wifi_sta_disconnected.reason);
      }
      break;
    default:
      break;
  }
}

int8_t WifiStation::rssi() const {
  return up() ? static_cast<int8_t>(WiFi.RSSI()) : static_cast<int8_t>(0);
}

void WifiStation::describe(char* into, size_t room) const {
  if (name_.empty()) {
    snprintf(into, room, "not set; type: wifi NAME PASSWORD");
  } else if (!up()) {
    snprintf(into, room, "\"%s\", not joined (reason %u)", name_.c_str(),
             static_cast<unsigned>(reason_.load()));
  } else {
    const IPAddress address = WiFi.localIP();
    const int8_t signal = rssi();
    snprintf(into, room, "joined \"%s\", address %u.%u.%u.%u, signal %d dBm (%s)", name_.c_str(),
             address[0], address[1], address[2], address[3], signal, strength(signal));
  }
}

}  // namespace camrelay
