#pragma once

#include <stddef.h>
#include <stdint.h>

namespace host {

/** Bytes of internal heap that a TLS session takes, with its two buffers. */
constexpr size_t TLS_SESSION = 45000;

/** Bytes of each of the two buffers, which need an unbroken block. */
constexpr size_t TLS_BUFFER = 16717;

/** True while a TLS session has its buffers in internal memory. */
bool tlsUsesInternal();

}  // namespace host
