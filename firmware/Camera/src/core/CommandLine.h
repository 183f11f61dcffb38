#pragma once

#include <stdint.h>

#include "Commands.h"
#include "Exchange.h"
#include "Limits.h"
#include "Text.h"
#include "Transport.h"

namespace camrelay {

/** What somebody has typed. All texts are good until the next character is added, and 0-ended. */
struct Command {
  CommandKind kind;
  /** SNAP: empty: the profile's. ASK: never empty. */
  Text question;
  /** ASK: the photo's number; 0: the last one. */
  uint32_t photo;
  /** WIFI, RELAY: whether there are new values. */
  bool given;
  /** WIFI: 1 to Transport::MAX_WIFI_NAME bytes. */
  Text name;
  /** WIFI: empty: an open Wi-Fi. Must be shown to nobody. */
  Text password;
  /** RELAY: an address or a name, 1 to CommandLine::MAX_HOST bytes. */
  Text host;
  /** RELAY: 0: as it was. */
  uint16_t port;
  /** WRONG: one line for the maker. */
  Text trouble;
};

/**
 * Makes commands of characters that are typed. Backspace works, any line end will do, and nothing
 * is echoed. Belongs to the loop task.
 */
class CommandLine {
 public:
  /** Bytes of a password that is typed; a key of 64 digits stands in Settings.h. */
  static constexpr uint16_t MIN_WIFI_PASSWORD = 8;
  static constexpr uint16_t MAX_WIFI_PASSWORD = 63;
  /** Bytes of a host that is typed. */
  static constexpr uint16_t MAX_HOST = Request::LONGEST;
  /** Bytes of a line: the longest question with its command. */
  static constexpr uint16_t MAX_LINE = Limits::MAX_QUESTION + 48;

  CommandLine();

  /** @return true if a line is whole and holds more than blanks: `command` is filled */
  bool add(char character, Command* command);

  /** Forgets what was typed, and wipes it. */
  void clear();

 private:
  enum class Escape : uint8_t { NONE, BEGUN, INSIDE };

  void edit(uint8_t byte);
  void erase();
  void parse(Command* command);
  void snap(Command* command);
  void ask(Command* command);
  void wifi(Command* command);
  void relay(Command* command);
  void unknown(const Text& word, Command* command);
  void wrong(Command* command, const char* format, ...) __attribute__((format(printf, 3, 4)));
  bool questionFits(const Text& question, Command* command);
  Text rest();
  bool word(Text* into, bool* closed);

  char line_[MAX_LINE + 1];
  uint16_t size_;
  /** Bytes of this line that did not fit. */
  uint32_t beyond_;
  bool whole_;
  bool lastWasReturn_;
  Escape escape_;
  /** Where the parser is. */
  uint16_t at_;
  char trouble_[160];
};

}  // namespace camrelay
