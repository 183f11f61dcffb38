#pragma once

#include "Camera.h"
#include "MessageOf.h"
#include "MessageWriter.h"
#include "Rules.h"
#include "Transport.h"

namespace camrelay {
namespace fuzz {

/** A transport that fails as it is told, and checks how it is used. */
class Wire : public Transport {
 public:
  Wire(FakeClock& itsClock, Camera& itsCamera) : clock(itsClock), camera(itsCamera) {}

  LinkFault network() override { return networkFault; }

  Opened open() override {
    require(!isOpen_, "no connection is opened beside another");
    require(clock.now >= camera.notBefore(), "nobody comes back before the relay's time");
    clock.now += openMillis;
    if (openFault != LinkFault::NONE) {
      return Opened{openFault, -1, 0, 0};
    }
    isOpen_ = true;
    over_ = false;
    cut = false;
    down.clear();
    lastBound = 0;
    connection_.reset(new Connection(camera.contents));
    return Opened{LinkFault::NONE, 0, 1, 2};
  }

  size_t write(const uint8_t* bytes, size_t size) override {
    require(isOpen_, "nothing is written without a connection");
    require(!over_, "a write that failed is not tried again");
    require(size > 0 && size <= Session::LARGEST, "a write is of 1 to 4096 bytes");
    if (cut) {
      over_ = true;
      return 0;
    }
    clock.now += writeMillis;
    const size_t taken = std::min<size_t>(size, mostWritten);
    const std::vector<uint8_t> copy(bytes, bytes + taken);
    connection_->wrote(copy.data(), taken, [this](const Message& message) {
      if (message.type == MessageType::CAPTURE_BEGIN || message.type == MessageType::ASK) {
        lastBound = message.handle;
      }
      if (answers || (greets && message.type == MessageType::HELLO)) {
        answer(message);
      }
    });
    return taken;
  }

  int32_t read(uint8_t* into, size_t room) override {
    require(isOpen_, "nothing is read without a connection");
    require(!over_, "nothing is read after a write that failed");
    if (down.empty()) {
      over_ = cut;
      return cut ? -1 : 0;
    }
    const size_t size = std::min(std::min(room, mostRead), down.size());
    std::copy_n(down.begin(), size, into);
    down.erase(down.begin(), down.begin() + static_cast<std::ptrdiff_t>(size));
    connection_->read(into, size);
    return static_cast<int32_t>(size);
  }

  void close() override {
    require(isOpen_, "nothing is closed twice");
    isOpen_ = false;
  }

  int8_t rssi() override { return -60; }
  void wifi(const char*, const char*) override {}
  void relay(const char*, uint16_t) override {}
  void describe(char*, size_t) override {}

  /** The relay says this. */
  void say(const Message& message) {
    std::vector<uint8_t> bytes(MessageReader::BUFFER);
    const size_t size = MessageWriter::write(message, bytes.data(), bytes.size());
    down.insert(down.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
  }

  FakeClock& clock;
  Camera& camera;
  LinkFault networkFault = LinkFault::NONE;
  LinkFault openFault = LinkFault::NONE;
  int64_t openMillis = 0;
  int64_t writeMillis = 0;
  size_t mostWritten = SIZE_MAX;
  size_t mostRead = SIZE_MAX;
  /** Gone, as soon as what was said is read or something is written. */
  bool cut = false;
  std::deque<uint8_t> down;
  /** The device's handle that was bound last. */
  uint32_t lastBound = 0;
  /** The relay lets the device in by itself. */
  bool greets = false;
  uint16_t heartbeat = 30;
  /** The relay does everything by itself, as it should. */
  bool answers = false;

 private:
  void answer(const Message& said) {
    Message message;
    switch (said.type) {
      case MessageType::HELLO:
        message = messageOf(MessageType::WELCOME, 0);
        message.welcome = Welcome{0, heartbeat, 1024, 400000, 1, 2, ProfileData()};
        message.welcome.profile.quality = ProfileData::OWN_QUALITY;
        say(message);
        return;
      case MessageType::CAPTURE_BEGIN:
        ids_[said.handle] = said.captureBegin.id;
        say(messageOf(MessageType::CAPTURE_ACCEPT, said.handle));
        return;
      case MessageType::CAPTURE_END:
        end(said.handle);
        return;
      case MessageType::ASK:
        ids_[said.handle] = said.ask.id;
        end(said.handle);
        return;
      case MessageType::CAPTURE_CANCEL:
        message = messageOf(MessageType::FAILED, said.handle);
        message.failed.code = Code::CANCELLED;
        say(message);
        return;
      case MessageType::PING:
        message = messageOf(MessageType::PONG, 0);
        message.pong.nonce = said.ping.nonce;
        say(message);
        return;
      default:
        return;
    }
  }

  void end(uint32_t handle) {
    say(messageOf(MessageType::CAPTURE_STORED, handle));
    Message message = messageOf(MessageType::ANSWER_BEGIN, handle);
    message.answerBegin.id = ids_[handle];
    say(message);
    static const uint8_t WORDS[] = {'g', 'r', 'a', 'y'};
    message = messageOf(MessageType::ANSWER_TEXT, handle);
    message.answerText = AnswerText{1, 0, Bytes{WORDS, sizeof(WORDS)}};
    say(message);
    message = messageOf(MessageType::ANSWER_END, handle);
    message.answerEnd = AnswerEnd{AnswerStatus::COMPLETE, 1, sizeof(WORDS), 1, 1, 1};
    say(message);
  }

  bool isOpen_ = false;
  /** A write or a read has told so. */
  bool over_ = false;
  std::unique_ptr<Connection> connection_;
  /** What the handles of this connection stand for, where the relay answers. */
  std::map<uint32_t, CaptureId> ids_;
};

}  // namespace fuzz
}  // namespace camrelay
