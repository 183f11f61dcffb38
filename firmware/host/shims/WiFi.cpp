// The station: joins the one access point there is, loses it when the script says so, and tells the
// sketch by events, from a task of its own as on the board.

#include "WiFi.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>

#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "Heap.h"
#include "World.h"
#include "esp_mac.h"

using host::Inside;
using host::Owner;
using host::settings;
using host::world;

WiFiClass WiFi;

namespace {

// Milliseconds that a board needs about.
constexpr int64_t SCAN = 2400, ASSOCIATION = 700, DHCP = 600, BEACONS = 6000, PASSWORD = 3000;

enum class Station { OFF, IDLE, SCANNING, JOINING, ASSOCIATED, UP };

struct Handler {
  arduino_event_id_t event;
  WiFiEventFuncCb call;
};

/** One owner at a time: whoever holds the mutex. */
struct {
  std::mutex mutex;
  Station station = Station::OFF;
  int64_t until = 0;
  wifi_mode_t mode = WIFI_MODE_NULL;
  wl_status_t status = WL_STOPPED;
  std::string name, password;
  bool reconnect = true;
  bool firstFailure = true;
  int64_t lostAt = -1;
  std::deque<arduino_event_t> events;
  std::vector<Handler> handlers;
} wifi;

void post(arduino_event_id_t id, uint8_t reason = 0) {
  arduino_event_t event{};
  event.event_id = id;
  event.event_info.wifi_sta_disconnected.reason = reason;
  event.event_info.wifi_sta_disconnected.ssid_len = static_cast<uint8_t>(wifi.name.size());
  memcpy(event.event_info.wifi_sta_disconnected.ssid, wifi.name.data(),
         std::min<size_t>(wifi.name.size(), 32));
  wifi.events.push_back(event);
}

void enter(Station station, int64_t millis) {
  wifi.station = station;
  wifi.until = host::bootMillis() + millis;
}

/** As STA.cpp of the core answers the event. */
void parted(wifi_err_reason_t reason) {
  wifi.station = Station::IDLE;
  wifi.lostAt = -1;
  wifi.status = reason == WIFI_REASON_NO_AP_FOUND      ? WL_NO_SSID_AVAIL
                : reason == WIFI_REASON_BEACON_TIMEOUT ? WL_CONNECTION_LOST
                                                       : WL_DISCONNECTED;
  post(ARDUINO_EVENT_WIFI_STA_DISCONNECTED, static_cast<uint8_t>(reason));
  const bool again = reason != WIFI_REASON_ASSOC_LEAVE && (wifi.firstFailure || wifi.reconnect);
  if (reason != WIFI_REASON_ASSOC_LEAVE) {
    wifi.firstFailure = false;
  }
  if (again) {
    enter(Station::SCANNING, SCAN);
  }
}

bool heard() {
  return !world->wifiOff.on() && (settings.anyWifi || wifi.name == settings.wifiName);
}

/** What has become of the station since the last look. The mutex is held. */
void step() {
  const int64_t now = host::bootMillis();
  switch (wifi.station) {
    case Station::OFF:
    case Station::IDLE:
      return;
    case Station::SCANNING:
      if (now >= wifi.until) {
        if (heard()) {
          const bool right = settings.anyWifi || wifi.password == settings.wifiPassword;
          enter(Station::JOINING, right ? ASSOCIATION : PASSWORD);
        } else {
          parted(WIFI_REASON_NO_AP_FOUND);
        }
      }
      return;
    case Station::JOINING:
      if (now >= wifi.until) {
        if (!heard()) {
          parted(WIFI_REASON_NO_AP_FOUND);
        } else if (!settings.anyWifi && wifi.password != settings.wifiPassword) {
          parted(WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT);
        } else {
          wifi.status = WL_IDLE_STATUS;
          post(ARDUINO_EVENT_WIFI_STA_CONNECTED);
          enter(Station::ASSOCIATED, DHCP);
        }
      }
      return;
    case Station::ASSOCIATED:
      if (now >= wifi.until && !world->noAddress.on() && heard()) {
        wifi.status = WL_CONNECTED;
        post(ARDUINO_EVENT_WIFI_STA_GOT_IP);
        wifi.station = Station::UP;
      }
      break;
    case Station::UP:
      break;
  }
  if (heard()) {
    wifi.lostAt = -1;
  } else if (wifi.lostAt < 0) {
    wifi.lostAt = now;
  } else if (now - wifi.lostAt >= BEACONS) {
    parted(WIFI_REASON_BEACON_TIMEOUT);
  }
}

/** Tells the sketch. */
void deliver(const arduino_event_t& event, const std::vector<Handler>& handlers) {
  for (const Handler& handler : handlers) {
    if (handler.event == ARDUINO_EVENT_MAX || handler.event == event.event_id) {
      host::AsSketch sketch;
      handler.call(event.event_id, event.event_info);
    }
  }
}

/** The task that the core calls arduino_events. */
void work() {
  Inside inside(Owner::HOST);
  pthread_setname_np(pthread_self(), "arduino_events");
  const auto turn = std::chrono::microseconds(
      std::max<int64_t>(500, static_cast<int64_t>(10000 / settings.speed)));
  for (;;) {
    std::this_thread::sleep_for(turn);
    std::vector<Handler> handlers;
    std::deque<arduino_event_t> events;
    {
      std::lock_guard<std::mutex> lock(wifi.mutex);
      step();
      events.swap(wifi.events);
      handlers = wifi.handlers;
    }
    for (const arduino_event_t& event : events) {
      deliver(event, handlers);
    }
  }
}

wifi_event_id_t add(WiFiEventFuncCb call, arduino_event_id_t event) {
  Inside inside(Owner::OTHER);
  std::lock_guard<std::mutex> lock(wifi.mutex);
  wifi.handlers.push_back(Handler{event, std::move(call)});
  return wifi.handlers.size();
}

}  // namespace

bool WiFiClass::mode(wifi_mode_t mode) {
  if (mode == WIFI_MODE_AP || mode == WIFI_MODE_APSTA) {
    host::abuse("WiFi.mode: an access point is not shimmed");
  }
  Inside inside(Owner::OTHER);
  static std::once_flag once;
  std::call_once(once, [] { std::thread(work).detach(); });
  std::lock_guard<std::mutex> lock(wifi.mutex);
  wifi.mode = mode;
  if (mode == WIFI_MODE_NULL) {
    wifi.station = Station::OFF;
    wifi.status = WL_STOPPED;
    post(ARDUINO_EVENT_WIFI_STA_STOP);
  } else if (wifi.station == Station::OFF) {
    wifi.station = Station::IDLE;
    wifi.status = WL_DISCONNECTED;
    post(ARDUINO_EVENT_WIFI_STA_START);
  }
  return true;
}

wifi_mode_t WiFiClass::getMode() { return wifi.mode; }

wl_status_t WiFiClass::begin(const char* ssid, const char* passphrase, int32_t, const uint8_t*,
                             bool connect) {
  mode(WIFI_STA);
  Inside inside(Owner::OTHER);
  std::lock_guard<std::mutex> lock(wifi.mutex);
  const size_t passwordSize = passphrase == nullptr ? 0 : strlen(passphrase);
  if (ssid == nullptr || *ssid == 0 || strlen(ssid) > 32 || passwordSize > 64) {
    wifi.status = WL_CONNECT_FAILED;
    return WL_CONNECT_FAILED;
  }
  if (wifi.station == Station::ASSOCIATED || wifi.station == Station::UP) {
    post(ARDUINO_EVENT_WIFI_STA_DISCONNECTED, WIFI_REASON_ASSOC_LEAVE);
  }
  wifi.name = ssid;
  wifi.password = passphrase == nullptr ? "" : passphrase;
  wifi.status = WL_DISCONNECTED;
  wifi.lostAt = -1;
  if (connect) {
    enter(Station::SCANNING, SCAN / 2);
  }
  return wifi.status;
}

bool WiFiClass::disconnect(bool wifiOff, bool, unsigned long) {
  Inside inside(Owner::OTHER);
  {
    std::lock_guard<std::mutex> lock(wifi.mutex);
    if (wifi.station == Station::ASSOCIATED || wifi.station == Station::UP) {
      parted(WIFI_REASON_ASSOC_LEAVE);
    } else if (wifi.station != Station::OFF) {
      wifi.station = Station::IDLE;
    }
  }
  return wifiOff ? mode(WIFI_OFF) : true;
}

bool WiFiClass::reconnect() {
  std::lock_guard<std::mutex> lock(wifi.mutex);
  enter(Station::SCANNING, SCAN / 2);
  return true;
}

wl_status_t WiFiClass::status() {
  std::lock_guard<std::mutex> lock(wifi.mutex);
  return wifi.status;
}

bool WiFiClass::setAutoReconnect(bool reconnect) {
  std::lock_guard<std::mutex> lock(wifi.mutex);
  wifi.reconnect = reconnect;
  return true;
}

bool WiFiClass::getAutoReconnect() { return wifi.reconnect; }
bool WiFiClass::setSleep(bool) { return true; }
void WiFiClass::persistent(bool) {}
bool WiFiClass::setHostname(const char*) { return true; }

IPAddress WiFiClass::localIP() { return isConnected() ? IPAddress(192, 168, 1, 77) : IPAddress(); }

IPAddress WiFiClass::gatewayIP() { return isConnected() ? IPAddress(192, 168, 1, 1) : IPAddress(); }

uint8_t* WiFiClass::macAddress(uint8_t* mac) {
  esp_read_mac(mac, ESP_MAC_WIFI_STA);
  return mac;
}

int8_t WiFiClass::RSSI() {
  const int32_t told = world->rssi;
  return !isConnected() ? 0 : static_cast<int8_t>(told != 0 ? told : -55);
}

String WiFiClass::SSID() const { return String(wifi.name.c_str()); }
int32_t WiFiClass::channel() { return 6; }

int WiFiClass::hostByName(const char* host, IPAddress& address) {
  Inside inside(Owner::OTHER);
  if (address.fromString(host)) {
    return 1;
  }
  if (!isConnected() || world->wifiOff.on() || world->stall.on()) {
    return 0;
  }
  for (const auto& name : settings.names) {
    if (name.first == host) {
      return address.fromString(name.second.c_str()) ? 1 : 0;
    }
  }
  addrinfo hints{};
  hints.ai_family = AF_INET;
  addrinfo* found = nullptr;
  if (getaddrinfo(host, nullptr, &hints, &found) != 0) {
    return 0;
  }
  address = IPAddress(reinterpret_cast<const sockaddr_in*>(found->ai_addr)->sin_addr.s_addr);
  freeaddrinfo(found);
  return 1;
}

wifi_event_id_t WiFiClass::onEvent(WiFiEventCb callback, arduino_event_id_t event) {
  return add([callback](WiFiEvent_t id, WiFiEventInfo_t) { callback(id); }, event);
}

wifi_event_id_t WiFiClass::onEvent(WiFiEventFuncCb callback, arduino_event_id_t event) {
  return add(std::move(callback), event);
}

wifi_event_id_t WiFiClass::onEvent(WiFiEventSysCb callback, arduino_event_id_t event) {
  return add(
      [callback](WiFiEvent_t id, WiFiEventInfo_t info) {
        arduino_event_t whole{id, info};
        callback(&whole);
      },
      event);
}
