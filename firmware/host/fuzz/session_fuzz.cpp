// The whole of Session and Link, against a relay, a network, a maker and frames that do what the
// input says. What must hold is in Rules.h (what is said on a connection), Camera.h (what is told
// of captures) and Wire.h (how the transport is used); and in the end, with everything well again,
// each capture in hand comes to its end.
#include "Drawn.h"
#include "Link.h"
#include "Wire.h"

using namespace camrelay;
using namespace camrelay::fuzz;

namespace {

constexpr uint64_t EPOCH = 0xE1;
/** Identities are few, so that they meet. */
constexpr uint32_t NUMBERS = 24;
/** Steps in which everything must have come to its end, with everything well. */
constexpr int PATIENCE = 20000;

SessionSettings settings() {
  SessionSettings settings = {};
  settings.device = "porch";
  settings.token = "secret-1";
  settings.otherToken = "secret-0";
  settings.firmware = "camrelay";
  settings.board = "desk";
  settings.epoch = EPOCH;
  settings.heartbeatSeconds = 30;
  settings.answerBuffer = 1024;
  settings.charset = Charset::UTF_8;
  settings.abilities = Ability::ALL;
  settings.statusEveryMillis = 60000;
  return settings;
}

/** One run. */
class Run {
 public:
  Run(const uint8_t* bytes, size_t size)
      : drawn_(bytes, size),
        camera_(clock_),
        wire_(clock_, camera_),
        session_(settings(), clock_, camera_),
        readBuffer_(new uint8_t[MessageReader::BUFFER]),
        link_(session_, wire_, clock_, camera_, readBuffer_.get()) {}

  void run() {
    wire_.greets = drawn_.below(8) != 7;
    for (int i = 0; i < 2000 && !drawn_.done(); i++) {
      act();
    }
    getWell();
  }

 private:
  void act() {
    switch (drawn_.below(16)) {
      case 0:
      case 1:
      case 2:
        steps(drawn_.below(8) + 1);
        break;
      case 3:
        clock_.now += drawn_.oneOf({1, 19, 100, 1000, 5000, 30000, 75000, 400000});
        break;
      case 4:
      case 5:
        press();
        break;
      case 6:
      case 7:
      case 8:
      case 9:
      case 10:
        saySomething();
        break;
      case 11:
        sayBytes();
        break;
      case 12:
        spoilWire();
        break;
      case 13:
        spoilFrame();
        break;
      case 14:
        useSession();
        break;
      default:
        wire_.answers = !wire_.answers;
        camera_.print(drawn_.oneOf({100000, 1, 500}));
        break;
    }
  }

  void steps(uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
      const uint32_t wait = link_.step();
      require(wait <= Link::IDLE_MILLIS, "a link wants its turn soon");
      clock_.now += wait;
    }
  }

  CaptureId id() { return CaptureId{drawn_.below(8) == 0 ? 7 : EPOCH, drawn_.below(NUMBERS) + 1}; }

  void press() {
    Shot shot = {};
    shot.id = id();
    shot.parent = id();
    shot.takenAtKnown = drawn_.below(4) != 0;
    shot.takenAt = clock_.now - static_cast<int64_t>(drawn_.below(1000)) * 100;
    const uint32_t size = drawn_.oneOf({0, 1, 100, 4083, 4084, 4085, 9000, 12252});
    const uint32_t question = drawn_.oneOf({0, 5, 2000, 5000});
    camera_.offer(session_, shot, size, drawn_.byte(), question);
  }

  /** One that the device has bound, or one of the relay's; seldom one of nobody's. */
  uint32_t handle() {
    const uint32_t drawn = drawn_.byte();
    if (drawn < 0x90) {
      const uint32_t back = drawn % 16 < 10 ? 0 : drawn % 16 - 10;
      return wire_.lastBound > back ? wire_.lastBound - back : 1;
    }
    return drawn < 0xF0 ? Limits::RELAY_HANDLES + drawn % 8 : drawn + 100;
  }

  uint32_t span() { return drawn_.oneOf({0, 1, 99, 1000, 20000, 3600000}); }

  void saySomething() {
    const uint32_t kind = drawn_.below(18);
    const uint32_t about = handle();
    Message message = messageOf(MessageType::PING, 0);
    switch (kind) {
      case 0:
        message = messageOf(MessageType::WELCOME, 0);
        message.welcome = Welcome{0,
                                  30,
                                  drawn_.oneOf({1024, 64, 500000}),
                                  drawn_.u16(),
                                  1,
                                  static_cast<uint8_t>(drawn_.below(4) + 1),
                                  ProfileData()};
        message.welcome.profile.intervalSeconds = drawn_.below(20);
        break;
      case 1:
      case 2:
        message = messageOf(MessageType::CAPTURE_ACCEPT, about);
        message.captureAccept.offset = drawn_.oneOf({0, 1, 100, 4084, 5000, 9000, 12252, 20000});
        break;
      case 3:
        message = messageOf(MessageType::CAPTURE_PROGRESS, about);
        break;
      case 4:
      case 5:
        message = messageOf(MessageType::CAPTURE_STORED, about);
        break;
      case 6:
        message = messageOf(MessageType::STAGE, about);
        break;
      case 7:
        sayAnswer(about);
        return;
      case 8:
        texts_.erase(about);
        message = messageOf(MessageType::ANSWER_BEGIN, about);
        message.answerBegin.id = id();
        break;
      case 9:
      case 10:
        message = messageOf(MessageType::ANSWER_TEXT, about);
        message.answerText = answerText(about);
        break;
      case 11:
        message = messageOf(MessageType::ANSWER_END, about);
        message.answerEnd.generation = texts_[about].first + drawn_.oneOf({0, 1});
        message.answerEnd.length = texts_[about].second + drawn_.oneOf({0, 0, 0, 1});
        break;
      case 12:
        message = messageOf(MessageType::FAILED, about);
        break;
      case 13:
        message = messageOf(MessageType::DEFERRED, about);
        message.deferred.retryAfterMillis = span();
        break;
      case 14:
        message.ping.nonce = drawn_.byte();
        break;
      case 15:
        sayOrder();
        return;
      case 16:
        message = messageOf(MessageType::GOODBYE, 0);
        message.goodbye.returnAfterMillis = span();
        break;
      default:
        message = messageOf(MessageType::REFUSED, 0);
        message.refused.code = drawn_.below(2) == 0 ? Code::UNAUTHORIZED : Code::DRAINING;
        message.refused.retryAfterMillis = span();
        break;
    }
    wire_.say(message);
  }

  /** An answer from its beginning to its end. */
  void sayAnswer(uint32_t about) {
    texts_.erase(about);
    Message message = messageOf(MessageType::ANSWER_BEGIN, about);
    message.answerBegin.id = id();
    wire_.say(message);
    for (uint32_t i = drawn_.below(4); i > 0; i--) {
      message = messageOf(MessageType::ANSWER_TEXT, about);
      message.answerText = answerText(about);
      wire_.say(message);
    }
    message =
        messageOf(drawn_.below(4) == 0 ? MessageType::FAILED : MessageType::ANSWER_END, about);
    if (message.type == MessageType::ANSWER_END) {
      const auto text = texts_[about];
      message.answerEnd.generation = text.first == 0 ? 1 : text.first;
      message.answerEnd.length = text.second;
    }
    wire_.say(message);
  }

  /** As a rule one that goes on where the one before has ended, or begins anew. */
  AnswerText answerText(uint32_t about) {
    static const uint8_t WORDS[2000] = {};
    std::pair<uint32_t, uint32_t>& text = texts_[about];
    const uint32_t anew = drawn_.oneOf({0, 0, 0, 1});
    if (anew == 1 || text.first == 0) {
      text = std::make_pair(text.first + 1, 0);
    }
    const uint32_t size = drawn_.oneOf({1, 0, 511, 512, 1024, 1025});
    const AnswerText said = {text.first, text.second + drawn_.oneOf({0, 0, 0, 0, 0, 0, 0, 1}),
                             Bytes{WORDS, size}};
    text.second += size;
    return said;
  }

  void sayOrder() {
    static const char* const TOKENS[] = {"a", "b", "secret-1"};
    static const MessageType ORDERS[] = {MessageType::PROFILE, MessageType::CAPTURE_NOW,
                                         MessageType::NOTICE, MessageType::TOKEN,
                                         MessageType::REBOOT};
    Message message = messageOf(ORDERS[drawn_.below(5)], 0);
    if (message.type == MessageType::PROFILE) {
      message.profile.intervalSeconds = drawn_.below(20);
    } else if (message.type == MessageType::TOKEN) {
      message.token.token = text(TOKENS[drawn_.below(3)]);
    } else if (message.type == MessageType::REBOOT) {
      message.reboot.delayMillis = span();
    }
    wire_.say(message);
  }

  void sayBytes() {
    const std::vector<uint8_t> bytes = drawn_.bytes(drawn_.below(64) + 1);
    wire_.down.insert(wire_.down.end(), bytes.begin(), bytes.end());
  }

  void spoilWire() {
    switch (drawn_.below(8)) {
      case 0:
        wire_.cut = true;
        break;
      case 1:
        wire_.mostWritten = drawn_.oneOf({1, 7, 1000, 100000});
        break;
      case 2:
        wire_.mostRead = drawn_.oneOf({1, 7, 1000, 100000});
        break;
      case 3:
        wire_.networkFault = LinkFault::WIFI_LOST;
        break;
      case 4:
        wire_.networkFault = LinkFault::NONE;
        break;
      case 5:
        wire_.openFault = drawn_.below(2) == 0 ? LinkFault::NONE : LinkFault::TLS_MEMORY;
        break;
      case 6:
        wire_.openMillis = drawn_.oneOf({0, 200, 25000});
        break;
      default:
        wire_.writeMillis = drawn_.oneOf({0, 1, 9000});
        break;
    }
  }

  void spoilFrame() {
    if (camera_.held.empty()) {
      return;
    }
    auto found = camera_.held.begin();
    std::advance(found, drawn_.below(static_cast<uint32_t>(camera_.held.size())));
    if (drawn_.below(2) == 0) {
      found->second->broken = !found->second->broken;
    } else {
      found->second->content->changed = true;
    }
  }

  void useSession() {
    switch (drawn_.below(8)) {
      case 0:
      case 1:
        session_.cancel(id());
        break;
      case 2:
        session_.reconnect();
        break;
      case 3:
        session_.log(LogLevel::INFO, text("a line"), 1);
        break;
      case 4:
        session_.safe(drawn_.below(2) == 0);
        break;
      case 5: {
        FlightRecord flight = {};
        flight.rssi = static_cast<int8_t>(drawn_.byte());
        session_.vitals(flight);
        break;
      }
      case 6:
        session_.counts(drawn_.u16(), 1);
        break;
      default:
        session_.interval(drawn_.below(100), clock_.now);
        break;
    }
  }

  /** Everything is well again, and the relay does as it should: each capture comes to its end. */
  void getWell() {
    wire_.networkFault = LinkFault::NONE;
    wire_.openFault = LinkFault::NONE;
    wire_.mostWritten = SIZE_MAX;
    wire_.mostRead = SIZE_MAX;
    wire_.openMillis = 0;
    wire_.writeMillis = 0;
    wire_.answers = true;
    wire_.heartbeat = Limits::MAX_HEARTBEAT;
    wire_.cut = true;
    for (auto& one : camera_.held) {
      one.second->broken = false;
    }
    for (int i = 0; i < PATIENCE && !camera_.held.empty(); i++) {
      camera_.print(100000);
      if (link_.step() > 0) {
        clock_.now = std::max(clock_.now + Link::IDLE_MILLIS, session_.wakeAt(clock_.now));
      }
    }
    require(camera_.held.empty(), "with everything well, each capture comes to its end");
  }

  Drawn drawn_;
  /** Generation and bytes of the texts that were said on a handle. */
  std::map<uint32_t, std::pair<uint32_t, uint32_t>> texts_;
  FakeClock clock_;
  Camera camera_;
  Wire wire_;
  Session session_;
  const std::unique_ptr<uint8_t[]> readBuffer_;
  Link link_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::make_unique<Run>(data, size)->run();
  return 0;
}
