#include "MessageText.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "MessageFieldNames.h"
#include "VectorFiles.h"

namespace camrelay {

namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& what) {
  throw std::invalid_argument(why + ": " + what);
}

/** What a field is where it is not named; all others are 0, empty or an enumeration's first. */
const Fields DEFAULTS = {
    {"version", "1"},
    {"heartbeat", "30"},
    {"answerBuffer", "1024"},
    {"charset", "UTF_8"},
    {"device", "\"cam-1\""},
    {"token", "\"secret\""},
    {"frameCount", "1"},
    {"generation", "1"},
    {"maxFrame", "400000"},
    {"maxFrames", "1"},
    {"maxInFlight", "4"},
    {"profile.quality", "255"},
    {"flight.freeHeap", "0xffffffff"},
    {"flight.largestBlock", "0xffffffff"},
    {"flight.freePsram", "0xffffffff"},
    {"flight.uptimeSeconds", "0xffffffff"},
    {"flight.connectMillis", "0xffffffff"},
    {"flight.handshakeMillis", "0xffffffff"},
    {"flight.writeStalls", "0xffffffff"},
};

std::string upper(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return word;
}

/** The word of an enumerator as in SPEC.md; empty where there is none. */
template <class Enumeration>
std::string specWord(Enumeration value) {
  return upper(word(value));
}

/** Any number but 0 reads as UNKNOWN that is no code. */
template <>
std::string specWord(Code code) {
  return codeOf(static_cast<uint16_t>(code)) == code ? upper(word(code)) : "";
}

/** The enumerator with this word; the one with the least number where it is empty. */
template <class Enumeration>
Enumeration enumerator(const std::string& wanted) {
  for (uint16_t number = 0; number < 0x400; number++) {
    const Enumeration value = static_cast<Enumeration>(number);
    const std::string word = specWord(value);
    if (!word.empty() && (wanted.empty() || wanted == word)) {
      return value;
    }
  }
  refuse("no such word", wanted);
}

/** Fills fields in with what was written. */
class Parser {
 public:
  Parser(const std::map<std::string, std::string>& frames, const Fields& fields, KeptMessage& into)
      : frames_(frames), fields_(fields), bytes_(*into.bytes) {}

  template <class Value>
  void operator()(const char* group, const char* name, Value& value) {
    const std::string path = std::string(group) + name;
    set(path, written(path), value);
  }

 private:
  std::string written(const std::string& path) const {
    const auto given = fields_.find(path);
    if (given != fields_.end()) {
      return given->second;
    }
    const auto otherwise = DEFAULTS.find(path);
    return otherwise == DEFAULTS.end() ? "" : otherwise->second;
  }

  template <class Number>
  std::enable_if_t<std::is_integral_v<Number>> set(const std::string& path, const std::string& text,
                                                   Number& number) {
    const uint64_t wide = text.empty() ? 0 : VectorText::number(text);
    number = static_cast<Number>(wide);
    if (static_cast<uint64_t>(number) != wide) {
      refuse(path + " is out of its type's bounds", text);
    }
  }

  template <class Enumeration>
  std::enable_if_t<std::is_enum_v<Enumeration>> set(const std::string&, const std::string& text,
                                                    Enumeration& value) {
    value = enumerator<Enumeration>(text);
  }

  void set(const std::string& path, const std::string& text, Text& value) {
    const std::string& kept = keep(text.empty() ? "" : VectorText::bytes(text));
    if (kept.size() > std::numeric_limits<uint16_t>::max()) {
      refuse(path + " is out of its type's bounds", text);
    }
    value = Text{kept.data(), static_cast<uint16_t>(kept.size())};
  }

  void set(const std::string&, const std::string& text, Bytes& value) {
    const std::string& kept = keep(text.empty() ? "" : bytes(text));
    value =
        Bytes{reinterpret_cast<const uint8_t*>(kept.data()), static_cast<uint32_t>(kept.size())};
  }

  /** A literal, or a part of a frame: `gray:0+100`. */
  std::string bytes(const std::string& text) const {
    if (text[0] == '"') {
      return VectorText::bytes(text);
    }
    const size_t colon = text.find(':');
    const size_t plus = text.find('+');
    const auto frame = frames_.find(text.substr(0, colon));
    if (frame == frames_.end() || plus == std::string::npos) {
      refuse("no such frame", text);
    }
    const uint64_t offset = VectorText::number(text.substr(colon + 1, plus - colon - 1));
    const uint64_t length = VectorText::number(text.substr(plus + 1));
    if (offset + length > frame->second.size()) {
      refuse("the frame has no such part", text);
    }
    return frame->second.substr(offset, length);
  }

  const std::string& keep(const std::string& bytes) {
    bytes_.push_back(bytes);
    return bytes_.back();
  }

  const std::map<std::string, std::string>& frames_;
  const Fields& fields_;
  std::list<std::string>& bytes_;
};

/** Makes text of each field. */
struct Printer {
  Fields values;
  /** The fields as a line has them. */
  std::string line;
  std::vector<std::string> names;

  template <class Value>
  void operator()(const char* group, const char* name, Value& value) {
    const std::string path = std::string(group) + name;
    names.push_back(path);
    add(path, value);
  }

  template <class Number>
  std::enable_if_t<std::is_integral_v<Number>> add(const std::string& path, Number number) {
    put(path, std::to_string(number), std::to_string(number));
  }

  template <class Enumeration>
  std::enable_if_t<std::is_enum_v<Enumeration>> add(const std::string& path, Enumeration value) {
    put(path, specWord(value), specWord(value));
  }

  void add(const std::string& path, const Text& text) {
    const std::string bytes(text.data == nullptr ? "" : text.data, text.size);
    put(path, bytes, VectorText::literal(bytes));
  }

  void add(const std::string& path, const Bytes& view) {
    const std::string bytes(reinterpret_cast<const char*>(view.data), view.size);
    put(path, bytes, VectorText::literal(bytes));
  }

  void put(const std::string& path, const std::string& value, const std::string& written) {
    values[path] = value;
    line += " " + path + "=" + written;
  }
};

/** Gives a message bytes of its own. */
struct Keeper {
  std::list<std::string>& bytes;

  template <class Value>
  void operator()(const char*, const char*, Value&) {}

  void operator()(const char*, const char*, Text& text) {
    bytes.emplace_back(text.data == nullptr ? "" : text.data, text.size);
    text.data = bytes.back().data();
  }

  void operator()(const char*, const char*, Bytes& view) {
    bytes.emplace_back(reinterpret_cast<const char*>(view.data), view.size);
    view.data = reinterpret_cast<const uint8_t*>(bytes.back().data());
  }
};

}  // namespace

MessageText::MessageText(std::map<std::string, std::string> frames) : frames_(std::move(frames)) {}

MessageType MessageText::type(const std::string& word) {
  return enumerator<MessageType>(word.empty() ? "?" : word);
}

std::vector<std::string> MessageText::fields(MessageType type) {
  Message message{};
  message.type = type;
  Printer printer;
  eachField(message, printer);
  return printer.names;
}

KeptMessage MessageText::message(MessageType type, const Fields& fields) const {
  const std::vector<std::string> known = MessageText::fields(type);
  for (const auto& field : fields) {
    if (field.first != "handle" &&
        std::find(known.begin(), known.end(), field.first) == known.end()) {
      refuse(std::string(word(type)) + " has no field", field.first);
    }
  }
  KeptMessage kept{Message{}, std::make_shared<std::list<std::string>>()};
  kept.message.type = type;
  Parser parser(frames_, fields, kept);
  parser("", "handle", kept.message.handle);
  eachField(kept.message, parser);
  return kept;
}

KeptMessage MessageText::message(const std::string& line) const {
  return message(type(line.substr(0, line.find(' '))), fieldsOf(line));
}

Fields MessageText::fieldsOf(const std::string& line) {
  Fields fields;
  const std::vector<std::string> all = words(line);
  for (size_t i = 1; i < all.size(); i++) {
    const size_t equals = all[i].find('=');
    if (equals == std::string::npos ||
        !fields.emplace(all[i].substr(0, equals), all[i].substr(equals + 1)).second) {
      refuse("no field, or one twice", line);
    }
  }
  return fields;
}

std::vector<std::string> MessageText::words(const std::string& line) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); i++) {
    if (line[i] == ' ' && !quoted) {
      words.emplace_back();
      continue;
    }
    words.back() += line[i];
    if (line[i] == '\\' && quoted && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (line[i] == '"') {
      quoted = !quoted;
    }
  }
  return words;
}

std::vector<std::string> MessageText::differences(const Fields& fields,
                                                  const Message& message) const {
  const KeptMessage wanted = this->message(message.type, fields);
  const Fields expected = values(wanted.message);
  const Fields actual = values(message);
  std::vector<std::string> differences;
  for (const auto& field : fields) {
    const std::string& is = actual.at(field.first);
    const std::string& should = expected.at(field.first);
    if (is != should) {
      differences.push_back(field.first + " is " + VectorText::literal(is) + ", not " +
                            VectorText::literal(should) + " in " + line(message));
    }
  }
  return differences;
}

Fields MessageText::values(const Message& message) {
  Message copy = message;
  Printer printer;
  printer("", "handle", copy.handle);
  eachField(copy, printer);
  return printer.values;
}

std::string MessageText::line(const Message& message) {
  Message copy = message;
  Printer printer;
  printer("", "handle", copy.handle);
  eachField(copy, printer);
  return word(message.type) + printer.line;
}

KeptMessage MessageText::kept(const Message& message) {
  KeptMessage kept{message, std::make_shared<std::list<std::string>>()};
  Keeper keeper{*kept.bytes};
  eachField(kept.message, keeper);
  return kept;
}

}  // namespace camrelay
