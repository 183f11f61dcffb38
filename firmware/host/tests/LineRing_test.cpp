#include "LineRing.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "Printer.h"
#include "fakes/FakeConsole.h"

namespace camrelay {
namespace {

/** Takes all that is in a ring; lines end in "|". */
std::string take(LineRing& ring) {
  std::string out;
  const char* bytes;
  while (uint32_t size = ring.front(&bytes)) {
    for (uint32_t i = 0; i < size; i++) {
      out += bytes[i] == LineRing::END ? '|' : bytes[i];
    }
    ring.pop(size);
  }
  return out;
}

}  // namespace

TEST_CASE("lines come out whole and in order, wherever the ring begins anew") {
  char memory[16];
  LineRing ring;
  ring.begin(memory, sizeof(memory));
  CHECK_EQ(ring.room(), 15);
  for (int i = 0; i < 50; i++) {
    CHECK(ring.put(text("one")));
    CHECK(ring.put(text("seven")));
    CHECK_EQ(ring.room(), 5);
    CHECK_EQ(take(ring), "one|seven|");
  }
  CHECK_EQ(ring.dropped(), 0);
}

TEST_CASE("a line that just fits is taken; one byte more is dropped, and told of by the next") {
  char memory[41];
  LineRing ring;
  ring.begin(memory, sizeof(memory));
  CHECK(ring.put(text(std::string(39, 'a').c_str())));
  CHECK_EQ(ring.room(), 0);
  take(ring);
  CHECK_FALSE(ring.put(text(std::string(40, 'b').c_str())));
  CHECK_EQ(take(ring), "");
  CHECK_EQ(ring.dropped(), 1);
  CHECK(ring.put(text("c")));
  CHECK_EQ(take(ring), "(1 line was dropped)|c|");

  CHECK(ring.put(text(std::string(30, 'd').c_str())));
  CHECK_FALSE(ring.put(text(std::string(30, 'e').c_str())));
  CHECK_FALSE(ring.put(text("f")));  // fits, but not with the line that tells of e
  take(ring);
  CHECK(ring.put(text("g")));
  CHECK_EQ(take(ring), "(2 lines were dropped)|g|");
  CHECK(ring.put(text("h")));
  CHECK_EQ(take(ring), "h|");
  CHECK_EQ(ring.dropped(), 3);
}

TEST_CASE("nobody sees a line before it is finished, nor what was begun and left") {
  char memory[64];
  LineRing ring;
  ring.begin(memory, sizeof(memory));
  ring.start();
  ring.add("left", 4);
  CHECK_EQ(take(ring), "");
  ring.start();
  ring.add("to", 2);
  ring.add("gether", 6);
  CHECK(ring.finish());
  CHECK_EQ(take(ring), "together|");
}

TEST_CASE("a ring without memory drops everything") {
  LineRing ring;
  const char* bytes;
  CHECK_FALSE(ring.put(text("a")));
  CHECK_EQ(ring.room(), 0);
  CHECK_EQ(ring.front(&bytes), 0);
}

TEST_CASE("two tasks hand lines over without losing or tearing one that is not counted") {
  constexpr uint32_t LINES = 20000;
  std::vector<char> memory(257);
  LineRing ring;
  ring.begin(memory.data(), static_cast<uint32_t>(memory.size()));
  std::atomic<bool> over{false};
  std::string got;
  std::thread reader([&] {
    const char* bytes;
    for (;;) {
      const bool last = over.load();
      const uint32_t size = ring.front(&bytes);
      if (size == 0) {
        if (last) {
          return;
        }
        std::this_thread::yield();
        continue;
      }
      got.append(bytes, size);
      ring.pop(size);
    }
  });
  for (uint32_t i = 0; i < LINES; i++) {
    const std::string line = std::to_string(i) + std::string(i % 50, 'x');
    ring.put(text(line.c_str()));
  }
  // The last ones may have been dropped, and a line that fits says so.
  while (!ring.put(text("end"))) {
    std::this_thread::yield();
  }
  over.store(true);
  reader.join();

  uint32_t next = 0;
  uint32_t dropped = 0;
  for (size_t from = 0, to; (to = got.find(LineRing::END, from)) != std::string::npos;
       from = to + 1) {
    const std::string line = got.substr(from, to - from);
    if (line[0] == '(') {
      const uint32_t n = static_cast<uint32_t>(std::stoul(line.substr(1)));
      dropped += n;
      next += n;
    } else if (line != "end") {
      REQUIRE_EQ(line, std::to_string(next) + std::string(next % 50, 'x'));
      next++;
    }
  }
  // Attempts at "end" that did not fit are among the dropped.
  CHECK_EQ(dropped, ring.dropped());
  CHECK_GE(next, LINES);
}

namespace {

struct Printing {
  Printing() : printer(console, loop, network) {
    loop.begin(loopMemory, sizeof(loopMemory));
    network.begin(networkMemory, sizeof(networkMemory));
  }
  std::string printed() { return std::exchange(console.printed, std::string()); }

  char loopMemory[8192];
  char networkMemory[8192];
  LineRing loop;
  LineRing network;
  FakeConsole console;
  Printer printer;
};

}  // namespace

TEST_CASE("lines of both tasks are printed, those of the loop first") {
  Printing it;
  CHECK_FALSE(it.printer.step());
  it.network.put(text("from the network"));
  it.loop.put(text("from the loop\nand its second row"));
  CHECK_FALSE(it.printer.step());
  CHECK_EQ(it.printed(), "from the loop\nand its second row\nfrom the network\n");
}

TEST_CASE("of two lines that wait, the one that happened first is printed first") {
  Printing it;
  it.network.put(text("[   5.629] link      gone"));
  it.network.put(text("\1an answer's row"));
  it.network.put(text("[   8.483] photo 2   sending"));
  it.loop.put(text("[   8.466] camera    no photo"));
  it.loop.put(text("[   8.483] photo 2   taken"));
  CHECK_FALSE(it.printer.step());
  CHECK_EQ(it.printed(),
           "[   5.629] link      gone\n[   8.466] camera    no photo\n[   8.483] photo 2   taken\n"
           "    an answer's row\n[   8.483] photo 2   sending\n");
}

TEST_CASE("a line is never mixed with another, however little the console takes") {
  for (size_t room = 1; room < 12; room++) {
    Printing it;
    it.network.put(text("\1network one"));
    it.network.put(text("network two"));
    std::string printed;
    bool more = true;
    for (int turn = 0; more; turn++) {
      it.console.room = room;
      more = it.printer.step();
      CHECK_LE(it.console.printed.size(), room);
      printed += it.printed();
      if (turn == 0) {
        it.loop.put(text("loop"));
      }
    }
    CHECK_EQ(printed, "    network one\nloop\nnetwork two\n");
  }
}

TEST_CASE("a console that takes nothing keeps nobody, and loses nothing") {
  Printing it;
  it.loop.put(text("a"));
  it.console.room = 0;
  CHECK(it.printer.step());
  CHECK(it.printer.step());
  it.console.room = SIZE_MAX;
  CHECK_FALSE(it.printer.step());
  CHECK_EQ(it.printed(), "a\n");
}

TEST_CASE("one step prints so many characters and no more") {
  Printing it;
  const std::string line(Printer::STEP + 10, 'x');
  it.loop.put(text(line.c_str()));
  CHECK(it.printer.step());
  CHECK_EQ(it.printed().size(), Printer::STEP);
  CHECK_FALSE(it.printer.step());
  CHECK_EQ(it.printed(), std::string(10, 'x') + "\n");
}

}  // namespace camrelay
