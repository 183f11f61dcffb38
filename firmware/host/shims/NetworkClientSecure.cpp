#include "NetworkClientSecure.h"

#include <errno.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/platform.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <thread>

#include "Heap.h"
#include "TlsMemory.h"
#include "WiFi.h"
#include "Wire.h"
#include "World.h"
#include "lwip/sockets.h"

using host::Inside;
using host::Owner;
using host::world;

namespace host {

/** What core 3.0.4 calls sslclient_context. `socket` is 0 after stop(), as everything is zeroed. */
struct TlsClient {
  int socket = -1;
  Wire wire;
  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  mbedtls_ctr_drbg_context random;
  mbedtls_entropy_context entropy;
  mbedtls_x509_crt ca;
  bool used = false;  // the contexts above need to be freed
  int64_t socketTimeout = 30000;
  int64_t handshakeTimeout = 120000;
  int lastError = 0;
  int peeked = -1;
  void* buffers[2] = {nullptr, nullptr};
  std::atomic<std::thread::id> owner;  // the task that connected
  std::atomic<bool> busy{false};
};

namespace {

void* (*allocate)(size_t, size_t) = nullptr;
void (*release)(void*) = nullptr;
std::atomic<int> internalSessions{0};

}  // namespace

bool tlsUsesInternal() { return internalSessions > 0; }

/** One call into a client: no other task may be in it, and none but the one that connected. */
class Call {
 public:
  Call(TlsClient& client, const char* name) : client_(client) {
    if (client.busy.exchange(true)) {
      abuse("WiFiClientSecure::%s while another task is inside the same client", name);
    }
    const std::thread::id owner = client.owner;
    if (owner != std::thread::id() && owner != std::this_thread::get_id()) {
      abuse("WiFiClientSecure::%s from another task than the one that connected", name);
    }
  }
  ~Call() { client_.busy = false; }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  TlsClient& client_;
  Inside inside_{Owner::TLS};
};

namespace {

/** The board's list: no ChaCha20, no ARIA, no finite-field Diffie-Hellman. */
const int* ciphersuites() {
  static int list[256];
  if (list[0] == 0) {
    int* into = list;
    for (const int* id = mbedtls_ssl_list_ciphersuites(); *id != 0; id++) {
      const char* name = mbedtls_ssl_get_ciphersuite_name(*id);
      if (strstr(name, "CHACHA20") == nullptr && strstr(name, "ARIA") == nullptr &&
          strstr(name, "TLS-DHE") == nullptr && strstr(name, "NULL") == nullptr &&
          into < list + 255) {
        *into++ = *id;
      }
    }
  }
  return list;
}

/** The board's libraries do not look at dates. */
int ignoreDates(void*, mbedtls_x509_crt*, int, uint32_t* flags) {
  *flags &= ~static_cast<uint32_t>(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE |
                                   MBEDTLS_X509_BADCRL_EXPIRED | MBEDTLS_X509_BADCRL_FUTURE);
  return 0;
}

/** The two buffers of a session, from where the sketch wants them. */
bool takeBuffers(TlsClient& client) {
  if (allocate == nullptr) {
    const uint32_t largest = ESP.getMaxAllocHeap();
    internalSessions++;
    return largest >= TLS_BUFFER;
  }
  for (void*& buffer : client.buffers) {
    buffer = allocate(1, TLS_BUFFER);
  }
  return client.buffers[0] != nullptr && client.buffers[1] != nullptr;
}

void giveBuffers(TlsClient& client) {
  if (allocate == nullptr) {
    internalSessions--;
    return;
  }
  for (void*& buffer : client.buffers) {
    release(buffer);
    buffer = nullptr;
  }
}

}  // namespace
}  // namespace host

int mbedtls_platform_set_calloc_free(void* (*allocateWith)(size_t, size_t),
                                     void (*releaseWith)(void*)) {
  host::allocate = allocateWith;
  host::release = releaseWith;
  return 0;
}

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

NetworkClientSecure::~NetworkClientSecure() {
  if (tls_->used) {
    close();
  }
}

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
  snprintf(address, sizeof address, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
  const int result = begin(address, port, host != nullptr ? host : address, CA_cert);
  tls_->lastError = result;
  if (result < 0) {
    close();
    return 0;
  }
  connected_ = true;
  world->handshakes++;
  world->linkUp = true;
  return 1;
}

/** start_ssl_client and ssl_starttls_handshake of the core. */
int NetworkClientSecure::begin(const char* address, uint16_t port, const char* name,
                               const char* ca) {
  host::TlsClient& tls = *tls_;
  if (ca == nullptr && !insecure_) {
    return -1;
  }
  world->connects++;
  tls.socketTimeout = timeout_ <= 0 ? 30000 : timeout_;
  const int error = WiFi.status() == WL_CONNECTED ? tls.wire.open(address, port, tls.socketTimeout)
                                                  : EHOSTUNREACH;
  if (error != 0) {
    world->connectFailures++;
    tls.socket = -1;
    return -1;
  }
  tls.socket = tls.wire.socket();
  tls.used = true;
  mbedtls_ssl_init(&tls.ssl);
  mbedtls_ssl_config_init(&tls.config);
  mbedtls_ctr_drbg_init(&tls.random);
  mbedtls_entropy_init(&tls.entropy);
  mbedtls_x509_crt_init(&tls.ca);
  mbedtls_ssl_config* config = &tls.config;
  int result = mbedtls_ctr_drbg_seed(&tls.random, mbedtls_entropy_func, &tls.entropy, nullptr, 0);
  if (result == 0) {
    result = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT,
                                         MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
  }
  if (result == 0 && alpn_ != nullptr) {
    result = mbedtls_ssl_conf_alpn_protocols(config, alpn_);
  }
  mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
  mbedtls_ssl_conf_ciphersuites(config, host::ciphersuites());
  mbedtls_ssl_conf_verify(config, host::ignoreDates, nullptr);
  mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &tls.random);
  mbedtls_ssl_conf_authmode(config,
                            insecure_ ? MBEDTLS_SSL_VERIFY_NONE : MBEDTLS_SSL_VERIFY_REQUIRED);
  if (result == 0 && !insecure_) {
    result =
        mbedtls_x509_crt_parse(&tls.ca, reinterpret_cast<const unsigned char*>(ca), strlen(ca) + 1);
    mbedtls_ssl_conf_ca_chain(config, &tls.ca, nullptr);
  }
  if (result >= 0) {
    result = mbedtls_ssl_set_hostname(&tls.ssl, name);
  }
  if (!host::takeBuffers(tls)) {
    result = MBEDTLS_ERR_SSL_ALLOC_FAILED;
  }
  if (result == 0) {
    result = mbedtls_ssl_setup(&tls.ssl, config);
  }
  if (result < 0) {
    world->handshakeFailures++;
    return result;
  }
  mbedtls_ssl_set_bio(&tls.ssl, &tls.wire, host::Wire::send, host::Wire::receive, nullptr);
  const int64_t began = host::bootMillis();
  while ((result = mbedtls_ssl_handshake(&tls.ssl)) != 0) {
    if (result != MBEDTLS_ERR_SSL_WANT_READ && result != MBEDTLS_ERR_SSL_WANT_WRITE) {
      world->handshakeFailures++;
      return result;
    }
    if (host::bootMillis() - began > tls.handshakeTimeout) {
      world->handshakeFailures++;
      return -1;
    }
    vTaskDelay(2);
  }
  // The board frees the CA here. The library would need it only to renegotiate.
  return tls.socket;
}

/** stop_ssl_socket: no close_notify, and everything is zeroed. */
void NetworkClientSecure::close() {
  Inside inside(Owner::TLS);
  host::TlsClient& tls = *tls_;
  if (tls.used) {
    tls.wire.close();
    mbedtls_x509_crt_free(&tls.ca);
    mbedtls_ssl_free(&tls.ssl);
    mbedtls_ssl_config_free(&tls.config);
    mbedtls_ctr_drbg_free(&tls.random);
    mbedtls_entropy_free(&tls.entropy);
    host::giveBuffers(tls);
    tls.used = false;
  }
  tls.socket = 0;
  tls.peeked = -1;
  tls.owner = std::thread::id();
  connected_ = false;
  world->linkUp = false;
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
