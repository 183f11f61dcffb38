#include "Esp32Transport.h"

#include <lwip/sockets.h>

#include "../core/Limits.h"
#include "TlsErrors.h"
#include "TlsMemory.h"

namespace camrelay {

namespace {

// Before a dead peer is given up, seconds and tries. The protocol's own pings notice it sooner;
// this is for a link on which nothing is to be said.
constexpr int KEEPALIVE_IDLE = 30;
constexpr int KEEPALIVE_GAP = 10;
constexpr int KEEPALIVE_COUNT = 3;

bool isSet(const char* string) { return string != nullptr && *string != 0; }

}  // namespace

Esp32Transport::Esp32Transport(const Settings& settings, Clock& clock)
    : settings_(settings), clock_(clock), wifi_(clock), port_(0), open_(false), losses_(0) {}

void Esp32Transport::begin() {
  TlsMemory::usePsram();
  wifi_.begin();
  wifi_.use(settings_.wifiName, settings_.wifiPassword);
  relay(settings_.relayHost, settings_.relayPort);
#if defined(ESP_ARDUINO_VERSION) && ESP_ARDUINO_VERSION >= ESP_ARDUINO_VERSION_VAL(3, 0, 0)
  client_.setConnectionTimeout(CONNECT_MILLIS);
#else
  client_.setTimeout(CONNECT_MILLIS / 1000);
#endif
  client_.setHandshakeTimeout(HANDSHAKE_MILLIS / 1000);
}

void Esp32Transport::relay(const char* host, uint16_t port) {
  host_.set(text(host));
  port_ = port;
}

Transport::Opened Esp32Transport::open() {
  close();
  Opened opened = {LinkFault::NONE, 0, Limits::UNKNOWN, Limits::UNKNOWN};
  if (host_.empty() || port_ == 0 || !isSet(settings_.relayName) || !isSet(settings_.relayCa) ||
      !isSet(settings_.device) || !isSet(settings_.token)) {
    opened.fault = LinkFault::RELAY_NOT_SET;
    return opened;
  }
  losses_ = wifi_.losses();
  IPAddress address;
  // Core 3 returns positive errors too.
  if (WiFi.hostByName(host_.c_str(), address) != 1) {
    opened.fault = wifi_.up() ? LinkFault::RELAY_NAME : LinkFault::WIFI_LOST;
    return opened;
  }
  open_ = handshake(address, &opened);
  if (open_) {
    keepAlive();
  }
  return opened;
}

bool Esp32Transport::handshake(const IPAddress& address, Opened* opened) {
  TlsMemory::watch();
  const int64_t began = clock_.millis();
  const bool up = client_.connect(address, port_, settings_.relayName, settings_.relayCa, nullptr,
                                  nullptr) == 1;
  const int64_t ended = clock_.millis();
  const int64_t secondHalf = TlsMemory::watched();
  const bool known = secondHalf >= began && secondHalf <= ended;
  if (known) {
    opened->connectMillis = static_cast<uint32_t>(secondHalf - began);
  }
  if (up) {
    opened->handshakeMillis = static_cast<uint32_t>(ended - (known ? secondHalf : began));
    return true;
  }
  char words[8];
  opened->number = client_.lastError(words, sizeof(words));
  opened->fault = failure(opened->number, ended - began, known);
  return false;
}

LinkFault Esp32Transport::failure(int32_t number, int64_t millis, bool tcpWasUp) {
  if (wifi_.losses() != losses_) {
    return LinkFault::WIFI_LOST;
  }
  // The class says -1 for whatever is no error of mbedTLS, a time-out of the handshake included.
  if (number < -1) {
    return tlsFault(number);
  }
  if (tcpWasUp || millis >= HANDSHAKE_MILLIS) {
    return LinkFault::TLS_TIMEOUT;
  }
  return millis >= CONNECT_MILLIS - 100 ? LinkFault::RELAY_TIMEOUT : LinkFault::RELAY_REFUSED;
}

void Esp32Transport::keepAlive() {
  int idle = KEEPALIVE_IDLE;
  int gap = KEEPALIVE_GAP;
  int count = KEEPALIVE_COUNT;
  client_.setOption(TCP_KEEPIDLE, &idle);
  client_.setOption(TCP_KEEPINTVL, &gap);
  client_.setOption(TCP_KEEPCNT, &count);
}

bool Esp32Transport::connected() {
  if (open_ && wifi_.losses() != losses_) {
    // An address can come back while the connection of before is dead.
    close();
  }
  return open_;
}

size_t Esp32Transport::write(const uint8_t* bytes, size_t size) {
  if (size == 0 || !connected()) {
    return 0;
  }
  const size_t written = client_.write(bytes, size);
  if (written == 0) {
    // The client has stopped itself.
    open_ = false;
  }
  return written;
}

int32_t Esp32Transport::read(uint8_t* into, size_t room) {
  if (!connected()) {
    return -1;
  }
  const int read = client_.read(into, room);
  if (read > 0) {
    return read;
  }
  if (!client_.connected()) {
    // An error: the client has stopped itself.
    open_ = false;
    return -1;
  }
  if (ended()) {
    close();
    return -1;
  }
  return 0;
}

bool Esp32Transport::ended() {
  // mbedTLS has read all that there was, and calls the end of the stream nothing to read.
  uint8_t next;
  return recv(client_.fd(), &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void Esp32Transport::close() {
  if (open_) {
    client_.stop();
    open_ = false;
  }
}

}  // namespace camrelay
