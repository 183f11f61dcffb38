#pragma once

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <atomic>
#include <thread>

#include "Heap.h"
#include "Wire.h"

namespace host {

/** Bytes of internal heap that a TLS session takes, with its two buffers. */
constexpr size_t TLS_SESSION = 45000;

/** Bytes of each of the two buffers, which need an unbroken block. */
constexpr size_t TLS_BUFFER = 16717;

/** True while a TLS session has its buffers in internal memory. */
bool tlsUsesInternal();

/** What core 3.0.4 calls sslclient_context. `socket` is 0 after close(), as everything is zeroed.
 */
struct TlsClient {
  int socket = -1;
  Wire wire;
  mbedtls_ssl_context ssl;
  int64_t socketTimeout = 30000;
  int64_t handshakeTimeout = 120000;
  int lastError = 0;
  int peeked = -1;
  std::atomic<std::thread::id> owner;  // the task that connected
  std::atomic<bool> busy{false};

  ~TlsClient() { release(); }

  /** What a session is made with. */
  struct Wanted {
    const char* address;
    uint16_t port;
    /** What the certificate must be for. */
    const char* name;
    /** Null: anybody is trusted. */
    const char* ca;
    const char** alpn;
  };

  /**
   * TCP and the handshake: start_ssl_client and ssl_starttls_handshake of the core.
   *
   * @return negative: mbedTLS's number, or -1 for all else
   */
  int open(const Wanted& wanted);

  /** stop_ssl_socket: no close_notify, and everything is zeroed. */
  void close();

 private:
  int prepare(const Wanted& wanted);
  int handshake();
  bool takeBuffers();
  void giveBuffers();
  void release();

  mbedtls_ssl_config config;
  mbedtls_ctr_drbg_context random;
  mbedtls_entropy_context entropy;
  mbedtls_x509_crt ca;
  bool used = false;  // the contexts above need to be freed
  bool internal = false;
  void* buffers[2] = {nullptr, nullptr};
};

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

}  // namespace host
