#include "TlsErrors.h"

#include <mbedtls/bignum.h>
#include <mbedtls/ecp.h>
#include <mbedtls/error.h>
#include <mbedtls/md.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/pem.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509.h>

namespace camrelay {

namespace {

/** mbedTLS adds the number of a lower module, in the last seven bits, to that of a higher one. */
constexpr int32_t LOW_BITS = 0x7F;

LinkFault highFault(int32_t high) {
  switch (-high) {
    case -MBEDTLS_ERR_SSL_ALLOC_FAILED:
    case -MBEDTLS_ERR_X509_ALLOC_FAILED:
    case -MBEDTLS_ERR_PEM_ALLOC_FAILED:
    case -MBEDTLS_ERR_PK_ALLOC_FAILED:
    case -MBEDTLS_ERR_ECP_ALLOC_FAILED:
    case -MBEDTLS_ERR_MD_ALLOC_FAILED:
      return LinkFault::TLS_MEMORY;
    case -MBEDTLS_ERR_X509_CERT_VERIFY_FAILED:
    case -MBEDTLS_ERR_X509_INVALID_FORMAT:
    case -MBEDTLS_ERR_X509_CERT_UNKNOWN_FORMAT:
    case -MBEDTLS_ERR_PEM_NO_HEADER_FOOTER_PRESENT:
    case -MBEDTLS_ERR_PEM_INVALID_DATA:
      return LinkFault::TLS_CERTIFICATE;
    case -MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
    case -MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
    case -MBEDTLS_ERR_SSL_CONN_EOF:
      return LinkFault::TLS_ALERT;
    case -MBEDTLS_ERR_SSL_INVALID_RECORD:
      return LinkFault::TLS_NOT_SPOKEN;
    default:
      return LinkFault::TLS_OTHER;
  }
}

}  // namespace

LinkFault tlsFault(int32_t number) {
  const int32_t low = -(-number & LOW_BITS);
  const int32_t high = number - low;
  if (low == MBEDTLS_ERR_MPI_ALLOC_FAILED) {
    return LinkFault::TLS_MEMORY;
  }
  if (high != 0) {
    return highFault(high);
  }
  switch (-low) {
    case -MBEDTLS_ERR_NET_CONN_RESET:
    case -MBEDTLS_ERR_NET_RECV_FAILED:
    case -MBEDTLS_ERR_NET_SEND_FAILED:
      return LinkFault::CONNECTION_LOST;
    default:
      return LinkFault::TLS_OTHER;
  }
}

}  // namespace camrelay
