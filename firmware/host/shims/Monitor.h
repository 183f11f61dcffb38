#pragma once

#include <stdint.h>

namespace host {

/** Types a line on the serial monitor. */
void type(const char* text);

/** Reads standard input as what is typed, from now on. */
void typeStandardInput();

/** From now on lines are new ones: what sawLine() looks at. */
void markLines();

/** Whether a line since the mark holds the text. */
bool sawLine(const char* text);

}  // namespace host
