#pragma once

#include <WiFi.h>
#include <WiFiClientSecure.h>

#include "../core/Settings.h"
#include "../core/Text.h"
#include "../core/Transport.h"
#include "WifiStation.h"

namespace camrelay {

/**
 * Wi-Fi and one TLS client that lives for ever; it is never made anew, and its two large buffers
 * come and go with a connection. Belongs to the network task.
 *
 * What the Arduino class does and does not, and what follows from it:
 *
 * - It stops itself when a connect, a read or a write fails. A second stop() would close another
 *   descriptor, so `open_` says whether there is anything to stop.
 * - It connects to an address and checks the certificate for a name apart from it, in both cores.
 * - It does TCP and the handshake in one call. mbedTLS allocates for the first time right after TCP
 *   is up, and that is where the two are told apart.
 * - It does not notice a FIN without close_notify, as a killed relay leaves it. read() looks.
 */
class Esp32Transport : public Transport {
 public:
  /** Settings live as long as the transport. */
  Esp32Transport(const Settings& settings, Clock& clock);

  /** In setup(), before anything else that takes memory. */
  void begin();

  LinkFault network() override { return wifi_.step(); }
  Opened open() override;
  size_t write(const uint8_t* bytes, size_t size) override;
  int32_t read(uint8_t* into, size_t room) override;
  void close() override;
  int8_t rssi() override { return wifi_.rssi(); }
  void wifi(const char* name, const char* password) override { wifi_.use(name, password); }
  void relay(const char* host, uint16_t port) override;
  void describe(char* into, size_t room) override { wifi_.describe(into, room); }

 private:
  static constexpr int64_t CONNECT_MILLIS = 10000;
  static constexpr int64_t HANDSHAKE_MILLIS = 15000;

  bool handshake(const IPAddress& address, Opened* opened);
  LinkFault failure(int32_t number, int64_t millis, bool tcpWasUp);
  void keepAlive();
  bool connected();
  bool ended();

  const Settings& settings_;
  Clock& clock_;
  WifiStation wifi_;
  /** A DNS name or an address. */
  FixedText<MAX_HOST> host_;
  uint16_t port_;
  WiFiClientSecure client_;
  /** Whether the client has a connection that it has not stopped. */
  bool open_;
  /** The Wi-Fi's losses when the connection was opened. */
  uint32_t losses_;
};

}  // namespace camrelay
