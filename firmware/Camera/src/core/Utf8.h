#pragma once

#include "Text.h"

namespace camrelay {

/** True for well-formed UTF-8 (RFC 3629): nothing cut, overlong or beyond U+10FFFF, no surrogates.
 */
bool isUtf8(const Text& text);

}  // namespace camrelay
