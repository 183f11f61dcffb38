#include "VectorFiles.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace camrelay {

namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& what) {
  throw std::invalid_argument(why + ": " + what);
}

std::string repeated(const std::string& bytes, uint64_t times) {
  std::string all;
  for (uint64_t i = 0; i < times; i++) {
    all += bytes;
  }
  return all;
}

char hexByte(const std::string& digits, const std::string& where) {
  if (digits.size() != 2 || digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    refuse("not two hexadecimal digits", where);
  }
  return static_cast<char>(std::stoi(digits, nullptr, 16));
}

}  // namespace

const std::string& VectorFiles::Vector::one(const std::string& key) const {
  const auto found = values.find(key);
  if (found == values.end() || found->second.size() != 1) {
    refuse(title() + " has no single", key);
  }
  return found->second[0];
}

std::vector<std::string> VectorFiles::Vector::all(const std::string& key) const {
  const auto found = values.find(key);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

std::string VectorFiles::Vector::hex() const {
  std::string bytes;
  for (const std::string& line : all("hex")) {
    bytes += VectorText::hex(line);
  }
  return bytes;
}

std::string VectorFiles::Vector::title() const {
  std::string title = file + ":";
  for (const std::string& name : all("name")) {
    title += " " + name;
  }
  return title;
}

std::vector<std::string> VectorFiles::lines(const std::string& file) {
  std::ifstream in(std::string(VECTORS) + "/" + file);
  if (!in) {
    refuse("cannot read", file);
  }
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<VectorFiles::Vector> VectorFiles::vectors(const std::string& file) {
  std::vector<Vector> vectors;
  Vector vector{file, {}};
  std::vector<std::string> all = lines(file);
  all.push_back("");
  for (const std::string& line : all) {
    if (line.empty() && !vector.values.empty()) {
      vectors.push_back(vector);
      vector.values.clear();
    } else if (!line.empty() && line[0] != '#') {
      const size_t colon = line.find(": ");
      if (colon == std::string::npos) {
        refuse(file + " has a line without a key", line);
      }
      vector.values[line.substr(0, colon)].push_back(line.substr(colon + 2));
    }
  }
  return vectors;
}

std::map<std::string, std::string> VectorFiles::frames() {
  std::map<std::string, std::string> frames;
  for (const Vector& frame : vectors("frames.txt")) {
    frames[frame.one("name")] = frame.hex();
  }
  return frames;
}

std::vector<std::string> VectorFiles::transcripts() {
  std::vector<std::string> files;
  const std::filesystem::path folder = std::filesystem::path(VECTORS) / "transcripts";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    files.push_back("transcripts/" + file.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string VectorText::hex(const std::string& line) {
  std::string bytes;
  std::istringstream tokens(line.substr(0, line.find('#')));
  for (std::string token; tokens >> token;) {
    const size_t star = token.find('*');
    const std::string digits = token.substr(0, star);
    std::string part;
    for (size_t i = 0; i < digits.size(); i += 2) {
      part += hexByte(digits.substr(i, 2), line);
    }
    bytes += repeated(part, star == std::string::npos ? 1 : number(token.substr(star + 1)));
  }
  return bytes;
}

uint64_t VectorText::number(const std::string& value) {
  const bool negative = value.compare(0, 1, "-") == 0;
  const std::string digits = negative ? value.substr(1) : value;
  const bool hexadecimal = digits.compare(0, 2, "0x") == 0;
  const std::string plain = hexadecimal ? digits.substr(2) : digits;
  const char* allowed = hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
  if (plain.empty() || plain.find_first_not_of(allowed) != std::string::npos) {
    refuse("not a number", value);
  }
  const uint64_t number = std::stoull(plain, nullptr, hexadecimal ? 16 : 10);
  return negative ? 0 - number : number;
}

std::string VectorText::bytes(const std::string& literal) {
  const size_t end = literal.rfind('"');
  if (end == std::string::npos || end < 1 || literal[0] != '"') {
    refuse("not in quotes", literal);
  }
  std::string bytes;
  for (size_t i = 1; i < end; i++) {
    if (literal[i] != '\\') {
      bytes += literal[i];
      continue;
    }
    const char escape = literal[++i];
    if (escape == 'n') {
      bytes += '\n';
    } else if (escape == 't') {
      bytes += '\t';
    } else if (escape == '"' || escape == '\\') {
      bytes += escape;
    } else if (escape == 'x') {
      bytes += hexByte(literal.substr(i + 1, 2), literal);
      i += 2;
    } else {
      refuse("unknown escape", literal);
    }
  }
  const std::string after = literal.substr(end + 1);
  if (!after.empty() && after[0] != '*') {
    refuse("something behind the quotes", literal);
  }
  return repeated(bytes, after.empty() ? 1 : number(after.substr(1)));
}

std::string VectorText::literal(const std::string& bytes) {
  static const char DIGITS[] = "0123456789abcdef";
  std::string literal = "\"";
  for (const char c : bytes) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (c == '\n' || c == '\t') {
      literal += c == '\n' ? "\\n" : "\\t";
    } else if (c == '"' || c == '\\') {
      literal += std::string("\\") + c;
    } else if (byte >= 0x20 && byte < 0x7F) {
      literal += c;
    } else {
      literal += std::string("\\x") + DIGITS[byte >> 4] + DIGITS[byte & 15];
    }
  }
  return literal + "\"";
}

}  // namespace camrelay
