#include "CommandLine.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace camrelay {
namespace {

/** Types all of it. What came of each whole line, one after the other with "; " between. */
std::string typed(CommandLine& line, const std::string& characters) {
  std::string out;
  Command command;
  for (char c : characters) {
    if (!line.add(c, &command)) {
      continue;
    }
    out += out.empty() ? "" : "; ";
    switch (command.kind) {
      case CommandKind::SNAP:
        out += std::string("SNAP ") + command.question.data;
        break;
      case CommandKind::ASK:
        out += "ASK " + std::to_string(command.photo) + " " + command.question.data;
        break;
      case CommandKind::WIFI:
        out += command.given
                   ? std::string("WIFI ") + command.name.data + "," + command.password.data
                   : std::string("WIFI");
        break;
      case CommandKind::RELAY:
        out += command.given
                   ? std::string("RELAY ") + command.host.data + "," + std::to_string(command.port)
                   : std::string("RELAY");
        break;
      case CommandKind::WRONG:
        out += std::string("WRONG ") + command.trouble.data;
        break;
      default:
        out += "#" + std::to_string(static_cast<int>(command.kind));
    }
    for (const Text& text :
         {command.question, command.name, command.password, command.host, command.trouble}) {
      CHECK_EQ(text.data[text.size], 0);
    }
  }
  return out;
}

std::string typed(const std::string& characters) {
  CommandLine line;
  return typed(line, characters + "\n");
}

std::string n(CommandKind kind) { return "#" + std::to_string(static_cast<int>(kind)); }

struct Row {
  std::string typed;
  std::string means;
};

const std::string WIFI_FORM = "wifi \"NAME\" \"PASSWORD\" (or \"\" for an open one)";

}  // namespace

TEST_CASE("typed lines are commands, or a word about what is wrong with them") {
  const std::vector<Row> rows = {
      {"help", n(CommandKind::HELP)},
      {"  HELP  ", n(CommandKind::HELP)},
      {"status", n(CommandKind::STATUS)},
      {"heap", n(CommandKind::HEAP)},
      {"touch", n(CommandKind::TOUCH)},
      {"photos", n(CommandKind::PHOTOS)},
      {"log", n(CommandKind::LOG)},
      {"reconnect", n(CommandKind::RECONNECT)},
      {"reboot", n(CommandKind::REBOOT)},
      {"status now", "WRONG status stands alone; nothing comes behind it"},

      {"snap", "SNAP "},
      {"snap   Is the gate open?  ", "SNAP Is the gate open?"},
      {"snap \"Is the gate open?\"", "SNAP Is the gate open?"},
      {"snap \"Yes\" or \"no\"?", "SNAP \"Yes\" or \"no\"?"},
      {"snap\tIst das gr\xc3\xbcn?", "SNAP Ist das gr\xc3\xbcn?"},
      {"snap gr\xfcn?",
       "WRONG the question is no UTF-8; set the terminal to UTF-8, or do without accents"},

      {"ask What else?", "ASK 0 What else?"},
      {"ask 7 What else?", "ASK 7 What else?"},
      {"ask 7   \"What else?\"", "ASK 7 What else?"},
      {"ask \"What else?\"", "ASK 0 What else?"},
      {"ask \"7 cars?\"", "ASK 7 cars?"},
      {"ask 4294967295 x", "ASK 4294967295 x"},
      {"ask 4294967296 x", "ASK 0 4294967296 x"},
      {"ask 0 x", "ASK 0 0 x"},
      {"ask 3rd car?", "ASK 0 3rd car?"},
      {"ask", "WRONG ask what? ask QUESTION, or ask N QUESTION about photo N"},
      {"ask 7", "WRONG ask what? ask QUESTION, or ask N QUESTION about photo N"},

      {"wifi", "WIFI"},
      {"wifi Home password1", "WIFI Home,password1"},
      {"wifi \"My Home\" \"pass word\"", "WIFI My Home,pass word"},
      {"wifi Home \"\"", "WIFI Home,"},
      {"wifi \"a \\\"b\\\" \\\\c\" pa\"ss\\word", "WIFI a \"b\" \\c,pa\"ss\\word"},
      {"wifi Home", "WRONG a password is missing: " + WIFI_FORM},
      {"wifi \"Home password1", "WRONG a quote is not closed: " + WIFI_FORM},
      {"wifi Home \"password1", "WRONG a quote is not closed: " + WIFI_FORM},
      {"wifi My Home password1", "WRONG put quotes around what has blanks: " + WIFI_FORM},
      {"wifi \"\" password1", "WRONG a Wi-Fi name has 1 to 32 bytes, not 0: " + WIFI_FORM},

      {"relay", "RELAY"},
      {"relay 192.168.1.20", "RELAY 192.168.1.20,0"},
      {"relay Relay-1.local 8443", "RELAY Relay-1.local,8443"},
      {"relay h 1", "RELAY h,1"},
      {"relay h 65535", "RELAY h,65535"},
      {"relay h 65536", "WRONG a port is a number from 1 to 65535: relay HOST [PORT]"},
      {"relay h 0", "WRONG a port is a number from 1 to 65535: relay HOST [PORT]"},
      {"relay h -1", "WRONG a port is a number from 1 to 65535: relay HOST [PORT]"},
      {"relay h 99999999999999999999",
       "WRONG a port is a number from 1 to 65535: relay HOST [PORT]"},
      {"relay h 1 2", "WRONG that is too much: relay HOST [PORT]"},
      {"relay \"\"", "WRONG a host has 1 to 64 bytes, not 0: relay HOST [PORT]"},
      {"relay https://h",
       "WRONG a host is an address or a name, without https:// and without "
       ":PORT: relay HOST [PORT]"},
      {"relay h:8443",
       "WRONG a host is an address or a name, without https:// and without "
       ":PORT: relay HOST [PORT]"},

      {"snpa", "WRONG no such command; did you mean snap [QUESTION]?"},
      {"stats", "WRONG no such command; did you mean status?"},
      {"rebot", "WRONG no such command; did you mean reboot?"},
      {"wify secret secret12", "WRONG no such command; did you mean wifi [NAME PASSWORD]?"},
      {"secret", "WRONG no such command; type help"},
      {"x", "WRONG no such command; type help"},
      {"a-very-long-word-that-is-no-command", "WRONG no such command; type help"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK_EQ(typed(row.typed), row.means);
  }
}

TEST_CASE("any line end will do, and empty lines are nothing") {
  CommandLine line;
  const std::string help = n(CommandKind::HELP);
  CHECK_EQ(typed(line, "help\r\nhelp\rhelp\n\r\n\n   \nhelp\n"),
           help + "; " + help + "; " + help + "; " + help);
}

TEST_CASE("keys that edit do, and keys that move do nothing") {
  CHECK_EQ(typed("helo\x08p"), n(CommandKind::HELP));
  CHECK_EQ(typed("\x7f\x7fhelo\x7fp"), n(CommandKind::HELP));
  CHECK_EQ(typed("snap gr\xc3\xbc\xe2\x82\xac\x7f\x7fx"), "SNAP grx");
  CHECK_EQ(typed("nonsense\x15help"), n(CommandKind::HELP));
  CHECK_EQ(typed("nonsense\x03help"), n(CommandKind::HELP));
  CHECK_EQ(typed("he\x1b[Al\x1b[1;5Cp\x1bOP\x1bx"), n(CommandKind::HELP));
  CHECK_EQ(typed(std::string("he\0l\x07p", 6)), n(CommandKind::HELP));
}

TEST_CASE("a password is shown by no complaint, and is wiped before the next line") {
  CommandLine line;
  Command command;
  for (char c : std::string("wifi Home s3cret-word\n")) {
    line.add(c, &command);
  }
  REQUIRE(command.given);
  const char* const password = command.password.data;
  CHECK_EQ(std::string(password), "s3cret-word");
  CHECK_FALSE(line.add('h', &command));
  CHECK_EQ(std::string(password, 11), std::string(11, '\0'));

  for (const char* wrong :
       {"wifi My Home s3cret-word", "wifi Home \"s3cret-word", "wfii Home s3cret-word",
        "relay Home s3cret-word", "status s3cret-word", "wifi \"\" s3cret-word"}) {
    const std::string said = typed(wrong);
    CHECK_EQ(said.substr(0, 5), "WRONG");
    CHECK_EQ(said.find("s3cret"), std::string::npos);
  }
}

TEST_CASE("each limit of a command holds at it, and is told beyond it") {
  const std::string name(Transport::MAX_WIFI_NAME, 'n');
  const std::string shortest(CommandLine::MIN_WIFI_PASSWORD, 'p');
  const std::string longest(CommandLine::MAX_WIFI_PASSWORD, 'p');
  CHECK_EQ(typed("wifi " + name + " " + shortest), "WIFI " + name + "," + shortest);
  CHECK_EQ(typed("wifi " + name + " " + longest), "WIFI " + name + "," + longest);
  CHECK_EQ(typed("wifi " + name + "n " + shortest),
           "WRONG a Wi-Fi name has 1 to 32 bytes, not 33: " + WIFI_FORM);
  CHECK_EQ(typed("wifi h " + shortest.substr(1)),
           "WRONG a Wi-Fi password has 8 to 63 bytes, not 7: " + WIFI_FORM);
  CHECK_EQ(typed("wifi h " + longest + "p"),
           "WRONG a Wi-Fi password has 8 to 63 bytes, not 64: " + WIFI_FORM);

  const std::string host(CommandLine::MAX_HOST, 'h');
  CHECK_EQ(typed("relay " + host), "RELAY " + host + ",0");
  CHECK_EQ(typed("relay " + host + "h"),
           "WRONG a host has 1 to 64 bytes, not 65: relay HOST [PORT]");

  const std::string question(Limits::MAX_QUESTION, 'q');
  CHECK_EQ(typed("snap " + question), "SNAP " + question);
  CHECK_EQ(typed("ask 4294967295 \"" + question + "\""), "ASK 4294967295 " + question);
  CHECK_EQ(typed("snap " + question + "q"), "WRONG a question has up to 2000 bytes, not 2001");
  CHECK_EQ(typed("ask " + question + "q"), "WRONG a question has up to 2000 bytes, not 2001");
}

TEST_CASE("a line that is too long is told, and the next one is a line again") {
  CommandLine line;
  const std::string full = "help" + std::string(CommandLine::MAX_LINE - 4, ' ');
  CHECK_EQ(typed(line, full + "\n"), n(CommandKind::HELP));
  CHECK_EQ(typed(line, full + "ab\n"), "WRONG the line is 2 bytes too long; 2048 fit");
  CHECK_EQ(typed(line, full + "ab\x7f\x7f\n"), n(CommandKind::HELP));
  CHECK_EQ(typed(line, "help\n"), n(CommandKind::HELP));
}

TEST_CASE("whatever is typed, texts are whole, 0-ended and within their limits") {
  const char* const PARTS[] = {"wifi ", "ask ", "snap ", "relay ",  "\"",   "\\",
                               " ",     "7",    "\x7f",  "\x1b[",   "\xc3", "\xc3\xa9",
                               "\n",    "\r\n", "help",  "abcdefgh"};
  CommandLine line;
  uint32_t seed = 11;
  std::string characters;
  for (int i = 0; i < 50000; i++) {
    seed = seed * 1664525u + 1013904223u;
    characters += (seed >> 28) == 0 ? std::string(1, static_cast<char>(seed >> 16))
                                    : std::string(PARTS[(seed >> 24) % 16]);
  }
  Command command;
  int commands = 0;
  for (char c : characters) {
    if (!line.add(c, &command)) {
      continue;
    }
    commands += command.kind == CommandKind::WRONG ? 0 : 1;
    for (const Text& text : {command.question, command.name, command.password, command.host}) {
      CHECK_EQ(text.data[text.size], 0);
    }
    if (command.given) {
      CHECK_LE(command.name.size, Transport::MAX_WIFI_NAME);
      CHECK_LE(command.password.size, CommandLine::MAX_WIFI_PASSWORD);
      CHECK_LE(command.host.size, CommandLine::MAX_HOST);
    }
    CHECK_EQ(command.kind == CommandKind::WRONG, !command.trouble.empty());
  }
  CHECK_GT(commands, 100);
}

}  // namespace camrelay
