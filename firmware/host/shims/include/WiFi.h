#pragma once

#include <functional>

#include "Arduino.h"
#include "WiFiType.h"

typedef enum {
  ARDUINO_EVENT_WIFI_STA_START = 110,
  ARDUINO_EVENT_WIFI_STA_STOP,
  ARDUINO_EVENT_WIFI_STA_CONNECTED,
  ARDUINO_EVENT_WIFI_STA_DISCONNECTED,
  ARDUINO_EVENT_WIFI_STA_AUTHMODE_CHANGE,
  ARDUINO_EVENT_WIFI_STA_GOT_IP,
  ARDUINO_EVENT_WIFI_STA_GOT_IP6,
  ARDUINO_EVENT_WIFI_STA_LOST_IP,
  ARDUINO_EVENT_MAX = 200,
} arduino_event_id_t;

typedef union {
  struct {
    uint8_t ssid[32];
    uint8_t ssid_len;
    uint8_t bssid[6];
    uint8_t reason;
    int8_t rssi;
  } wifi_sta_disconnected;
} arduino_event_info_t;

typedef struct {
  arduino_event_id_t event_id;
  arduino_event_info_t event_info;
} arduino_event_t;

typedef arduino_event_id_t WiFiEvent_t;
typedef arduino_event_info_t WiFiEventInfo_t;
typedef size_t wifi_event_id_t;
typedef void (*WiFiEventCb)(WiFiEvent_t event);
typedef std::function<void(WiFiEvent_t event, WiFiEventInfo_t info)> WiFiEventFuncCb;
typedef void (*WiFiEventSysCb)(arduino_event_t* event);

/** The station of the board's Wi-Fi. Access point, scanning and enterprise are not shimmed. */
class WiFiClass {
 public:
  bool mode(wifi_mode_t mode);
  wifi_mode_t getMode();
  wl_status_t begin(const char* ssid, const char* passphrase = nullptr, int32_t channel = 0,
                    const uint8_t* bssid = nullptr, bool connect = true);
  bool disconnect(bool wifiOff = false, bool eraseAp = false, unsigned long timeout = 100);
  bool reconnect();
  wl_status_t status();
  bool isConnected() { return status() == WL_CONNECTED; }
  bool setAutoReconnect(bool reconnect);
  bool getAutoReconnect();
  bool setSleep(bool sleep);
  void persistent(bool persistent);
  bool setHostname(const char* name);
  IPAddress localIP();
  IPAddress gatewayIP();
  uint8_t* macAddress(uint8_t* mac);
  int8_t RSSI();
  String SSID() const;
  int32_t channel();
  int hostByName(const char* host, IPAddress& address);

  wifi_event_id_t onEvent(WiFiEventCb callback, arduino_event_id_t event = ARDUINO_EVENT_MAX);
  wifi_event_id_t onEvent(WiFiEventFuncCb callback, arduino_event_id_t event = ARDUINO_EVENT_MAX);
  wifi_event_id_t onEvent(WiFiEventSysCb callback, arduino_event_id_t event = ARDUINO_EVENT_MAX);
};

extern WiFiClass WiFi;
