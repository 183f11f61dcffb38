#pragma once

#include <memory>

#include "Arduino.h"

namespace host {
struct TlsClient;
}

/**
 * The TLS client of core 3.0.4 over mbedTLS: what it takes, returns and closes is as there. Rules
 * that a board breaks in silence abort here. PSK, client certificates, bundles and STARTTLS are not
 * shimmed.
 */
class NetworkClientSecure : public Client {
 public:
  NetworkClientSecure();
  ~NetworkClientSecure() override;
  NetworkClientSecure(const NetworkClientSecure&) = delete;
  NetworkClientSecure& operator=(const NetworkClientSecure&) = delete;

  int connect(IPAddress ip, uint16_t port) override;
  int connect(IPAddress ip, uint16_t port, int32_t timeout);
  int connect(const char* host, uint16_t port) override;
  int connect(const char* host, uint16_t port, int32_t timeout);
  int connect(IPAddress ip, uint16_t port, const char* host, const char* CA_cert, const char* cert,
              const char* private_key);
  int connect(const char* host, uint16_t port, const char* CA_cert, const char* cert,
              const char* private_key);
  int peek() override;
  size_t write(uint8_t data) override;
  size_t write(const uint8_t* buffer, size_t size) override;
  using Print::write;
  int available() override;
  int read() override;
  int read(uint8_t* buffer, size_t size) override;
  void flush() override {}
  void stop() override;
  uint8_t connected() override;
  operator bool() override { return connected() != 0; }
  int lastError(char* buffer, size_t size);
  void setInsecure();
  void setCACert(const char* rootCA);
  void setHandshakeTimeout(unsigned long seconds);
  void setAlpnProtocols(const char** protocols);

  void setConnectionTimeout(uint32_t milliseconds);
  int setSocketOption(int option, char* value, size_t size);
  int setSocketOption(int level, int option, const void* value, size_t size);
  int setOption(int option, int* value);
  int setNoDelay(bool noDelay);
  int fd() const;

 private:
  int dataToRead();
  void close();

  std::unique_ptr<host::TlsClient> tls_;
  bool connected_ = false;
  bool insecure_ = false;
  int timeout_ = 30000;
  const char* ca_ = nullptr;
  const char** alpn_ = nullptr;
};
