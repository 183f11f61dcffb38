// The conversations of the specification, with the camera's session as the device: the relay's
// lines are said to it, and what it must say is compared. How it cuts a frame into pieces and when
// it gives credit is its own business.
#include <doctest/doctest.h>

#include <optional>
#include <set>

#include "MessageText.h"
#include "SessionScript.h"
#include "Transcript.h"
#include "VectorFiles.h"

using namespace camrelay;
using namespace camrelay::script;
using Kind = Transcript::Kind;

namespace {

/** Longer than any capture of the transcripts is deferred, and shorter than a heartbeat. */
constexpr int64_t A_WHILE = 1000;

/** What the relay has got of one BEGIN. */
struct Received {
  uint32_t size;
  uint32_t crc;
  std::vector<bool> bytes;
  std::optional<uint32_t> end;
  std::optional<uint32_t> accepted;

  bool wholeFrom(uint32_t start) const {
    for (uint32_t i = start; i < size; i++) {
      if (!bytes[i]) {
        return false;
      }
    }
    return true;
  }
};

/** Plays one transcript. */
class Replay {
 public:
  explicit Replay(const Transcript& transcript)
      : transcript_(transcript), frames_(VectorFiles::frames()), text_(frames_) {}

  void play() {
    for (const Transcript::Step& step : transcript_.steps) {
      CAPTURE(step.text);
      switch (step.kind) {
        case Kind::CONNECT:
          connect(step.connection);
          break;
        case Kind::DEVICE:
          if (step.connection == connection_ && !step.isBytes()) {
            device(step);
          }
          break;
        case Kind::RELAY:
          if (step.connection == connection_) {
            relay(step);
          }
          break;
        case Kind::CUT:
        case Kind::CLOSE:
          if (step.connection == connection_) {
            camera().cut();
          }
          break;
        case Kind::EVENT:
          event(step.text);
          break;
        case Kind::DEVICE_WRONG:
          FAIL("not for a proper device");
          break;
      }
    }
    CHECK(camera().told.count("relayMisbehaved") == 0);
    CHECK(camera().told.count("unreadable") == 0);
  }

 private:
  SessionScript& camera() {
    REQUIRE(camera_);
    return *camera_;
  }

  /** A device has one connection at a time: a newer one means that the older one hangs. */
  void connect(unsigned connection) {
    if (camera_ && connection != connection_) {
      camera().cut();
    }
    connection_ = connection;
    handles_.clear();
    received_.clear();
    said_.clear();
  }

  void event(const std::string& event) {
    if (event.rfind("pass ", 0) == 0) {
      camera().pass(std::stoll(event.substr(5)) * 1000);
      listen();
    }
  }

  void device(const Transcript::Step& step) {
    KeptMessage kept = step.message(text_);
    const Message& message = kept.message;
    bool must = true;
    switch (message.type) {
      case MessageType::HELLO:
        hello(message.hello);
        break;
      case MessageType::CAPTURE_BEGIN:
        press(message.captureBegin);
        break;
      case MessageType::ASK:
        ask(message.ask);
        break;
      case MessageType::CAPTURE_CANCEL:
        must = cancel(handle(message.handle));
        break;
      case MessageType::ANSWER_ACK:
        must = message.answerAck.end;
        break;
      case MessageType::PONG:
        break;
      default:  // a device may say it, or not
        must = false;
        break;
    }
    listen();
    if (must) {
      compare(step, message);
    }
  }

  void hello(const Hello& hello) {
    if (!camera_) {
      SessionSettings settings = SessionScript::settings();
      settings.device = keep(hello.device);
      settings.token = keep(hello.token);
      settings.firmware = keep(hello.firmware);
      settings.board = keep(hello.board);
      settings.epoch = hello.epoch == 0 ? SessionScript::EPOCH : hello.epoch;
      settings.heartbeatSeconds = hello.heartbeat;
      settings.answerBuffer = hello.answerBuffer;
      settings.charset = hello.charset;
      settings.abilities = hello.abilities;
      camera_ = std::make_unique<SessionScript>(settings);
      camera().told.answerRoom = hello.answerBuffer;
      camera().told.storageWorks = false;  // a new token is not used then: as in the transcript
    }
    camera().secure();
  }

  const char* keep(const Text& text) {
    strings_.emplace_back(text.data, text.size);
    return strings_.back().c_str();
  }

  /** Whether the camera still has the capture to send. */
  bool inHand(const CaptureId& id) {
    bool is = false;
    for (const Heard& heard : camera().told.events) {
      bool over = heard.what == "stored" || heard.what == "answered" || heard.what == "failed" ||
                  heard.what == "endRepeated";
      if (heard.capture == id.number && (over || heard.what == "begun")) {
        is = !over;
      }
    }
    return is;
  }

  void press(const CaptureBegin& begin) {
    if (inHand(begin.id)) {
      camera().pass(A_WHILE);  // where it was deferred
      return;
    }
    const std::string* frame = nullptr;
    for (const auto& known : frames_) {
      if (known.second.size() == begin.size) {
        frame = &known.second;
      }
    }
    REQUIRE(frame != nullptr);
    camera().frames.emplace_back(std::vector<uint8_t>(frame->begin(), frame->end()));
    Shot shot = camera().shotOf(begin.id.number, &camera().frames.back());
    shot.id = begin.id;
    shot.crc = begin.crc;
    shot.width = begin.width;
    shot.height = begin.height;
    shot.question = text("");
    REQUIRE(camera().session.take(shot));
  }

  void ask(const Ask& ask) {
    Shot shot = camera().further(ask.id.number, ask.parent.number, keep(ask.question));
    REQUIRE(camera().session.take(shot));
  }

  /** Returns whether the relay must be told: not where the camera knows the end already. */
  bool cancel(uint32_t handle) {
    CaptureId id = begun_.at(handle);
    size_t ends = 0;
    for (const Heard& heard : camera().told.events) {
      ends += heard.capture == id.number && (heard.what == "answered" || heard.what == "failed");
    }
    camera().session.cancel(id);
    return ends == 0;
  }

  /** Takes down what the camera says. */
  void listen() {
    for (std::unique_ptr<Said>& one : camera().says()) {
      REQUIRE(one->readable);
      const Message& message = one->message;
      if (message.type == MessageType::CAPTURE_BEGIN) {
        const CaptureBegin& begin = message.captureBegin;
        begun_[message.handle] = begin.id;
        received_[message.handle] =
            Received{begin.size, begin.crc, std::vector<bool>(begin.size), {}, {}};
      } else if (message.type == MessageType::CAPTURE_DATA) {
        Received& frame = received_.at(message.handle);
        const CaptureData& data = message.captureData;
        REQUIRE(data.offset + data.bytes.size <= frame.size);
        std::fill_n(frame.bytes.begin() + data.offset, data.bytes.size, true);
      } else if (message.type == MessageType::CAPTURE_END) {
        received_.at(message.handle).end = message.captureEnd.crc;
      }
      said_.push_back(std::move(one));
    }
  }

  static bool binds(const Message& message) {
    return message.type == MessageType::CAPTURE_BEGIN || message.type == MessageType::ASK;
  }

  uint32_t handle(uint32_t transcripts) {
    auto found = handles_.find(transcripts);
    return found == handles_.end() ? transcripts : found->second;
  }

  void compare(const Transcript::Step& step, const Message& expected) {
    Fields fields = step.fields();
    fields.erase("handle");
    while (!said_.empty()) {
      std::unique_ptr<Said> one = std::move(said_.front());
      said_.pop_front();
      bool same = one->type() == expected.type && text_.differences(fields, one->message).empty();
      if (same && binds(expected)) {
        handles_[expected.handle] = one->handle();
        return;
      }
      if (same && one->handle() == handle(expected.handle)) {
        return;
      }
    }
    FAIL_CHECK("the camera has not said it");
  }

  void relay(const Transcript::Step& step) {
    KeptMessage kept = step.message(text_);
    kept.message.handle = handle(kept.message.handle);
    auto found = received_.find(kept.message.handle);
    if (found != received_.end()) {
      Received& frame = found->second;
      if (kept.message.type == MessageType::CAPTURE_ACCEPT) {
        frame.accepted = kept.message.captureAccept.offset;
      }
      if (kept.message.type == MessageType::CAPTURE_STORED && frame.accepted) {
        CHECK(frame.wholeFrom(*frame.accepted));
        REQUIRE(frame.end.has_value());
        CHECK(*frame.end == frame.crc);
      }
    }
    camera().hears(kept.message);
    listen();
  }

  const Transcript& transcript_;
  const std::map<std::string, std::string> frames_;
  const MessageText text_;
  std::unique_ptr<SessionScript> camera_;
  std::deque<std::string> strings_;
  unsigned connection_ = 0;

  /** What the camera has said and nobody has compared yet. */
  std::deque<std::unique_ptr<Said>> said_;
  /** The transcript's handles and the camera's, on this connection. */
  std::map<uint32_t, uint32_t> handles_;
  std::map<uint32_t, CaptureId> begun_;
  /** By the camera's handle on this connection. */
  std::map<uint32_t, Received> received_;
};

/** Conversations that no proper device has: it breaks a rule in them, so that the relay shows what
 * it does about it. */
const std::map<std::string, std::string> NOT_A_DEVICES = {
    {"02-refused", "speaks before HELLO, and no camrelay at all"},
    {"11-gap", "leaves out a piece, and ends too early"},
    {"19-several-in-flight", "has more uploads unfinished than WELCOME allows"},
    {"23-growth", "sends a type that nobody knows and nobody may skip"},
    {"24-out-of-line", "breaks one rule after the other"},
    {"25-never-taken", "sends more of a frame than it announced"},
};

}  // namespace

TEST_CASE("session: plays the device in every transcript that a proper device can have") {
  size_t played = 0;
  std::set<std::string> left;
  for (const std::string& file : VectorFiles::transcripts()) {
    CAPTURE(file);
    Transcript transcript = Transcript::read(file);
    bool wrong = false;
    for (const Transcript::Step& step : transcript.steps) {
      wrong |= step.kind == Kind::DEVICE_WRONG;
    }
    if (wrong) {
      size_t start = file.rfind('/') + 1;
      left.insert(file.substr(start, file.rfind('.') - start));
      continue;
    }
    Replay(transcript).play();
    played++;
  }
  CHECK(played >= 20);
  for (const std::string& name : left) {
    CAPTURE(name);
    CHECK(NOT_A_DEVICES.count(name) == 1);
  }
  CHECK(left.size() == NOT_A_DEVICES.size());
}
