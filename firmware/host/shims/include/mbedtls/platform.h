#pragma once

#include_next <mbedtls/platform.h>
#include <stddef.h>

// Debian builds mbedTLS without MBEDTLS_PLATFORM_MEMORY. The TLS client asks these for the two
// buffers of a session, which is what counts on the board.
int mbedtls_platform_set_calloc_free(void* (*allocate)(size_t, size_t), void (*release)(void*));
