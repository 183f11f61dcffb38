#include "Transcript.h"

#include <stdexcept>

#include "VectorFiles.h"

namespace camrelay {

namespace {

const std::string BYTES = "hex ";

bool startsWith(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

[[noreturn]] void refuse(const std::string& line) {
  throw std::invalid_argument("not a line of a transcript: " + line);
}

unsigned connection(const std::string& digits) {
  return digits.empty() ? 1 : static_cast<unsigned>(VectorText::number(digits));
}

/** `D>`, `D!>`, `R2>`. */
Transcript::Step said(const std::string& mark, const std::string& rest) {
  std::string who = mark.substr(0, mark.size() - 1);
  const bool wrong = !who.empty() && who.back() == '!';
  if (wrong) {
    who.pop_back();
  }
  if (who.empty() || (who[0] != 'D' && who[0] != 'R') || (wrong && who[0] == 'R')) {
    refuse(mark + " " + rest);
  }
  const Transcript::Kind kind = wrong             ? Transcript::Kind::DEVICE_WRONG
                                : (who[0] == 'D') ? Transcript::Kind::DEVICE
                                                  : Transcript::Kind::RELAY;
  return Transcript::Step{kind, connection(who.substr(1)), rest};
}

Transcript::Step step(const std::string& line) {
  const size_t space = line.find(' ');
  const std::string mark = line.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
  if (mark == "!") {
    return Transcript::Step{Transcript::Kind::EVENT, 0, rest};
  }
  if (mark.back() == '>') {
    return said(mark, rest);
  }
  if (mark == "connect") {
    return Transcript::Step{Transcript::Kind::CONNECT, connection(rest), ""};
  }
  if (mark == "close") {
    return Transcript::Step{Transcript::Kind::CLOSE, connection(rest), ""};
  }
  if (mark == "cut") {
    return Transcript::Step{Transcript::Kind::CUT, connection(rest), ""};
  }
  refuse(line);
}

}  // namespace

bool Transcript::Step::isBytes() const { return startsWith(text, BYTES); }

std::string Transcript::Step::bytes() const { return VectorText::hex(text.substr(BYTES.size())); }

Transcript Transcript::read(const std::string& file) {
  Transcript transcript{file, "", {}, {}};
  for (const std::string& line : VectorFiles::lines(file)) {
    if (startsWith(line, "name: ")) {
      transcript.name = line.substr(6);
    } else if (startsWith(line, "shows: ")) {
      transcript.shows = MessageText::words(line.substr(7));
    } else if (line.find_first_not_of(' ') != std::string::npos && line[0] != '#') {
      transcript.steps.push_back(step(line));
    }
  }
  return transcript;
}

}  // namespace camrelay
