// Any bytes as a stream from either side, in parts of any size. What must hold:
//
// - The same messages are read, and the same violation is found, however the stream is cut.
// - A message that was read can be written, in just the room that it needs, and reads the same.
// - Views lie in the reader's buffer, and all texts but a question are well-formed UTF-8.
// - After a violation nothing more is read.
//
// The input: one byte of which the lowest bit is the side, four bytes of sizes of parts in turn (0:
// all that is left), and the stream. All memory is of the size that is promised to be enough, so
// that AddressSanitizer sees whoever goes beyond it.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "MessageFieldNames.h"
#include "MessageReader.h"
#include "MessageWriter.h"
#include "Utf8.h"

using namespace camrelay;

namespace {

constexpr size_t SIZES = 4;

void require(bool holds) {
  if (!holds) {
    abort();
  }
}

/** All that a message says, as bytes to compare; and that its views are where they may be. */
class Contents {
 public:
  Contents(Message message, const uint8_t* buffer) : buffer_(buffer) {
    contents_ += static_cast<char>(message.type);
    add(message.handle);
    eachField(message, *this);
  }

  const std::string& string() const { return contents_; }

  template <class Value>
  void operator()(const char*, const char*, Value& value) {
    add(value);
  }

  void operator()(const char*, const char* name, Text& text) {
    require(isUtf8(text) || strcmp(name, "question") == 0);
    addView(reinterpret_cast<const uint8_t*>(text.data), text.size);
  }

  void operator()(const char*, const char*, Bytes& bytes) { addView(bytes.data, bytes.size); }

 private:
  template <class Value>
  void add(Value value) {
    contents_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }

  void addView(const uint8_t* bytes, uint32_t size) {
    add(size);
    if (size > 0) {
      require(bytes >= buffer_ && bytes + size <= buffer_ + MessageReader::BUFFER);
      contents_.append(reinterpret_cast<const char*>(bytes), size);
    }
  }

  const uint8_t* const buffer_;
  std::string contents_;
};

/** What became of a stream. */
struct Outcome {
  std::vector<std::string> messages;
  std::string violation;
};

/** Reads a stream, and takes each of its messages. */
class Stream {
 public:
  explicit Stream(Sender from)
      : buffer_(new uint8_t[MessageReader::BUFFER]), reader_(from, buffer_.get()), from_(from) {}

  /** Takes a part in, from memory that is gone afterwards. */
  void take(const uint8_t* bytes, size_t size, bool writeAgain) {
    const std::vector<uint8_t> part(bytes, bytes + size);
    const uint8_t* at = part.data();
    size_t left = part.size();
    Message message;
    for (;;) {
      switch (reader_.read(&at, &left, &message)) {
        case MessageReader::Result::MESSAGE:
          outcome_.messages.push_back(Contents(message, buffer_.get()).string());
          if (writeAgain) {
            readsTheSameWhenWritten(message);
          }
          break;
        case MessageReader::Result::MORE:
          require(left == 0 && outcome_.violation.empty());
          return;
        case MessageReader::Result::VIOLATION:
          violated();
          return;
      }
    }
  }

  const Outcome& outcome() const { return outcome_; }

 private:
  void violated() {
    const Violation& violation = reader_.violation();
    const std::string found = std::string(word(violation.code)) + " " + violation.detail;
    require(outcome_.violation.empty() || outcome_.violation == found);
    outcome_.violation = found;
  }

  void readsTheSameWhenWritten(const Message& message) const {
    std::vector<uint8_t> large(MessageReader::BUFFER);
    const size_t size = MessageWriter::write(message, large.data(), large.size());
    require(size >= Limits::HEADER);
    std::vector<uint8_t> tight(size);
    require(MessageWriter::write(message, tight.data(), size) == size);
    std::vector<uint8_t> narrow(size - 1);
    require(MessageWriter::write(message, narrow.data(), narrow.size()) == 0);

    Stream again(from_);
    again.take(tight.data(), tight.size(), false);
    require(again.outcome_.violation.empty() && again.outcome_.messages.size() == 1);
    require(again.outcome_.messages[0] == outcome_.messages.back());
  }

  const std::unique_ptr<uint8_t[]> buffer_;
  MessageReader reader_;
  const Sender from_;
  Outcome outcome_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1 + SIZES) {
    return 0;
  }
  const Sender from = (data[0] & 1) == 0 ? Sender::DEVICE : Sender::RELAY;
  const uint8_t* sizes = data + 1;
  const uint8_t* bytes = data + 1 + SIZES;
  const size_t length = size - 1 - SIZES;

  Stream whole(from);
  whole.take(bytes, length, true);

  Stream parts(from);
  for (size_t at = 0, turn = 0; at < length; turn++) {
    const size_t wanted = sizes[turn % SIZES];
    const size_t part = wanted == 0 || wanted > length - at ? length - at : wanted;
    parts.take(bytes + at, part, false);
    at += part;
  }
  require(parts.outcome().messages == whole.outcome().messages);
  require(parts.outcome().violation == whole.outcome().violation);
  return 0;
}
