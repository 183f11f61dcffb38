#pragma once

#include <stdint.h>

#include "Text.h"

namespace camrelay {

/** True for well-formed UTF-8 (RFC 3629): nothing cut, overlong or beyond U+10FFFF, no surrogates.
 */
bool isUtf8(const Text& text);

/** How many bytes a character has whose first one this is; 0: none begins so. */
uint8_t characterSize(uint8_t first);

/** Whether a character's second byte may follow its first. */
bool mayFollow(uint8_t first, uint8_t second);

}  // namespace camrelay
