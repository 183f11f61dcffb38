#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "Crc32.h"
#include "MessageOf.h"
#include "MessageReader.h"
#include "MessageWriter.h"
#include "Recorder.h"
#include "Session.h"
#include "fakes/FakeClock.h"

namespace camrelay {
namespace script {

/** A frame in memory, which can go wrong. */
class MemoryFrame : public FrameSource {
 public:
  explicit MemoryFrame(std::vector<uint8_t> frame) : bytes(std::move(frame)) {}

  /** Bytes that look like chance and depend on the size alone. */
  static std::vector<uint8_t> noise(uint32_t size) {
    std::vector<uint8_t> bytes(size);
    uint32_t state = size;
    for (uint8_t& byte : bytes) {
      state = state * 1664525u + 1013904223u;
      byte = static_cast<uint8_t>(state >> 24);
    }
    return bytes;
  }

  bool read(uint32_t offset, uint8_t* into, uint32_t size) override {
    reads++;
    if (broken || offset > bytes.size() || size > bytes.size() - offset) {
      return false;
    }
    if (size > 0) {
      memcpy(into, bytes.data() + offset, size);
    }
    return true;
  }

  uint32_t crc() const { return Crc32::of(bytes.data(), bytes.size()); }
  uint32_t size() const { return static_cast<uint32_t>(bytes.size()); }

  std::vector<uint8_t> bytes;
  bool broken = false;
  uint32_t reads = 0;
};

/** A message that the camera has said; it owns the bytes that its views point to. */
struct Said {
  explicit Said(const uint8_t* bytes, size_t size)
      : raw(bytes, bytes + size), buffer(new uint8_t[MessageReader::BUFFER]) {
    MessageReader reader(Sender::DEVICE, buffer.get());
    const uint8_t* at = raw.data();
    size_t left = raw.size();
    readable = reader.read(&at, &left, &message) == MessageReader::Result::MESSAGE && left == 0;
  }

  MessageType type() const { return message.type; }
  uint32_t handle() const { return message.handle; }

  std::vector<uint8_t> raw;
  std::unique_ptr<uint8_t[]> buffer;
  Message message;
  /** Whether it was one whole message. */
  bool readable;
};

/** A camera's session with a relay that says what the test wants, at the test's own time. */
class SessionScript {
 public:
  static constexpr uint64_t EPOCH = 0xE1;
  /** The board has run for a while. */
  static constexpr int64_t START = 1000000;

  /** A camera without telemetry. */
  static SessionSettings settings() {
    SessionSettings settings = {};
    settings.device = "porch";
    settings.token = "secret-1";
    settings.firmware = "camrelay test";
    settings.board = "desk";
    settings.epoch = EPOCH;
    settings.heartbeatSeconds = 30;
    settings.answerBuffer = 1024;
    settings.charset = Charset::UTF_8;
    settings.abilities = Ability::ALL;
    return settings;
  }

  explicit SessionScript(const SessionSettings& its = settings()) : session(its, clock, told) {}

  static CaptureId id(uint32_t number) { return CaptureId{EPOCH, number}; }

  void secure() {
    session.connecting();
    session.secured(3, 40, clock.now);
  }

  /** A session that the relay has let in. */
  SessionScript& open(uint8_t maxInFlight = 4) {
    secure();
    says();
    hears(welcome(maxInFlight));
    return *this;
  }

  void cut() { session.disconnected(nullptr, LinkFault::CONNECTION_LOST, 0, clock.now); }

  /** The link breaks and comes back. */
  SessionScript& reopen() {
    cut();
    return open();
  }

  /** A shot of a frame of noise that lives as long as the script. */
  Shot shot(uint32_t number, uint32_t size) {
    frames.emplace_back(MemoryFrame::noise(size));
    return shotOf(number, &frames.back());
  }

  Shot shotOf(uint32_t number, MemoryFrame* frame) {
    Shot shot = {};
    shot.id = id(number);
    shot.frame = frame;
    shot.size = frame->size();
    shot.crc = frame->crc();
    shot.takenAt = clock.now;
    shot.takenAtKnown = true;
    shot.question = text("What is it?");
    return shot;
  }

  Shot further(uint32_t number, uint32_t parent, const char* question) {
    Shot shot = {};
    shot.id = id(number);
    shot.takenAt = clock.now;
    shot.takenAtKnown = true;
    shot.trigger = Trigger::SERIAL_LINE;
    shot.question = text(question);
    shot.parent = id(parent);
    return shot;
  }

  bool press(uint32_t number, uint32_t size) { return session.take(shot(number, size)); }

  /** The next message, or null. A part that is read without a message counts as nothing. */
  std::unique_ptr<Said> saysOne() {
    uint8_t bytes[Session::LARGEST];
    size_t size = session.next(bytes, clock.now);
    return size == 0 ? nullptr : std::make_unique<Said>(bytes, size);
  }

  /** All that the camera wants to say now. */
  std::vector<std::unique_ptr<Said>> says() {
    std::vector<std::unique_ptr<Said>> all;
    for (;;) {
      std::unique_ptr<Said> one = saysOne();
      if (one != nullptr) {
        all.push_back(std::move(one));
      } else if (session.parting(clock.now) != nullptr || session.wakeAt(clock.now) > clock.now) {
        return all;
      }
    }
  }

  /** The same as words: types, with the offset of CAPTURE_DATA. */
  std::string saysWords() {
    std::string words;
    for (const auto& said : says()) {
      words += words.empty() ? "" : " ";
      words += said->readable ? word(said->type()) : "UNREADABLE";
    }
    return words;
  }

  /** Where the pieces begin that it wants to send now. */
  std::vector<uint32_t> saysOffsets() {
    std::vector<uint32_t> offsets;
    for (const auto& said : says()) {
      if (said->type() == MessageType::CAPTURE_DATA) {
        offsets.push_back(said->message.captureData.offset);
      }
    }
    return offsets;
  }

  /** The handles that it begins now. */
  std::vector<uint32_t> saysBegun() {
    std::vector<uint32_t> handles;
    for (const auto& said : says()) {
      if (said->type() == MessageType::CAPTURE_BEGIN) {
        handles.push_back(said->handle());
      }
    }
    return handles;
  }

  void hears(const Message& message) {
    session.heard(clock.now);
    session.received(message, clock.now);
  }

  void pass(int64_t millis) { clock.now += millis; }

  // What the relay says.

  static Message welcome(uint8_t maxInFlight = 4, uint32_t intervalSeconds = 0) {
    Message message = messageOf(MessageType::WELCOME);
    message.welcome.heartbeat = 30;
    message.welcome.answerBuffer = 1024;
    message.welcome.maxFrame = 400000;
    message.welcome.maxFrames = 1;
    message.welcome.maxInFlight = maxInFlight;
    message.welcome.profile =
        ProfileData{1, intervalSeconds, ProfileData::OWN_QUALITY, false, text(""), text("")};
    return message;
  }
  static Message accept(uint32_t handle, uint32_t offset) {
    Message message = messageOf(MessageType::CAPTURE_ACCEPT, handle);
    message.captureAccept = CaptureAccept{offset};
    return message;
  }
  static Message stored(uint32_t handle) {
    Message message = messageOf(MessageType::CAPTURE_STORED, handle);
    message.captureStored = CaptureStored{Promise::THIS_DISK};
    return message;
  }
  static Message deferred(uint32_t handle, Code code, uint32_t retryAfterMillis) {
    Message message = messageOf(MessageType::DEFERRED, handle);
    message.deferred = Deferred{code, retryAfterMillis, text("Later.")};
    return message;
  }
  static Message failed(uint32_t handle, Code code) {
    Message message = messageOf(MessageType::FAILED, handle);
    message.failed = Failed{code, text("Try again.")};
    return message;
  }
  static Message answer(uint32_t handle, uint32_t number) {
    Message message = messageOf(MessageType::ANSWER_BEGIN, handle);
    message.answerBegin = AnswerBegin{id(number)};
    return message;
  }
  /** `words` must outlive the message. */
  static Message piece(uint32_t handle, uint32_t generation, uint32_t offset,
                       const std::string& words) {
    Message message = messageOf(MessageType::ANSWER_TEXT, handle);
    message.answerText = AnswerText{
        generation, offset,
        Bytes{reinterpret_cast<const uint8_t*>(words.data()), static_cast<uint32_t>(words.size())}};
    return message;
  }
  static Message end(uint32_t handle, uint32_t generation, uint32_t length) {
    Message message = messageOf(MessageType::ANSWER_END, handle);
    message.answerEnd = AnswerEnd{AnswerStatus::COMPLETE, generation, length, 1117, 46, 2000};
    return message;
  }
  static Message refused(Code code, uint32_t retryAfterMillis) {
    Message message = messageOf(MessageType::REFUSED);
    message.refused = Refused{code, retryAfterMillis, text("No.")};
    return message;
  }
  static Message goodbye(Code code, uint32_t returnAfterMillis) {
    Message message = messageOf(MessageType::GOODBYE);
    message.goodbye = Goodbye{code, returnAfterMillis, text("Bye.")};
    return message;
  }
  static Message ping(uint64_t nonce) {
    Message message = messageOf(MessageType::PING);
    message.ping = Ping{nonce};
    return message;
  }
  static Message token(const char* token) {
    Message message = messageOf(MessageType::TOKEN);
    message.token = Token{text(token)};
    return message;
  }
  static Message reboot(uint32_t delayMillis) {
    Message message = messageOf(MessageType::REBOOT);
    message.reboot = Reboot{delayMillis};
    return message;
  }

  FakeClock clock{1, START};
  Recorder told;
  Session session;
  std::deque<MemoryFrame> frames;
};

}  // namespace script

using script::SessionScript;

}  // namespace camrelay
