#pragma once

#include <stdint.h>

#include "Text.h"

namespace camrelay {

enum class CommandKind : uint8_t {
  HELP,
  /** Takes a photo, with a question of its own if there is one. */
  SNAP,
  /** A further question about an earlier photo. */
  ASK,
  STATUS,
  HEAP,
  /** With `given`: joins another Wi-Fi. Without: says which. */
  WIFI,
  /** With `given`: another relay. Without: says which. */
  RELAY,
  TOUCH,
  PHOTOS,
  LOG,
  RECONNECT,
  REBOOT,
  /** No command: `trouble` says what is wrong and what would be right. */
  WRONG,
};

/** A command's word, and how it is typed. */
struct CommandWord {
  const char* word;
  CommandKind kind;
  /** What may stand behind the word; empty: nothing. */
  const char* form;
};

/** The words that can be typed. */
namespace Commands {

/** The command of this word, upper or lower case; null if there is none. */
const CommandWord* find(const Text& typed);

/** The command that this may have been meant for; null if none is near. */
const CommandWord* nearest(const Text& typed);

/** The rows of `help`, one after the other; null behind the last. */
const char* help(uint8_t row);

}  // namespace Commands
}  // namespace camrelay
