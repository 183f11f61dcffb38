#include "Commands.h"

#include <string.h>

namespace camrelay {

namespace {

const CommandWord COMMANDS[] = {
    {"help", CommandKind::HELP, ""},
    {"snap", CommandKind::SNAP, "[QUESTION]"},
    {"ask", CommandKind::ASK, "[N] QUESTION"},
    {"status", CommandKind::STATUS, ""},
    {"heap", CommandKind::HEAP, ""},
    {"wifi", CommandKind::WIFI, "[NAME PASSWORD]"},
    {"relay", CommandKind::RELAY, "[HOST [PORT]]"},
    {"touch", CommandKind::TOUCH, ""},
    {"photos", CommandKind::PHOTOS, ""},
    {"log", CommandKind::LOG, ""},
    {"reconnect", CommandKind::RECONNECT, ""},
    {"reboot", CommandKind::REBOOT, ""},
};

const char* const HELP[] = {
    "help                    these lines",
    "snap [QUESTION]         takes a photo, as a touch does",
    "ask QUESTION            asks something else about the last photo",
    "ask N QUESTION          the same about photo N",
    "status                  link, Wi-Fi, photos that wait",
    "heap                    free memory",
    "wifi                    which Wi-Fi, and how strong",
    "wifi NAME PASSWORD      joins another; \"quotes\" around blanks",
    "relay                   where the relay is",
    "relay HOST [PORT]       it is somewhere else",
    "touch                   what the pad reads",
    "photos                  photos on the SD card",
    "log                     the last lines since boot",
    "reconnect               closes the link and makes a new one",
    "reboot                  starts the board anew",
};

/** Bytes of the longest word that is compared with a command that it is not. */
constexpr uint8_t MAX_WORD = 12;

/** Keys that lie at most between a word and what it was meant for. */
constexpr uint8_t NEAR = 2;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(const Text& word, const char* command) {
  if (word.size != strlen(command)) {
    return false;
  }
  for (uint16_t i = 0; i < word.size; i++) {
    if (lower(word.data[i]) != command[i]) {
      return false;
    }
  }
  return true;
}

uint8_t least(uint8_t a, uint8_t b) { return a < b ? a : b; }

/** How many keys lie between two words: wrong, missing, surplus and swapped ones. */
uint8_t distance(const Text& typed, const char* command) {
  const uint8_t m = static_cast<uint8_t>(typed.size);
  const uint8_t n = static_cast<uint8_t>(strlen(command));
  uint8_t table[MAX_WORD + 1][MAX_WORD + 1];
  for (uint8_t i = 0; i <= m; i++) {
    for (uint8_t j = 0; j <= n; j++) {
      if (i == 0 || j == 0) {
        table[i][j] = static_cast<uint8_t>(i + j);
        continue;
      }
      const char a = lower(typed.data[i - 1]);
      const uint8_t wrong = a == command[j - 1] ? 0 : 1;
      uint8_t best = static_cast<uint8_t>(table[i - 1][j - 1] + wrong);
      best = least(best, static_cast<uint8_t>(table[i - 1][j] + 1));
      best = least(best, static_cast<uint8_t>(table[i][j - 1] + 1));
      if (i > 1 && j > 1 && a == command[j - 2] && lower(typed.data[i - 2]) == command[j - 1]) {
        best = least(best, static_cast<uint8_t>(table[i - 2][j - 2] + 1));
      }
      table[i][j] = best;
    }
  }
  return table[m][n];
}

}  // namespace

const CommandWord* Commands::find(const Text& typed) {
  for (const CommandWord& one : COMMANDS) {
    if (same(typed, one.word)) {
      return &one;
    }
  }
  return nullptr;
}

const CommandWord* Commands::nearest(const Text& typed) {
  const CommandWord* nearest = nullptr;
  if (typed.size > MAX_WORD) {
    return nullptr;
  }
  uint8_t best = NEAR + 1;
  for (const CommandWord& one : COMMANDS) {
    const uint8_t far = distance(typed, one.word);
    if (far < best && far < typed.size) {
      best = far;
      nearest = &one;
    }
  }
  return nearest;
}

const char* Commands::help(uint8_t row) {
  return row < sizeof(HELP) / sizeof(HELP[0]) ? HELP[row] : nullptr;
}

}  // namespace camrelay
