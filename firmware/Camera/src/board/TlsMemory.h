#pragma once

#include <stdint.h>

namespace camrelay {

/**
 * Where mbedTLS has its memory. Its two buffers of 16 KB a session go to PSRAM, so that a broken-up
 * internal heap cannot refuse a session; what is small stays inside, where calculating is fast.
 *
 * mbedTLS asks a plain function for memory, so this state is the program's.
 */
namespace TlsMemory {

/** Once, first thing in setup(), before anything uses mbedTLS. */
void usePsram();

/** Looks out for the calling task's next allocation. */
void watch();

/** When it came, in milliseconds since the start; negative: none came. Looks out no more. */
int64_t watched();

}  // namespace TlsMemory
}  // namespace camrelay
