#pragma once

#include <stdint.h>

#include "../core/Transport.h"

namespace camrelay {

/** What a number of mbedTLS means for a session that did not come about. */
LinkFault tlsFault(int32_t number);

}  // namespace camrelay
