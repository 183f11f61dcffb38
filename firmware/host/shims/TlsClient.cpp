#include "TlsClient.h"

#include <errno.h>
#include <mbedtls/platform.h>
#include <string.h>

#include "WiFi.h"
#include "World.h"
#include "esp_heap_caps.h"

namespace host {
namespace {

void* (*allocate)(size_t, size_t) = nullptr;
void (*giveBack)(void*) = nullptr;
std::atomic<int> internalSessions{0};

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

}  // namespace

bool tlsUsesInternal() { return internalSessions > 0; }

int TlsClient::open(const Wanted& wanted) {
  world->connects++;
  const bool joined = WiFi.status() == WL_CONNECTED;
  const int error = joined ? wire.open(wanted.address, wanted.port, socketTimeout) : EHOSTUNREACH;
  if (error != 0) {
    world->connectFailures++;
    socket = -1;
    return -1;
  }
  socket = wire.socket();
  used = true;
  mbedtls_ssl_init(&ssl);
  mbedtls_ssl_config_init(&config);
  mbedtls_ctr_drbg_init(&random);
  mbedtls_entropy_init(&entropy);
  mbedtls_x509_crt_init(&ca);
  int result = prepare(wanted);
  if (result >= 0 && !takeBuffers()) {
    result = MBEDTLS_ERR_SSL_ALLOC_FAILED;
  }
  if (result >= 0) {
    result = mbedtls_ssl_setup(&ssl, &config);
  }
  if (result == 0) {
    mbedtls_ssl_set_bio(&ssl, &wire, Wire::send, Wire::receive, nullptr);
    result = handshake();
  }
  if (result < 0) {
    world->handshakeFailures++;
    return result;
  }
  world->handshakes++;
  world->linkUp = true;
  return socket;
}

int TlsClient::prepare(const Wanted& wanted) {
  int result = mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, nullptr, 0);
  if (result == 0) {
    result = mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT,
                                         MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
  }
  if (result == 0 && wanted.alpn != nullptr) {
    result = mbedtls_ssl_conf_alpn_protocols(&config, wanted.alpn);
  }
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
  mbedtls_ssl_conf_ciphersuites(&config, ciphersuites());
  mbedtls_ssl_conf_verify(&config, ignoreDates, nullptr);
  mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
  mbedtls_ssl_conf_authmode(
      &config, wanted.ca == nullptr ? MBEDTLS_SSL_VERIFY_NONE : MBEDTLS_SSL_VERIFY_REQUIRED);
  if (result == 0 && wanted.ca != nullptr) {
    result = mbedtls_x509_crt_parse(&ca, reinterpret_cast<const unsigned char*>(wanted.ca),
                                    strlen(wanted.ca) + 1);
    mbedtls_ssl_conf_ca_chain(&config, &ca, nullptr);
  }
  return result < 0 ? result : mbedtls_ssl_set_hostname(&ssl, wanted.name);
}

int TlsClient::handshake() {
  const int64_t began = bootMillis();
  int result;
  while ((result = mbedtls_ssl_handshake(&ssl)) != 0) {
    if (result != MBEDTLS_ERR_SSL_WANT_READ && result != MBEDTLS_ERR_SSL_WANT_WRITE) {
      return result;
    }
    if (bootMillis() - began > handshakeTimeout) {
      return -1;
    }
    pause(2);
  }
  // The board frees the CA here. The library would need it only to renegotiate.
  return 0;
}

/** The two buffers of a session, from where the sketch wants them. */
bool TlsClient::takeBuffers() {
  if (allocate == nullptr) {
    if (heap_caps_get_largest_free_block(MALLOC_CAP_INTERNAL) < TLS_BUFFER) {
      return false;
    }
    internal = true;
    internalSessions++;
    return true;
  }
  for (void*& buffer : buffers) {
    buffer = allocate(1, TLS_BUFFER);
  }
  return buffers[0] != nullptr && buffers[1] != nullptr;
}

void TlsClient::giveBuffers() {
  if (internal) {
    internalSessions--;
    internal = false;
  }
  for (void*& buffer : buffers) {
    if (buffer != nullptr) {
      giveBack(buffer);
      buffer = nullptr;
    }
  }
}

void TlsClient::release() {
  if (used) {
    wire.close();
    mbedtls_x509_crt_free(&ca);
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_ctr_drbg_free(&random);
    mbedtls_entropy_free(&entropy);
    giveBuffers();
    used = false;
  }
}

void TlsClient::close() {
  Inside inside(Owner::TLS);
  release();
  socket = 0;
  peeked = -1;
  owner = std::thread::id();
  world->linkUp = false;
}

}  // namespace host

int mbedtls_platform_set_calloc_free(void* (*allocateWith)(size_t, size_t),
                                     void (*releaseWith)(void*)) {
  host::allocate = allocateWith;
  host::giveBack = releaseWith;
  return 0;
}
