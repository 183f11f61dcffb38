#include "CommandLine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "Utf8.h"

namespace camrelay {

namespace {

const char* const WIFI_FORM = "wifi \"NAME\" \"PASSWORD\" (or \"\" for an open one)";
const char* const RELAY_FORM = "relay HOST [PORT]";

constexpr uint8_t BACKSPACE = 0x08;
constexpr uint8_t DELETE_KEY = 0x7F;
constexpr uint8_t ESCAPE_KEY = 0x1B;
constexpr uint8_t CANCEL_KEY = 0x03;
constexpr uint8_t WIPE_KEY = 0x15;

/** A decimal number up to `most`. False: it is none. */
bool number(const Text& text, uint32_t most, uint32_t* value) {
  uint64_t n = 0;
  for (uint16_t i = 0; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9' || n > most) {
      return false;
    }
    n = n * 10 + static_cast<uint64_t>(text.data[i] - '0');
  }
  *value = static_cast<uint32_t>(n);
  return !text.empty() && n <= most;
}

bool isHost(const Text& host) {
  for (uint16_t i = 0; i < host.size; i++) {
    const char c = host.data[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
          c == '-' || c == '_')) {
      return false;
    }
  }
  return true;
}

}  // namespace

CommandLine::CommandLine() : whole_(false), lastWasReturn_(false) {
  memset(line_, 0, sizeof(line_));
  clear();
}

void CommandLine::clear() {
  memset(line_, 0, sizeof(line_));
  size_ = 0;
  beyond_ = 0;
  whole_ = false;
  escape_ = Escape::NONE;
  at_ = 0;
  trouble_[0] = 0;
}

bool CommandLine::add(char character, Command* command) {
  const uint8_t byte = static_cast<uint8_t>(character);
  if (whole_) {
    clear();
  }
  const bool secondOfTwo = byte == '\n' && lastWasReturn_;
  lastWasReturn_ = byte == '\r';
  if (secondOfTwo) {
    return false;
  }
  if (byte != '\r' && byte != '\n') {
    edit(byte);
    return false;
  }
  whole_ = true;
  at_ = 0;
  *command =
      Command{CommandKind::WRONG, text(""), 0, false, text(""), text(""), text(""), 0, text("")};
  if (beyond_ > 0) {
    wrong(command, "the line is %d bytes too long; %d fit", static_cast<int>(beyond_),
          static_cast<int>(MAX_LINE));
    return true;
  }
  line_[size_] = 0;
  parse(command);
  return command->kind != CommandKind::WRONG || !command->trouble.empty();
}

/** Takes a byte that ends no line. */
void CommandLine::edit(uint8_t byte) {
  if (escape_ != Escape::NONE) {
    // An arrow or another key that sends several characters: none of them is text.
    const bool more =
        escape_ == Escape::BEGUN ? byte == '[' || byte == 'O' : byte < 0x40 || byte > 0x7E;
    escape_ = more ? Escape::INSIDE : Escape::NONE;
  } else if (byte == ESCAPE_KEY) {
    escape_ = Escape::BEGUN;
  } else if (byte == BACKSPACE || byte == DELETE_KEY) {
    erase();
  } else if (byte == CANCEL_KEY || byte == WIPE_KEY) {
    clear();
  } else if (byte >= ' ' || byte == '\t') {
    if (size_ == MAX_LINE) {
      beyond_ += beyond_ < 1000000 ? 1 : 0;
    } else {
      line_[size_++] = byte == '\t' ? ' ' : static_cast<char>(byte);
    }
  }
}

/** Takes the last character back, with all its bytes. */
void CommandLine::erase() {
  if (beyond_ > 0) {
    beyond_--;
    return;
  }
  while (size_ > 0) {
    const uint8_t byte = static_cast<uint8_t>(line_[--size_]);
    line_[size_] = 0;
    if ((byte & 0xC0) != 0x80) {
      break;
    }
  }
}

void CommandLine::parse(Command* command) {
  Text first;
  bool closed;
  if (!word(&first, &closed)) {
    return;
  }
  const CommandWord* entry = Commands::find(first);
  if (entry == nullptr) {
    unknown(first, command);
    return;
  }
  switch (entry->kind) {
    case CommandKind::SNAP:
      snap(command);
      return;
    case CommandKind::ASK:
      ask(command);
      return;
    case CommandKind::WIFI:
      wifi(command);
      return;
    case CommandKind::RELAY:
      relay(command);
      return;
    default:
      break;
  }
  if (!rest().empty()) {
    wrong(command, "%s stands alone; nothing comes behind it", entry->word);
    return;
  }
  command->kind = entry->kind;
}

void CommandLine::snap(Command* command) {
  command->question = rest();
  if (questionFits(command->question, command)) {
    command->kind = CommandKind::SNAP;
  }
}

void CommandLine::ask(Command* command) {
  Text question = rest();
  uint16_t digits = 0;
  while (digits < question.size && question.data[digits] >= '0' && question.data[digits] <= '9') {
    digits++;
  }
  // Digits alone, or before a blank, name a photo.
  const bool named = digits > 0 && (digits == question.size || question.data[digits] == ' ') &&
                     number(Text{question.data, digits}, UINT32_MAX, &command->photo) &&
                     command->photo > 0;
  if (named) {
    at_ = static_cast<uint16_t>(question.data + digits - line_);
    question = rest();
  } else {
    command->photo = 0;
  }
  if (question.empty()) {
    wrong(command, "ask what? ask QUESTION, or ask N QUESTION about photo N");
  } else if (questionFits(question, command)) {
    command->kind = CommandKind::ASK;
    command->question = question;
  }
}

void CommandLine::wifi(Command* command) {
  bool closed = true;
  if (!word(&command->name, &closed)) {
    command->kind = CommandKind::WIFI;
    return;
  }
  Text more;
  bool lastClosed = true;
  const bool password = closed && word(&command->password, &lastClosed);
  closed = closed && lastClosed;
  if (!closed) {
    wrong(command, "a quote is not closed: %s", WIFI_FORM);
  } else if (!password) {
    wrong(command, "a password is missing: %s", WIFI_FORM);
  } else if (word(&more, &closed)) {
    wrong(command, "put quotes around what has blanks: %s", WIFI_FORM);
  } else if (command->name.empty() || command->name.size > Transport::MAX_WIFI_NAME) {
    wrong(command, "a Wi-Fi name has 1 to %d bytes, not %d: %s", Transport::MAX_WIFI_NAME,
          command->name.size, WIFI_FORM);
  } else if (!command->password.empty() && (command->password.size < MIN_WIFI_PASSWORD ||
                                            command->password.size > MAX_WIFI_PASSWORD)) {
    wrong(command, "a Wi-Fi password has %d to %d bytes, not %d: %s", MIN_WIFI_PASSWORD,
          MAX_WIFI_PASSWORD, command->password.size, WIFI_FORM);
  } else {
    command->kind = CommandKind::WIFI;
    command->given = true;
  }
}

void CommandLine::relay(Command* command) {
  bool closed;
  if (!word(&command->host, &closed)) {
    command->kind = CommandKind::RELAY;
    return;
  }
  Text port;
  Text more;
  uint32_t value = 0;
  const bool hasPort = word(&port, &closed);
  if (command->host.empty() || command->host.size > MAX_HOST) {
    wrong(command, "a host has 1 to %d bytes, not %d: %s", MAX_HOST, command->host.size,
          RELAY_FORM);
  } else if (!isHost(command->host)) {
    wrong(command, "a host is an address or a name, without https:// and without :PORT: %s",
          RELAY_FORM);
  } else if (hasPort && (!number(port, 65535, &value) || value == 0)) {
    wrong(command, "a port is a number from 1 to 65535: %s", RELAY_FORM);
  } else if (word(&more, &closed)) {
    wrong(command, "that is too much: %s", RELAY_FORM);
  } else {
    command->kind = CommandKind::RELAY;
    command->given = true;
    command->port = static_cast<uint16_t>(value);
  }
}

/** Says what the command may have been. Only its first word is shown: the rest may be a password.
 */
void CommandLine::unknown(const Text& word, Command* command) {
  const CommandWord* nearest = Commands::nearest(word);
  if (nearest == nullptr) {
    wrong(command, "no such command; type help");
  } else {
    wrong(command, "no such command; did you mean %s%s%s?", nearest->word,
          nearest->form[0] == 0 ? "" : " ", nearest->form);
  }
}

void CommandLine::wrong(Command* command, const char* format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(trouble_, sizeof(trouble_), format, values);
  va_end(values);
  command->kind = CommandKind::WRONG;
  command->trouble = text(trouble_);
}

bool CommandLine::questionFits(const Text& question, Command* command) {
  if (question.size > Limits::MAX_QUESTION) {
    wrong(command, "a question has up to %d bytes, not %d", static_cast<int>(Limits::MAX_QUESTION),
          question.size);
    return false;
  }
  if (!isUtf8(question)) {
    wrong(command, "the question is no UTF-8; set the terminal to UTF-8, or do without accents");
    return false;
  }
  return true;
}

/** What is left of the line, without blanks at its ends and without quotes around the whole. */
Text CommandLine::rest() {
  uint16_t from = at_;
  uint16_t to = size_;
  while (from < to && line_[from] == ' ') {
    from++;
  }
  while (to > from && line_[to - 1] == ' ') {
    to--;
  }
  const bool quoted =
      to - from >= 2 && line_[from] == '"' &&
      memchr(line_ + from + 1, '"', static_cast<size_t>(to - from - 1)) == line_ + to - 1;
  if (quoted) {
    from++;
    to--;
  }
  line_[to] = 0;
  return Text{line_ + from, static_cast<uint16_t>(to - from)};
}

/**
 * The next word; one in quotes may hold blanks, and a backslash before a quote or a backslash. It
 * is made plain and 0-ended in its place.
 *
 * @param closed false: a quote is missing
 * @return false if there is no word
 */
bool CommandLine::word(Text* into, bool* closed) {
  *closed = true;
  while (at_ < size_ && line_[at_] == ' ') {
    at_++;
  }
  if (at_ >= size_) {
    return false;
  }
  const bool quoted = line_[at_] == '"';
  at_ = static_cast<uint16_t>(at_ + (quoted ? 1 : 0));
  const uint16_t from = at_;
  uint16_t to = from;
  const char last = quoted ? '"' : ' ';
  while (at_ < size_ && line_[at_] != last) {
    const bool escaped = quoted && line_[at_] == '\\' && at_ + 1 < size_ &&
                         (line_[at_ + 1] == '"' || line_[at_ + 1] == '\\');
    at_ = static_cast<uint16_t>(at_ + (escaped ? 1 : 0));
    line_[to++] = line_[at_++];
  }
  *closed = !quoted || at_ < size_;
  at_ = static_cast<uint16_t>(at_ < size_ ? at_ + 1 : at_);
  line_[to] = 0;
  *into = Text{line_ + from, static_cast<uint16_t>(to - from)};
  return true;
}

}  // namespace camrelay
