#include "Link.h"

#include <doctest/doctest.h>

#include "ScriptedTransport.h"
#include "SessionScript.h"

using namespace camrelay;
using namespace camrelay::script;
using Script = SessionScript;

namespace {

/** A camera with a link, and the relay's end of it. */
class LinkScript : public SessionScript {
 public:
  explicit LinkScript(const SessionSettings& settings = Script::settings())
      : SessionScript(settings),
        transport(clock),
        link(session, transport, clock, told, buffer.data()) {}

  /** Some turns at the same time. */
  void turns(int count = 50) {
    for (int i = 0; i < count; i++) {
      wait = link.step();
    }
  }

  /** Turns until so many milliseconds have passed. */
  void pass(int64_t millis) {
    int64_t end = clock.now + millis;
    while (clock.now < end) {
      wait = link.step();
      int64_t left = end - clock.now;
      clock.now += wait < 1 ? 1 : (wait < left ? wait : left);
    }
    wait = link.step();
  }

  void says(const Message& message) {
    std::vector<uint8_t> bytes(MessageReader::BUFFER);
    size_t size = MessageWriter::write(message, bytes.data(), bytes.size());
    REQUIRE(size > 0);
    transport.down.insert(transport.down.end(), bytes.begin(), bytes.begin() + size);
  }

  /** What has arrived at the relay since the last call, as words. */
  std::string arrived() {
    std::vector<uint8_t> itsBuffer(MessageReader::BUFFER);
    MessageReader reader(Sender::DEVICE, itsBuffer.data());
    const uint8_t* at = transport.up.data();
    size_t left = transport.up.size();
    std::string words;
    Message message;
    while (reader.read(&at, &left, &message) == MessageReader::Result::MESSAGE) {
      words += words.empty() ? "" : " ";
      words += word(message.type);
    }
    transport.up.clear();
    return words;
  }

  void letIn() {
    turns(2);
    says(welcome());
    turns(2);
    transport.up.clear();
    transport.writes.clear();
  }

  std::vector<uint8_t> buffer = std::vector<uint8_t>(MessageReader::BUFFER);
  ScriptedTransport transport;
  Link link;
  uint32_t wait = 0;
};

}  // namespace

TEST_CASE("link: connects, says HELLO, and is let in") {
  LinkScript camera;
  camera.turns(2);
  CHECK(camera.arrived() == "HELLO");
  CHECK(camera.wait <= Link::IDLE_MILLIS);
  CHECK_FALSE(camera.session.open());
  camera.says(Script::welcome());
  camera.turns(2);
  CHECK(camera.session.open());
  CHECK(camera.told.of("connecting")[0].number == 1);
  CHECK(camera.told.of("secured")[0].number == 40);
  CHECK(camera.wait == Link::IDLE_MILLIS);
}

TEST_CASE("link: one message is one write of at most 4096 bytes") {
  LinkScript camera;
  camera.letIn();
  camera.press(1, 2 * Upload::PIECE + 1);
  camera.turns();
  CHECK(camera.transport.writes.size() == 5);
  CHECK(camera.transport.writes[1] == Session::LARGEST);
  CHECK(camera.transport.writes[2] == Session::LARGEST);
  CHECK(camera.arrived() == "CAPTURE_BEGIN CAPTURE_DATA CAPTURE_DATA CAPTURE_DATA CAPTURE_END");
}

TEST_CASE("link: short writes go on where they stopped, are counted, and let it read in between") {
  LinkScript camera;
  camera.letIn();
  camera.transport.mostTaken = 1;
  camera.says(Script::ping(7));
  camera.press(1, 100);
  camera.turns(500);
  CHECK(camera.arrived() == "PONG CAPTURE_BEGIN CAPTURE_DATA CAPTURE_END");
  camera.transport.mostTaken = SIZE_MAX;
  camera.press(2, 1);
  camera.turns(2);
  std::vector<uint8_t> up = camera.transport.up;
  Said begin(up.data(), Limits::HEADER + 64 + 11);
  REQUIRE(begin.readable);
  // Of each message every byte but the last was one.
  CHECK(begin.message.captureBegin.flight.writeStalls == 15 + 82 + 111 + 11);
}

TEST_CASE("link: reads between the writes of a long frame") {
  LinkScript camera;
  camera.letIn();
  camera.press(1, 50 * Upload::PIECE);
  camera.link.step();
  CHECK(camera.transport.writes.size() == Link::MESSAGES_A_TURN);
  camera.says(Script::deferred(1, Code::BUSY, 5000));
  camera.turns();
  CHECK(camera.transport.writes.size() == Link::MESSAGES_A_TURN);
  CHECK(camera.told.count("deferred") == 1);
}

TEST_CASE("link: understands messages however they come") {
  for (size_t most : {size_t(1), size_t(7), size_t(1024), SIZE_MAX}) {
    LinkScript camera;
    camera.letIn();
    camera.transport.mostRead = most;
    for (uint32_t i = 0; i < 30; i++) {
      camera.says(Script::answer(Limits::RELAY_HANDLES + i, 100 + i));
      camera.says(Script::failed(Limits::RELAY_HANDLES + i, Code::DEADLINE));
    }
    camera.turns(1000);
    CHECK(camera.told.count("failed") == 30);
  }
}

TEST_CASE("link: a flood that it cannot answer is not read, and nothing of it is lost") {
  LinkScript camera;
  camera.letIn();
  camera.told.answerRoom = 0;
  for (uint32_t i = 0; i < 200; i++) {
    camera.says(Script::answer(Limits::RELAY_HANDLES + i, 100 + i));
    camera.says(Script::failed(Limits::RELAY_HANDLES + i, Code::DEADLINE));
  }
  camera.pass(200000);
  CHECK(camera.told.count("failed") == 0);
  CHECK(camera.told.count("linkLost") == 0);  // its own choice is no silence
  camera.told.answerRoom = 1024;
  camera.turns(1000);
  CHECK(camera.told.count("failed") == 200);
  for (uint64_t i = 0; i < 1000; i++) {
    camera.says(Script::ping(i));
  }
  camera.transport.up.clear();
  camera.turns(1000);
  CHECK(camera.transport.up.size() == 16000);
}

TEST_CASE("link: a write of 0 means that the connection is over; it is closed once, not retried") {
  LinkScript camera;
  camera.letIn();
  camera.transport.writesLeft = 2;
  camera.press(1, 10 * Upload::PIECE);
  camera.turns();
  CHECK(camera.transport.closes == 1);
  CHECK(camera.told.lostFault == LinkFault::CONNECTION_LOST);
  int64_t wait = camera.told.of("linkLost")[0].number;
  CHECK(wait >= 800);
  CHECK(wait <= 1200);
  camera.transport.writesLeft = SIZE_MAX;
  camera.pass(wait - 1);
  CHECK(camera.transport.opens == 1);
  camera.pass(2);
  CHECK(camera.transport.opens == 2);
  camera.says(Script::welcome());
  camera.arrived();
  camera.turns();
  CHECK(camera.arrived() == "CAPTURE_BEGIN");
}

TEST_CASE("link: hears the relay's last words, hangs up, and comes back when it says") {
  LinkScript camera;
  camera.letIn();
  camera.says(Script::goodbye(Code::DRAINING, 30000));
  camera.says(messageOf(MessageType::NOTICE));
  camera.transport.ended = true;
  camera.turns();
  CHECK(camera.told.count("goodbye") == 1);
  CHECK(camera.told.count("notice") == 0);
  CHECK(camera.transport.closes == 1);
  CHECK(camera.told.of("linkLost")[0].text == "goodbye");
  camera.pass(29900);
  CHECK(camera.transport.opens == 1);
  camera.pass(6200);
  CHECK(camera.transport.opens == 2);
}

TEST_CASE("link: hangs up on what cannot be read") {
  LinkScript camera;
  camera.letIn();
  for (uint8_t byte : {0x3f, 0, 0, 2, 0, 0, 0, 0}) {
    camera.transport.down.push_back(byte);
  }
  camera.turns();
  CHECK(camera.told.count("relayMisbehaved") == 1);
  CHECK(camera.transport.closes == 1);
}

TEST_CASE("link: tells why it cannot connect, and tries again later each time") {
  LinkScript camera;
  camera.transport.openFault = LinkFault::TLS_CERTIFICATE;
  camera.transport.openNumber = -9984;
  camera.transport.openMillis = 700;
  camera.turns();
  CHECK(camera.told.lostFault == LinkFault::TLS_CERTIFICATE);
  CHECK(camera.told.lostNumber == -9984);
  CHECK(camera.transport.closes == 0);
  camera.pass(300000);
  CHECK(camera.transport.opens >= 9);
  CHECK(camera.transport.opens <= 12);
  CHECK(camera.told.of("connecting").back().number == camera.transport.opens);
}

TEST_CASE("link: a lost network closes the link, and it connects as soon as there is one again") {
  LinkScript camera;
  camera.letIn();
  camera.transport.wifiFault = LinkFault::WIFI_LOST;
  camera.turns();
  CHECK(camera.transport.closes == 1);
  CHECK(camera.told.lostFault == LinkFault::WIFI_LOST);
  CHECK(camera.told.count("linkLost") == 1);
  camera.transport.wifiFault = LinkFault::WIFI_JOINING;
  camera.pass(30000);
  CHECK(camera.told.count("linkLost") == 1);
  CHECK(camera.transport.opens == 1);
  camera.transport.wifiFault = LinkFault::NONE;
  camera.turns(1);
  CHECK(camera.transport.opens == 2);
}

TEST_CASE("link: says why there is no network: at once where that is known, and now and then") {
  LinkScript camera;
  camera.transport.wifiFault = LinkFault::WIFI_JOINING;
  camera.pass(Link::NETWORK_PATIENCE - 1);
  CHECK(camera.told.count("linkLost") == 0);
  camera.pass(1);
  CHECK(camera.told.count("linkLost") == 1);
  camera.transport.wifiFault = LinkFault::WIFI_PASSWORD;
  camera.turns();
  CHECK(camera.told.count("linkLost") == 2);
  CHECK(camera.told.lostFault == LinkFault::WIFI_PASSWORD);
  camera.transport.wifiFault = LinkFault::WIFI_JOINING;
  camera.turns();
  camera.transport.wifiFault = LinkFault::WIFI_PASSWORD;
  camera.pass(Link::NETWORK_REMINDER - 1);
  CHECK(camera.told.count("linkLost") == 2);
  camera.pass(1);
  CHECK(camera.told.count("linkLost") == 3);
  CHECK(camera.transport.opens == 0);
}

TEST_CASE("link: gives up a relay that has fallen silent, and asks it before") {
  LinkScript camera;
  camera.letIn();
  camera.pass(74900);
  CHECK(camera.arrived() == "PING PING");
  CHECK(camera.transport.closes == 0);
  camera.pass(200);
  CHECK(camera.transport.closes == 1);
  CHECK(camera.told.of("linkLost")[0].text != "");
}

TEST_CASE("link: does not take a relay for silent whose words lie unread") {
  LinkScript camera;
  camera.letIn();
  camera.clock.now += 100000;  // a write or the card took long
  camera.says(Script::ping(1));
  camera.turns();
  CHECK(camera.transport.closes == 0);
  CHECK(camera.arrived() == "PONG");
}

TEST_CASE("link: restarts the board with the link closed, or without a link") {
  LinkScript camera;
  camera.letIn();
  camera.says(Script::reboot(1000));
  camera.pass(990);
  CHECK(camera.told.count("reboot") == 0);
  camera.pass(20);
  CHECK(camera.told.count("reboot") == 1);
  CHECK(camera.transport.closes == 1);
  CHECK(camera.told.events[camera.told.events.size() - 2].what == "linkLost");

  LinkScript offline;
  offline.letIn();
  offline.says(Script::reboot(1000));
  offline.turns();
  offline.transport.wifiFault = LinkFault::WIFI_LOST;
  offline.pass(1010);
  CHECK(offline.told.count("reboot") == 1);
}

TEST_CASE("link: asks for photos of the interval while there is no network") {
  LinkScript camera;
  camera.session.interval(60, camera.clock.now);
  camera.transport.wifiFault = LinkFault::WIFI_NOT_FOUND;
  camera.pass(185000);
  CHECK(camera.told.count("photoWanted") == 3);
}

TEST_CASE("link: reads a frame again for its CRC without a pause") {
  LinkScript camera;
  camera.letIn();
  camera.press(1, 40 * Upload::PIECE);
  camera.link.step();
  camera.transport.ended = true;
  camera.turns(2);
  camera.transport.ended = false;
  camera.session.reconnect();
  camera.turns(2);
  camera.says(Script::welcome());
  camera.turns(2);
  camera.says(Script::accept(1, 40 * Upload::PIECE));
  camera.arrived();
  for (int i = 0; i < 40; i++) {
    CHECK(camera.link.step() == 0);
  }
  camera.turns(3);
  CHECK(camera.arrived() == "CAPTURE_END");
}
