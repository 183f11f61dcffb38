#pragma once

#include <stdint.h>

#include <string>
#include <vector>

namespace host {

typedef std::vector<std::string> Words;

Words wordsOf(const std::string& line);

/** "250", "250ms", "2s", "1.5s", "1m": milliseconds; false: none of those. */
bool timeOf(const std::string& text, int64_t* millis);

}  // namespace host
