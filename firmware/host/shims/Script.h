#pragma once

#include <stdint.h>

#include <string>

namespace host {

/** Runs the script on a thread of its own; see README.md for its language. */
void startScript();

/** Carries out one command that changes the world at once; false: it is none of those. */
bool command(const std::string& line);

/** Draws faults on a thread of its own. */
void startFaults();

}  // namespace host
