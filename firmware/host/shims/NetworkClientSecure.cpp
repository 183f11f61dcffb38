#include "NetworkClientSecure.h"

#include <errno.h>
#include <mbedtls/error.h>

#include "TlsClient.h"
#include "WiFi.h"
#include "World.h"
#include "lwip/sockets.h"

using host::world;

ssize_t lwip_recv(int socket, void* buffer, size_t size, int flags) {
  host::Wire* wire = host::Wire::of(socket);
  if ((flags & MSG_PEEK) == 0) {
    host::abuse("recv() without MSG_PEEK takes bytes away from TLS");
  }
  if (wire == nullptr) {
    errno = EBADF;
    return -1;
  }
  return wire->peek(buffer, size);
}

NetworkClientSecure::NetworkClientSecure() : tls_(new host::TlsClient) {}

NetworkClientSecure::~NetworkClientSecure() = default;

int NetworkClientSecure::connect(IPAddress ip, uint16_t port) {
  return connect(ip, port, nullptr, ca_, nullptr, nullptr);
}

int NetworkClientSecure::connect(IPAddress ip, uint16_t port, int32_t timeout) {
  timeout_ = timeout;
  return connect(ip, port);
}

int NetworkClientSecure::connect(const char* host, uint16_t port) {
  return connect(host, port, ca_, nullptr, nullptr);
}

int NetworkClientSecure::connect(const char* host, uint16_t port, int32_t timeout) {
  timeout_ = timeout;
  return connect(host, port);
}

int NetworkClientSecure::connect(const char* host, uint16_t port, const char* CA_cert,
                                 const char* cert, const char* private_key) {
  IPAddress address;
  if (WiFi.hostByName(host, address) != 1) {
    return 0;
  }
  return connect(address, port, host, CA_cert, cert, private_key);
}

int NetworkClientSecure::connect(IPAddress ip, uint16_t port, const char* host, const char* CA_cert,
                                 const char* cert, const char* private_key) {
  if (cert != nullptr || private_key != nullptr) {
    host::abuse("client certificates are not shimmed");
  }
  host::Call call(*tls_, "connect");
  if (tls_->wire.isOpen()) {
    host::abuse("WiFiClientSecure::connect on an open client leaks a TLS session; stop() it first");
  }
  tls_->owner = std::this_thread::get_id();
  char address[16];
  snprintf(address, sizeof(address), "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
  tls_->socketTimeout = timeout_ <= 0 ? 30000 : timeout_;
  const bool trusted = CA_cert != nullptr || insecure_;
  const int result = trusted ? tls_->open({address, port, host != nullptr ? host : address,
                                           insecure_ ? nullptr : CA_cert, alpn_})
                             : -1;
  tls_->lastError = result;
  if (result < 0) {
    close();
    return 0;
  }
  connected_ = true;
  return 1;
}

void NetworkClientSecure::close() {
  tls_->close();
  connected_ = false;
}

void NetworkClientSecure::stop() {
  host::Call call(*tls_, "stop");
  if (tls_->socket == 0) {
    host::abuse(
        "WiFiClientSecure::stop after a stop (or a failed connect, read or write, which "
        "stops by itself) closes descriptor 0");
  }
  close();
}

size_t NetworkClientSecure::write(uint8_t data) { return write(&data, 1); }

size_t NetworkClientSecure::write(const uint8_t* buffer, size_t size) {
  host::Call call(*tls_, "write");
  if (!connected_) {
    return 0;
  }
  if (size == 0) {
    host::abuse("WiFiClientSecure::write of 0 bytes sends an empty record, and never returns");
  }
  const size_t most = world->short_.on() ? world->writeAtMost.load() : size;
  const size_t offered = std::min(size, std::max<size_t>(most, 1));
  world->writes++;
  if (size > world->largestWrite) {
    world->largestWrite = size;
  }
  const int64_t began = host::bootMillis();
  int taken;
  while ((taken = mbedtls_ssl_write(&tls_->ssl, buffer, offered)) <= 0) {
    const bool waits = taken == MBEDTLS_ERR_SSL_WANT_READ || taken == MBEDTLS_ERR_SSL_WANT_WRITE;
    if (host::bootMillis() - began > tls_->socketTimeout || (!waits && taken < 0)) {
      world->failedWrites++;
      close();
      return 0;
    }
    vTaskDelay(2);
  }
  if (static_cast<size_t>(taken) < size) {
    world->shortWrites++;
  }
  return static_cast<size_t>(taken);
}

int NetworkClientSecure::read() {
  uint8_t data = 0;
  const int n = read(&data, 1);
  return n < 0 ? n : data;
}

int NetworkClientSecure::read(uint8_t* buffer, size_t size) {
  host::Call call(*tls_, "read");
  const int there = dataToRead();
  if ((buffer == nullptr && size > 0) || there <= 0) {
    return -1;
  }
  if (size == 0) {
    return 0;
  }
  int peeked = 0;
  if (tls_->peeked >= 0) {
    *buffer++ = static_cast<uint8_t>(tls_->peeked);
    tls_->peeked = -1;
    size--;
    if (size == 0 || there == 1) {
      return 1;
    }
    peeked = 1;
  }
  const int n = mbedtls_ssl_read(&tls_->ssl, buffer, size);
  if (n < 0) {
    close();
    return peeked != 0 ? peeked : n;
  }
  return n + peeked;
}

int NetworkClientSecure::available() {
  host::Call call(*tls_, "available");
  return dataToRead();
}

/** available() of the core: reads at most one record, and closes the client on any error. */
int NetworkClientSecure::dataToRead() {
  const int peeked = tls_->peeked >= 0 ? 1 : 0;
  if (!connected_) {
    return peeked;
  }
  const int result = mbedtls_ssl_read(&tls_->ssl, nullptr, 0);
  if (result < 0 && result != MBEDTLS_ERR_SSL_WANT_READ && result != MBEDTLS_ERR_SSL_WANT_WRITE) {
    close();
    return peeked;
  }
  return static_cast<int>(mbedtls_ssl_get_bytes_avail(&tls_->ssl)) + peeked;
}

int NetworkClientSecure::peek() {
  if (tls_->peeked < 0) {
    tls_->peeked = timedRead();
  }
  return tls_->peeked;
}

uint8_t NetworkClientSecure::connected() {
  uint8_t nothing = 0;
  read(&nothing, 0);
  return connected_ ? 1 : 0;
}

int NetworkClientSecure::lastError(char* buffer, size_t size) {
  mbedtls_strerror(tls_->lastError, buffer, size);
  return tls_->lastError;
}

void NetworkClientSecure::setInsecure() {
  ca_ = nullptr;
  insecure_ = true;
}

void NetworkClientSecure::setCACert(const char* rootCA) {
  ca_ = rootCA;
  insecure_ = false;
}

void NetworkClientSecure::setHandshakeTimeout(unsigned long seconds) {
  tls_->handshakeTimeout = static_cast<int64_t>(seconds) * 1000;
}

void NetworkClientSecure::setAlpnProtocols(const char** protocols) { alpn_ = protocols; }

void NetworkClientSecure::setConnectionTimeout(uint32_t milliseconds) {
  timeout_ = static_cast<int>(milliseconds);
}

int NetworkClientSecure::setSocketOption(int option, char* value, size_t size) {
  return setSocketOption(SOL_SOCKET, option, value, size);
}

int NetworkClientSecure::setSocketOption(int level, int option, const void* value, size_t size) {
  host::Call call(*tls_, "setSocketOption");
  if (!tls_->wire.isOpen()) {
    return -1;
  }
  return setsockopt(tls_->wire.socket(), level, option, value, static_cast<socklen_t>(size));
}

int NetworkClientSecure::setOption(int option, int* value) {
  return setSocketOption(IPPROTO_TCP, option, value, sizeof *value);
}

int NetworkClientSecure::setNoDelay(bool noDelay) {
  int value = noDelay ? 1 : 0;
  return setOption(TCP_NODELAY, &value);
}

int NetworkClientSecure::fd() const { return tls_->socket; }
