#include "WireBytes.h"

#include "MessageText.h"
#include "MessageWriter.h"

namespace camrelay {

namespace {

/** Feeds one part from memory of its own, which a view of it would outlive. */
void feed(MessageReader& reader, const std::string& part, WireBytes::Outcome& outcome) {
  const std::vector<uint8_t> bytes(part.begin(), part.end());
  const uint8_t* at = bytes.data();
  size_t left = bytes.size();
  Message message;
  for (;;) {
    switch (reader.read(&at, &left, &message)) {
      case MessageReader::Result::MESSAGE:
        outcome.messages.push_back(MessageText::line(message));
        break;
      case MessageReader::Result::MORE:
        return;
      case MessageReader::Result::VIOLATION:
        outcome.violated = true;
        outcome.code = reader.violation().code;
        outcome.detail = reader.violation().detail;
        return;
    }
  }
}

}  // namespace

std::string WireBytes::written(const Message& message) {
  std::vector<uint8_t> bytes(MessageReader::BUFFER);
  const size_t size = MessageWriter::write(message, bytes.data(), bytes.size());
  return std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
}

WireBytes::Outcome WireBytes::read(Sender from, const std::string& stream,
                                   const std::vector<size_t>& cuts) {
  std::vector<uint8_t> buffer(MessageReader::BUFFER);
  MessageReader reader(from, buffer.data());
  Outcome outcome{{}, false, Code::UNKNOWN, ""};
  size_t start = 0;
  for (size_t i = 0; i <= cuts.size(); i++) {
    const size_t end = i < cuts.size() ? cuts[i] : stream.size();
    feed(reader, stream.substr(start, end - start), outcome);
    start = end;
  }
  return outcome;
}

WireBytes::Outcome WireBytes::readInParts(Sender from, const std::string& stream, size_t size) {
  std::vector<size_t> cuts;
  for (size_t cut = size; cut < stream.size(); cut += size) {
    cuts.push_back(cut);
  }
  return read(from, stream, cuts);
}

}  // namespace camrelay
