#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "../shims/Script.h"
#include "../shims/World.h"
#include "Board.h"
#include "Peer.h"
#include "WiFi.h"
#include "WiFiClientSecure.h"
#include "esp_heap_caps.h"
#include "lwip/sockets.h"
#include "mbedtls/platform.h"

namespace {

const IPAddress HERE(127, 0, 0, 1);

struct TestClient : WiFiClientSecure {
  TestClient() {
    setConnectionTimeout(10000);
    setHandshakeTimeout(15);
  }
  bool open(const Peer& peer, const std::string& ca = Certificates::get().ca()) {
    return connect(HERE, peer.port(), "camrelay", ca.c_str(), nullptr, nullptr) == 1;
  }
  int error() {
    char words[100];
    return lastError(words, sizeof(words));
  }
};

size_t writeAll(TestClient& client, const std::string& bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const size_t n =
        client.write(reinterpret_cast<const uint8_t*>(bytes.data()) + done, bytes.size() - done);
    if (n == 0) {
      break;
    }
    done += n;
  }
  return done;
}

/** Reads until so many bytes have come, or the client has closed. */
std::string readAll(TestClient& client, size_t size) {
  std::string all;
  for (int i = 0; i < 5000 && all.size() < size && client.connected(); i++) {
    uint8_t bytes[4096];
    const int n = client.read(bytes, sizeof(bytes));
    if (n > 0) {
      all.append(reinterpret_cast<char*>(bytes), static_cast<size_t>(n));
    } else {
      delay(20);
    }
  }
  return all;
}

std::string noise(size_t size) {
  std::string bytes(size, 'x');
  for (size_t i = 0; i < size; i++) {
    bytes[i] = static_cast<char>('a' + i % 23);
  }
  return bytes;
}

}  // namespace

TEST_CASE("a client that trusts the CA and finds the name is connected, and both sides talk") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  CHECK(client.available() == 0);
  uint8_t byte;
  CHECK(client.read(&byte, 1) == -1);
  CHECK(writeAll(client, "hello\n") == 6);
  CHECK(peer.hears("hello\n"));
  peer.say("good day\n");
  CHECK(readAll(client, 9) == "good day\n");
  CHECK(client.connected());
  client.stop();
  CHECK_FALSE(client.connected());
  CHECK(client.fd() == 0);
}

TEST_CASE("a write takes at most 16384 bytes") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  const std::string bytes = noise(60000);
  CHECK(client.write(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) == 16384);
  client.stop();
}

TEST_CASE("what is written in pieces of one byte arrives whole") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  REQUIRE(host::command("write at most 1"));
  const std::string bytes = noise(500) + "\n";
  const uint64_t before = host::world->shortWrites;
  CHECK(writeAll(client, bytes) == bytes.size());
  CHECK(host::world->shortWrites - before == 500);
  CHECK(peer.hears(bytes));
  client.stop();
}

TEST_CASE("available tells of no more than one record") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  peer.say(noise(5000) + "\n");
  delay(4000);
  peer.say(noise(5000) + "\n");
  delay(4000);
  const int there = client.available();
  CHECK(there > 0);
  CHECK(there <= 5001);
  CHECK(readAll(client, 10002).size() == 10002);
  client.stop();
}

TEST_CASE("another CA is refused with -0x2700") {
  Started board;
  Peer peer;
  TestClient client;
  CHECK_FALSE(client.open(peer, Certificates::get().otherCa()));
  CHECK(client.error() == -0x2700);
}

TEST_CASE("another name is refused with -0x2700") {
  Started board;
  Peer peer("other-name");
  TestClient client;
  CHECK_FALSE(client.open(peer));
  CHECK(client.error() == -0x2700);
}

TEST_CASE("dates are not looked at") {
  Started board;
  Peer peer("expired");
  TestClient client;
  CHECK(client.open(peer));
  client.stop();
}

TEST_CASE("a server that speaks TLS 1.3 alone is refused with -0x7780") {
  Started board;
  Peer peer("camrelay", {"-tls1_3"});
  TestClient client;
  CHECK_FALSE(client.open(peer));
  CHECK(client.error() == -0x7780);
}

TEST_CASE("a server with nothing but ChaCha20 is refused") {
  Started board;
  Peer peer("camrelay", {"-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"});
  TestClient client;
  CHECK_FALSE(client.open(peer));
  CHECK(client.error() == -0x7780);
}

TEST_CASE("nothing is trusted unless told") {
  Started board;
  Peer peer;
  TestClient client;
  CHECK(client.connect(HERE, peer.port()) == 0);
  CHECK(client.error() == -1);
  client.setInsecure();
  CHECK(client.connect(HERE, peer.port()) == 1);
  client.stop();
}

TEST_CASE("nobody listens: 0, and -1 at once") {
  Started board;
  uint16_t port;
  {
    Peer peer;
    port = peer.port();
  }
  TestClient client;
  CHECK(client.connect(HERE, port, "camrelay", Certificates::get().ca().c_str(), nullptr,
                       nullptr) == 0);
  CHECK(client.error() == -1);
}

TEST_CASE("a peer that says nothing ends the handshake after its time") {
  Started board;
  Peer peer;
  peer.freeze();
  TestClient client;
  const unsigned long began = millis();
  CHECK_FALSE(client.open(peer));
  CHECK(millis() - began >= 15000);
  CHECK(client.error() == -1);
}

TEST_CASE("without an unbroken block there is no session, and with buffers in PSRAM there is") {
  Started board;
  Peer peer;
  REQUIRE(host::command("heap largest 16000"));
  TestClient client;
  CHECK_FALSE(client.open(peer));
  CHECK(client.error() == -0x7F00);
  mbedtls_platform_set_calloc_free(
      [](size_t count, size_t size) { return heap_caps_calloc(count, size, MALLOC_CAP_SPIRAM); },
      heap_caps_free);
  const size_t before = heap_caps_get_free_size(MALLOC_CAP_SPIRAM);
  CHECK(client.open(peer));
  CHECK(before - heap_caps_get_free_size(MALLOC_CAP_SPIRAM) == 2 * 16717);
  client.stop();
  CHECK(heap_caps_get_free_size(MALLOC_CAP_SPIRAM) == before);
  mbedtls_platform_set_calloc_free(nullptr, nullptr);
}

TEST_CASE("a stop after a stop aborts, also after the one that a failed connect has done") {
  Started board;
  Peer peer;
  CHECK(aborts([&] {
    TestClient client;
    client.open(peer);
    client.stop();
    client.stop();
  }));
  CHECK(aborts([&] {
    TestClient client;
    client.open(peer, Certificates::get().otherCa());
    client.stop();
  }));
}

TEST_CASE("connecting an open client, and writing nothing, abort") {
  Started board;
  Peer peer;
  CHECK(aborts([&] {
    TestClient client;
    client.open(peer);
    client.open(peer);
  }));
  CHECK(aborts([&] {
    TestClient client;
    client.open(peer);
    client.write(reinterpret_cast<const uint8_t*>(""), 0);
  }));
}

TEST_CASE("a second task in an open client aborts") {
  Started board;
  Peer peer;
  CHECK(aborts([&] {
    TestClient client;
    client.open(peer);
    std::thread([&client] { client.available(); }).join();
  }));
}

TEST_CASE("the link is cut at each byte of the way up that is asked for") {
  Started board;
  for (int bytes : {0, 1, 100, 300, 1000, 5000, 20000}) {
    Peer peer;
    TestClient client;
    const uint64_t before = host::world->bytesUp;
    REQUIRE(host::command("link cut after " + std::to_string(bytes) + " up rst"));
    if (client.open(peer)) {
      writeAll(client, noise(100000));
      CHECK_FALSE(client.connected());
    }
    CHECK(host::world->bytesUp - before == static_cast<uint64_t>(bytes));
  }
}

TEST_CASE("the link is cut at each byte of the way down that is asked for") {
  Started board;
  for (int bytes : {1, 90, 700, 4000}) {
    Peer peer;
    TestClient client;
    const uint64_t before = host::world->bytesDown;
    REQUIRE(host::command("link cut after " + std::to_string(bytes) + " down fin"));
    if (client.open(peer)) {
      peer.say(noise(9000));
      for (int i = 0; i < 200 && host::world->bytesDown - before < static_cast<uint64_t>(bytes);
           i++) {
        uint8_t some[1000];
        client.read(some, sizeof(some));
        delay(20);
      }
    }
    CHECK(host::world->bytesDown - before == static_cast<uint64_t>(bytes));
  }
}

TEST_CASE("the other side's end is seen by recv, not by connected") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  uint8_t byte;
  CHECK(recv(client.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == -1);
  REQUIRE(host::command("link cut fin"));
  client.read(&byte, 1);
  CHECK(client.connected());
  CHECK(recv(client.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0);
  client.stop();
}

TEST_CASE("a half-open link takes what fits, then the write gives up and closes the client") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  REQUIRE(host::command("link silent"));
  const std::string bytes = noise(20000);
  CHECK(client.write(reinterpret_cast<const uint8_t*>(bytes.data()), 1000) == 1000);
  CHECK(client.connected());
  const unsigned long began = millis();
  CHECK(client.write(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) == 0);
  CHECK(millis() - began >= 10000);
  CHECK_FALSE(client.connected());
}

TEST_CASE("a stalled link loses nothing") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  REQUIRE(host::command("link stall 3s"));
  const std::string bytes = noise(30000) + "\n";
  const unsigned long began = millis();
  CHECK(writeAll(client, bytes) == bytes.size());
  CHECK(millis() - began >= 2500);
  CHECK(readAll(client, 0).empty());
  CHECK(peer.hears(bytes));
  client.stop();
}

TEST_CASE("a slow link is as slow as it was told to be") {
  Started board;
  Peer peer;
  TestClient client;
  REQUIRE(client.open(peer));
  REQUIRE(host::command("link slow 2000"));
  const unsigned long began = millis();
  CHECK(writeAll(client, noise(20000)) == 20000);
  CHECK(millis() - began >= 6000);
  client.stop();
}
