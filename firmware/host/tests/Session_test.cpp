#include <doctest/doctest.h>

#include "SessionScript.h"

using namespace camrelay;
using namespace camrelay::script;
using Script = SessionScript;

namespace {

int64_t waits(Script& camera) { return camera.session.connectAt() - camera.clock.now; }

void checkBetween(int64_t value, int64_t least, int64_t most) {
  CHECK(value >= least);
  CHECK(value <= most);
}

}  // namespace

TEST_CASE("session: asks a silent relay, and then gives it up [R-LIV-1] [R-LIV-3]") {
  Script camera;
  camera.open();

  camera.pass(29999);
  CHECK(camera.says().empty());
  CHECK(camera.session.wakeAt(camera.clock.now) == camera.clock.now + 1);
  camera.pass(1);
  CHECK(camera.saysWords() == "PING");
  camera.pass(30000);
  CHECK(camera.saysWords() == "PING");
  camera.pass(14999);
  CHECK(camera.session.parting(camera.clock.now) == nullptr);
  camera.pass(1);
  CHECK(camera.session.parting(camera.clock.now) != nullptr);
  CHECK(camera.says().empty());
}

TEST_CASE("session: gives up a relay that never says WELCOME") {
  Script camera;
  camera.secure();
  CHECK(camera.saysWords() == "HELLO");
  camera.pass(74999);
  CHECK(camera.session.parting(camera.clock.now) == nullptr);
  CHECK(camera.says().empty());
  camera.pass(1);
  CHECK(camera.session.parting(camera.clock.now) != nullptr);
}

TEST_CASE("session: takes any byte for life [R-LIV-4]") {
  Script camera;
  camera.open();
  camera.pass(70000);
  camera.session.heard(camera.clock.now);
  camera.pass(70000);
  CHECK(camera.session.parting(camera.clock.now) == nullptr);
}

TEST_CASE("session: answers a ping before anything else [R-LIV-2]") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.hears(Script::ping(0xFEED));
  auto said = camera.says();
  CHECK(said[0]->type() == MessageType::PONG);
  CHECK(said[0]->message.pong.nonce == 0xFEED);
}

TEST_CASE("session: a flood of pings costs no memory, and is not heard faster than answered") {
  Script camera;
  camera.open();
  for (uint64_t i = 1; i <= Session::PONGS; i++) {
    CHECK(camera.session.hears());
    camera.hears(Script::ping(i));
  }
  CHECK_FALSE(camera.session.hears());
  camera.hears(Script::ping(100));
  auto said = camera.says();
  REQUIRE(said.size() == Session::PONGS);
  CHECK(said[0]->message.pong.nonce == 2);
  CHECK(said.back()->message.pong.nonce == 100);
  CHECK(camera.session.hears());
}

TEST_CASE("session: uses the heartbeat that was agreed") {
  Script camera;
  camera.secure();
  camera.says();
  Message welcome = Script::welcome();
  welcome.welcome.heartbeat = 5;
  camera.hears(welcome);
  camera.pass(5000);
  CHECK(camera.saysWords() == "PING");
}

TEST_CASE("session: obeys GOODBYE and ignores what follows [R-CON-8]") {
  Script camera;
  camera.open();
  camera.hears(Script::goodbye(Code::DRAINING, 20000));
  camera.hears(messageOf(MessageType::NOTICE));

  CHECK(camera.session.parting(camera.clock.now) != nullptr);
  CHECK(camera.says().empty());
  CHECK(camera.told.count("notice") == 0);
  camera.cut();
  CHECK(camera.told.of("linkLost")[0].text == "goodbye");
  CHECK(camera.told.lostFault == LinkFault::NONE);  // the session knows it better
}

TEST_CASE("session: comes back not before the time that the relay names [R-REC-2]") {
  Script camera;
  for (int i = 0; i < 100; i++) {
    camera.open();
    camera.hears(Script::goodbye(Code::DRAINING, 20000));
    camera.cut();
    checkBetween(waits(camera), 20000, 24000);
    camera.secure();
    camera.says();
    camera.hears(Script::refused(Code::TOO_MANY_CONNECTIONS, 30000));
    camera.cut();
    checkBetween(waits(camera), 30000, 36000);
    // Nor for the maker's or the network's sake.
    camera.session.reconnect();
    checkBetween(waits(camera), 30000, 36000);
    camera.session.networkBack();
    checkBetween(waits(camera), 30000, 36000);
    camera.pass(36000);
  }
}

TEST_CASE("session: comes back even from the longest time that a relay can name") {
  Script camera;
  camera.open();
  camera.hears(Script::goodbye(Code::DRAINING, 0xFFFFFFFFu));
  camera.cut();
  checkBetween(waits(camera), 0xFFFFFFFFll, 0xFFFFFFFFll / 5 * 6 + 1);
  CHECK(camera.told.of("linkLost")[0].number == 0xFFFFFFFFll);
}

TEST_CASE("session: comes back later each time until it is welcome [R-REC-1]") {
  Script camera;
  const int64_t seconds[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
  for (int64_t second : seconds) {
    camera.cut();
    checkBetween(waits(camera), second * 800, second * 1200);
  }
  camera.open();
  camera.cut();
  checkBetween(waits(camera), 800, 1200);
}

TEST_CASE("backoff: spreads by 20 % either way and not beyond") {
  FakeClock clock;
  Backoff backoff(clock);
  clock.fixedRandom = 0;
  CHECK(backoff.next() == 800);
  CHECK(backoff.longest() == 48000);
  CHECK(backoff.after(20000) == 20000);
  clock.fixedRandom = 0xFFFFFFFF;
  CHECK(backoff.next() == 2400);
  CHECK(backoff.longest() == 72000);
  CHECK(backoff.after(20000) == 24000);
  CHECK(backoff.after(1) == 1);
  backoff.reset();
  CHECK(backoff.next() == 1200);
}

TEST_CASE("session: does not wait for its turn while there is no network, and not longer") {
  Script camera;
  for (int i = 0; i < 5; i++) {
    camera.session.disconnected(nullptr, LinkFault::WIFI_LOST, 0, camera.clock.now);
    CHECK(waits(camera) == 0);
  }
  camera.cut();
  checkBetween(waits(camera), 800, 1200);
  camera.session.networkBack();
  CHECK(camera.session.connectAt() <= camera.clock.now);
}

TEST_CASE("session: tries rarely where trying does not help") {
  for (Code code : {Code::UNAUTHORIZED, Code::REVOKED, Code::VERSION}) {
    Script camera;
    camera.secure();
    camera.says();
    camera.hears(Script::refused(code, 0));
    camera.cut();
    checkBetween(waits(camera), 48000, 72000);
    CHECK(camera.told.count("refused") == 1);
  }
}

TEST_CASE("session: reconnects at once when the maker wants it") {
  Script camera;
  camera.open();
  camera.session.reconnect();
  REQUIRE(camera.session.parting(camera.clock.now) != nullptr);
  CHECK(camera.says().empty());
  camera.cut();
  CHECK(waits(camera) == 0);
  camera.cut();
  CHECK(waits(camera) > 0);
  camera.session.reconnect();
  CHECK(camera.session.connectAt() <= camera.clock.now);
}

TEST_CASE("session: keeps a new token and uses it on the next connection [R-OPS-3]") {
  for (bool works : {true, false}) {
    Script camera;
    camera.told.storageWorks = works;
    camera.open();
    camera.hears(Script::token("secret-2"));
    CHECK(camera.told.of("keepToken")[0].text == "secret-2");
    camera.cut();
    camera.secure();
    CHECK(camera.says()[0]->message.hello.token == text(works ? "secret-2" : "secret-1"));
  }
}

TEST_CASE("session: tries the other token once where the relay does not know the one") {
  SessionSettings settings = Script::settings();
  settings.token = "from-the-storage";
  settings.otherToken = "as-flashed";
  Script camera(settings);
  camera.secure();
  CHECK(camera.says()[0]->message.hello.token == text("from-the-storage"));
  camera.hears(Script::refused(Code::UNAUTHORIZED, 0));
  camera.cut();
  checkBetween(waits(camera), 800, 1200);
  camera.secure();
  CHECK(camera.says()[0]->message.hello.token == text("as-flashed"));
  camera.hears(Script::refused(Code::UNAUTHORIZED, 0));
  camera.cut();
  checkBetween(waits(camera), 48000, 72000);
  camera.secure();
  CHECK(camera.says()[0]->message.hello.token == text("from-the-storage"));
  camera.hears(Script::welcome());
  camera.cut();
  camera.secure();
  CHECK(camera.says()[0]->message.hello.token == text("from-the-storage"));
}

TEST_CASE("session: says what is wrong where its own settings cannot be sent") {
  SessionSettings settings = Script::settings();
  settings.device = "";
  Script camera(settings);
  camera.secure();
  CHECK(camera.saysOne() == nullptr);
  REQUIRE(camera.session.parting(camera.clock.now) != nullptr);
  camera.cut();
  checkBetween(waits(camera), 48000, 72000);
}

TEST_CASE("session: restarts once everything is safe") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.says();
  camera.session.safe(false);
  camera.hears(Script::reboot(1000));
  CHECK(camera.told.of("rebootWanted")[0].number == 1000);
  camera.pass(2000);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));  // a frame is not stored
  camera.hears(Script::stored(1));
  camera.session.safe(true);
  CHECK(camera.session.takeReboot(camera.clock.now));
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));  // once
}

TEST_CASE("session: restarts not before its time, and not in the middle of an answer") {
  Script camera;
  camera.open();
  camera.hears(Script::reboot(1000));
  camera.pass(999);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));
  camera.hears(Script::answer(Limits::RELAY_HANDLES, 1));
  camera.pass(1);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));
  camera.hears(Script::end(Limits::RELAY_HANDLES, 1, 0));
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));  // not acknowledged yet
  camera.says();
  CHECK(camera.session.takeReboot(camera.clock.now));
}

TEST_CASE("session: what is kept delays a restart for a minute, what is not for five") {
  Script camera;
  camera.open();
  camera.press(1, 50);
  camera.hears(Script::reboot(0));
  camera.pass(Orders::REBOOT_PATIENCE - 1);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));
  camera.pass(1);
  camera.session.safe(false);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));
  camera.session.safe(true);
  CHECK(camera.session.takeReboot(camera.clock.now));

  camera.hears(Script::reboot(0));
  camera.session.safe(false);
  camera.pass(Orders::LONGEST_REBOOT_PATIENCE - 1);
  CHECK_FALSE(camera.session.takeReboot(camera.clock.now));
  camera.pass(1);
  CHECK(camera.session.takeReboot(camera.clock.now));
}

TEST_CASE("session: wants photos when the operator or the interval does, with a link or without") {
  Script camera;
  camera.open();
  Message now = messageOf(MessageType::CAPTURE_NOW);
  now.captureNow.question = text("Is it raining?");
  camera.hears(now);
  Message profile = messageOf(MessageType::PROFILE);
  profile.profile =
      ProfileData{2, 10, ProfileData::OWN_QUALITY, false, text(""), text("Is it open?")};
  camera.hears(profile);
  CHECK(camera.told.of("profile").back().text == "Is it open?");
  camera.pass(9999);
  camera.session.elapse(camera.clock.now);
  REQUIRE(camera.told.count("photoWanted") == 1);
  CHECK(camera.told.of("photoWanted")[0].number == static_cast<int64_t>(Trigger::REMOTE));
  CHECK(camera.told.of("photoWanted")[0].text == "Is it raining?");
  camera.pass(1);
  camera.cut();
  camera.session.elapse(camera.clock.now);
  camera.session.elapse(camera.clock.now);
  REQUIRE(camera.told.count("photoWanted") == 2);
  CHECK(camera.told.of("photoWanted")[1].number == static_cast<int64_t>(Trigger::TIMER));
  profile.profile.intervalSeconds = 0;
  camera.open();
  camera.hears(profile);
  camera.pass(100000);
  camera.session.elapse(camera.clock.now);
  CHECK(camera.told.count("photoWanted") == 2);
}

TEST_CASE("session: the interval from the storage counts until the relay says another one") {
  Script camera;
  camera.session.interval(60, camera.clock.now);
  camera.pass(30000);
  camera.secure();
  camera.says();
  camera.hears(Script::welcome(4, 60));  // the same: it goes on
  camera.pass(30000);
  camera.session.elapse(camera.clock.now);
  CHECK(camera.told.count("photoWanted") == 1);
}

TEST_CASE(
    "session: sends telemetry right after WELCOME and every so often, and logs once there "
    "is a link") {
  SessionSettings settings = Script::settings();
  settings.statusEveryMillis = 60000;
  Script camera(settings);
  camera.session.counts(3, 4);
  camera.session.log(LogLevel::WARN, text("no card"), 1234);
  camera.open();

  auto said = camera.says();
  REQUIRE(said.size() == 2);
  REQUIRE(said[0]->type() == MessageType::STATUS);
  CHECK(said[0]->message.status.queued == 3);
  CHECK(said[0]->message.status.dropped == 4);
  CHECK(said[0]->message.status.flight.freeHeap == Limits::UNKNOWN);
  REQUIRE(said[1]->type() == MessageType::LOG);
  CHECK(said[1]->message.log.text == text("no card"));
  CHECK(said[1]->message.log.uptimeMillis == 1234);
  CHECK(said[1]->message.log.level == LogLevel::WARN);
  CHECK(camera.says().empty());
  camera.pass(29000);
  camera.hears(messageOf(MessageType::PONG));  // so that no ping is due
  camera.pass(30999);
  camera.session.heard(camera.clock.now);
  CHECK(camera.says().empty());
  camera.pass(1);
  CHECK(camera.saysWords() == "STATUS");
}

TEST_CASE("session: keeps a few lines of log, and leaves the others to the caller") {
  Script camera;
  for (uint32_t i = 0; i < Session::LOG_LINES; i++) {
    CHECK(camera.session.logRoom() == Session::LOG_LINES - i);
    camera.session.log(LogLevel::INFO, text("line"), i);
  }
  CHECK(camera.session.logRoom() == 0);
  camera.session.log(LogLevel::INFO, text("lost"), 99);
  camera.open();
  auto said = camera.says();
  REQUIRE(said.size() == Session::LOG_LINES);
  CHECK(said.back()->message.log.uptimeMillis == Session::LOG_LINES - 1);
  std::string tooLong(600, 'x');
  camera.session.log(LogLevel::INFO, text(tooLong.c_str()), 0);
  camera.session.log(LogLevel::INFO, text("bad \xff"), 1);
  camera.session.log(LogLevel::INFO, text("good"), 2);
  said = camera.says();
  REQUIRE(said.size() == 2);
  CHECK(said[0]->message.log.text.size == Limits::MAX_TEXT);
  CHECK(said[1]->message.log.uptimeMillis == 2);
}
