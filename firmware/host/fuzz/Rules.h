#pragma once

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "Crc32.h"
#include "Message.h"
#include "MessageReader.h"
#include "Shot.h"

namespace camrelay {
namespace fuzz {

/** Ends the run with a word about the rule that was broken. */
inline void require(bool holds, const char* rule) {
  if (!holds) {
    fprintf(stderr, "broken: %s\n", rule);
    abort();
  }
}

using Key = std::pair<uint64_t, uint32_t>;
inline Key key(const CaptureId& id) { return Key(id.epoch, id.number); }

/** What a frame consists of. */
struct Content {
  uint32_t size;
  uint32_t seed;
  /** Bytes have been changed in memory since it was taken. */
  bool changed = false;

  uint8_t at(uint32_t offset) const {
    return static_cast<uint8_t>(seed + offset * 31 + (offset >> 8) * 7 + (changed ? 1 : 0));
  }
  uint32_t crc() const {
    Crc32 crc;
    for (uint32_t i = 0; i < size; i++) {
      const uint8_t byte = at(i);
      crc.add(&byte, 1);
    }
    return crc.value();
  }
};

/** Messages out of a stream, in memory of just the promised size. */
class Stream {
 public:
  explicit Stream(Sender from)
      : buffer_(new uint8_t[MessageReader::BUFFER]), reader_(from, buffer_.get()) {}

  /** Calls `each` for each message; returns false at a violation. */
  template <class Each>
  bool take(const uint8_t* bytes, size_t size, Each each) {
    Message message;
    for (;;) {
      switch (reader_.read(&bytes, &size, &message)) {
        case MessageReader::Result::MESSAGE:
          each(message);
          break;
        case MessageReader::Result::MORE:
          return true;
        case MessageReader::Result::VIOLATION:
          return false;
      }
    }
  }

 private:
  const std::unique_ptr<uint8_t[]> buffer_;
  MessageReader reader_;
};

/** One connection as both sides have heard it so far, and what the device must not say on it. */
class Connection {
 public:
  explicit Connection(const std::map<Key, std::shared_ptr<Content>>& contents)
      : contents_(contents), up_(Sender::DEVICE), down_(Sender::RELAY) {}

  /** The device has written this. */
  template <class Each>
  void wrote(const uint8_t* bytes, size_t size, Each each) {
    const bool readable = up_.take(bytes, size, [&](const Message& message) {
      said(message);
      each(message);
    });
    require(readable, "what leaves can be read by a relay");
  }

  /** The device has read this. What follows a violation does not count. */
  void read(const uint8_t* bytes, size_t size) {
    spoiled_ =
        spoiled_ || !down_.take(bytes, size, [this](const Message& message) { heard(message); });
  }

 private:
  /** What is known of a handle that the device has bound. */
  struct Sent {
    std::shared_ptr<Content> content;
    CaptureBegin begin;
    uint32_t next = 0;
    std::set<uint32_t> accepts;
    bool cancelled = false;
    bool ask = false;
  };

  /** What the relay has said of an answer. */
  struct Answer {
    std::map<uint32_t, uint32_t> sentOf;
    bool ended = false;
  };

  void said(const Message& message) {
    require((message.type == MessageType::HELLO) != greeted_, "HELLO comes first, and once");
    greeted_ = true;
    require(message.type == MessageType::HELLO || welcomed_, "nothing but HELLO before WELCOME");
    switch (message.type) {
      case MessageType::CAPTURE_BEGIN:
      case MessageType::ASK:
        bind(message);
        break;
      case MessageType::CAPTURE_DATA:
        data(of(message.handle), message.captureData);
        break;
      case MessageType::CAPTURE_END:
        end(of(message.handle), message.captureEnd);
        break;
      case MessageType::CAPTURE_CANCEL:
        of(message.handle).cancelled = true;
        break;
      case MessageType::ANSWER_ACK:
        acknowledged(message.handle, message.answerAck);
        break;
      case MessageType::PONG:
        require(pings_.count(message.pong.nonce) > 0, "a PONG has the nonce of a PING");
        break;
      default:
        break;
    }
  }

  void bind(const Message& message) {
    require(message.handle == lastHandle_ + 1, "handles rise");
    lastHandle_ = message.handle;
    Sent& sent = sent_[message.handle];
    sent.ask = message.type == MessageType::ASK;
    if (!sent.ask) {
      sent.begin = message.captureBegin;
      sent.content = contents_.at(key(message.captureBegin.id));
      require(sent.begin.size == sent.content->size, "BEGIN has the frame's size");
    }
  }

  Sent& of(uint32_t handle) {
    require(sent_.count(handle) > 0, "nothing is sent of a handle that was not bound");
    Sent& sent = sent_[handle];
    require(!sent.cancelled, "nothing is sent after CANCEL");
    return sent;
  }

  static void data(Sent& sent, const CaptureData& data) {
    require(!sent.ask, "a further question has no frame");
    require(data.offset == sent.next || sent.accepts.count(data.offset) > 0,
            "pieces follow one another, or ACCEPT");
    require(data.bytes.size > 0 && data.offset + data.bytes.size <= sent.begin.size,
            "no byte is sent beyond what was announced");
    for (uint32_t i = 0; i < data.bytes.size && !sent.content->changed; i++) {
      require(data.bytes.data[i] == sent.content->at(data.offset + i),
              "the frame is sent as it is");
    }
    sent.next = data.offset + data.bytes.size;
  }

  static void end(Sent& sent, const CaptureEnd& end) {
    require(!sent.ask, "a further question has no END");
    require(sent.next == sent.begin.size || sent.accepts.count(sent.begin.size) > 0,
            "END comes when all was sent");
    require(sent.content->changed || end.crc == sent.begin.crc, "END has the frame's CRC");
  }

  void acknowledged(uint32_t handle, const AnswerAck& ack) {
    const Answer& answer = answers_[handle];
    if (ack.generation == 0) {
      require(ack.offset == 0, "nothing was sent in no generation");
    } else {
      require(
          answer.sentOf.count(ack.generation) > 0 && ack.offset <= answer.sentOf.at(ack.generation),
          "nothing is acknowledged that was not sent");
    }
    require(!ack.end || answer.ended, "no end is acknowledged that was not sent");
  }

  void heard(const Message& message) {
    switch (message.type) {
      case MessageType::WELCOME:
        welcomed_ = true;
        break;
      case MessageType::CAPTURE_ACCEPT:
        if (sent_.count(message.handle) > 0) {
          sent_[message.handle].accepts.insert(message.captureAccept.offset);
        }
        break;
      case MessageType::ANSWER_TEXT: {
        uint32_t& sent = answers_[message.handle].sentOf[message.answerText.generation];
        const uint32_t to = message.answerText.offset + message.answerText.bytes.size;
        sent = sent < to ? to : sent;
        break;
      }
      case MessageType::ANSWER_END:
      case MessageType::FAILED:
        answers_[message.handle].ended = true;
        break;
      case MessageType::PING:
        pings_.insert(message.ping.nonce);
        break;
      default:
        break;
    }
  }

  const std::map<Key, std::shared_ptr<Content>>& contents_;
  Stream up_;
  Stream down_;
  bool spoiled_ = false;
  bool greeted_ = false;
  bool welcomed_ = false;
  uint32_t lastHandle_ = 0;
  std::map<uint32_t, Sent> sent_;
  std::map<uint32_t, Answer> answers_;
  std::set<uint64_t> pings_;
};

}  // namespace fuzz
}  // namespace camrelay
