// The serial monitor: standard output, with somebody who looks, nobody, or a stuck cable.

#include "HWCDC.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <thread>

#include "Heap.h"
#include "Monitor.h"
#include "World.h"

using host::world;

HWCDC Serial;

namespace {

constexpr size_t BUFFER = 256;
constexpr size_t LINES_KEPT = 1 << 16;

/** One owner at a time: whoever holds the mutex. */
struct {
  std::mutex mutex;
  bool begun = false;
  size_t txSize = BUFFER;
  size_t stuck = 0;  // bytes in the buffer that nobody fetches
  uint32_t timeout = 100;
  char typed[BUFFER];
  size_t typedFrom = 0, typedCount = 0;
  char line[1024];
  size_t lineSize = 0;
  char kept[LINES_KEPT];  // the lines since the mark, each with its newline
  size_t keptSize = 0;
} port;

/** What a line about something begins with, and what it counts as: docs/firmware/messages.md. */
struct Meaning {
  const char* about;
  const char* words;
  std::atomic<uint64_t> host::World::*counter;
};

const Meaning MEANINGS[] = {
    {"photo", "photo taken", &host::World::taken},
    {"photo", "ANSWERED after ", &host::World::answered},
    {"photo", "FAILED ", &host::World::failed},
    {"photo", "STORED", &host::World::stored},
    {"photo", "DROPPED, ", &host::World::dropped},
    {"photo", "LOST, ", &host::World::dropped},
    {"camera", "NO_FRAME", &host::World::noPhoto},
    {"camera", "STALE", &host::World::noPhoto},
    {"camera", "BROKEN", &host::World::noPhoto},
    {"camera", "TOO_LARGE", &host::World::noPhoto},
    {"camera", "NOT_FOUND", &host::World::noPhoto},
};

/** "[  12.345] photo 7   ANSWERED after 812 ms": what the line says about it; null: another. */
const char* saidAbout(const char* line, const char* about) {
  const char* found = strstr(line, "] ");
  if (found == nullptr || strncmp(found + 2, about, strlen(about)) != 0) {
    return nullptr;
  }
  const char* said = found + 2 + strlen(about);
  return said + strspn(said, " 0123456789");
}

void lineEnded() {
  port.line[port.lineSize] = 0;
  world->lines++;
  for (const Meaning& meaning : MEANINGS) {
    const char* said = saidAbout(port.line, meaning.about);
    if (said != nullptr && strncmp(said, meaning.words, strlen(meaning.words)) == 0) {
      (world->*meaning.counter)++;
    }
  }
  const size_t size = port.lineSize + 1;
  if (port.keptSize + size > LINES_KEPT) {
    port.keptSize = 0;
  }
  memcpy(port.kept + port.keptSize, port.line, port.lineSize);
  port.kept[port.keptSize + port.lineSize] = '\n';
  port.keptSize += size;
  port.lineSize = 0;
}

void shown(const uint8_t* buffer, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (buffer[i] == '\n') {
      lineEnded();
    } else if (buffer[i] != '\r' && port.lineSize + 1 < sizeof(port.line)) {
      port.line[port.lineSize++] = static_cast<char>(buffer[i]);
    }
  }
  for (size_t done = 0; done < size;) {
    const ssize_t n = ::write(STDOUT_FILENO, buffer + done, size - done);
    if (n < 0 && errno != EINTR) {
      return;
    }
    done += n > 0 ? static_cast<size_t>(n) : 0;
  }
}

}  // namespace

void HWCDC::begin(unsigned long) { port.begun = true; }
void HWCDC::end() { port.begun = false; }
size_t HWCDC::setRxBufferSize(size_t size) { return size; }

size_t HWCDC::setTxBufferSize(size_t size) {
  port.txSize = size;
  return size;
}

void HWCDC::setTxTimeoutMs(uint32_t timeout) { port.timeout = timeout; }

int HWCDC::available() {
  std::lock_guard<std::mutex> lock(port.mutex);
  return port.begun ? static_cast<int>(port.typedCount) : -1;
}

int HWCDC::read() {
  uint8_t c;
  return read(&c, 1) == 1 ? c : -1;
}

size_t HWCDC::read(uint8_t* buffer, size_t size) {
  std::lock_guard<std::mutex> lock(port.mutex);
  size_t n = 0;
  for (; n < size && port.typedCount > 0; n++) {
    buffer[n] = static_cast<uint8_t>(port.typed[port.typedFrom]);
    port.typedFrom = (port.typedFrom + 1) % sizeof(port.typed);
    port.typedCount--;
  }
  return n;
}

int HWCDC::peek() {
  std::lock_guard<std::mutex> lock(port.mutex);
  return port.typedCount > 0 ? static_cast<uint8_t>(port.typed[port.typedFrom]) : -1;
}

int HWCDC::availableForWrite() {
  std::lock_guard<std::mutex> lock(port.mutex);
  if (!port.begun) {
    return 0;
  }
  if (!world->monitorStuck.on()) {
    port.stuck = 0;
  }
  return static_cast<int>(port.txSize - port.stuck);
}

size_t HWCDC::write(uint8_t c) { return write(&c, 1); }

size_t HWCDC::write(const uint8_t* buffer, size_t size) {
  if (!port.begun || size == 0 || world->monitorAway.on()) {
    return port.begun ? size : 0;
  }
  std::unique_lock<std::mutex> lock(port.mutex);
  if (!world->monitorStuck.on()) {
    port.stuck = 0;
    shown(buffer, size);
    return size;
  }
  const size_t taken = std::min(size, port.txSize - port.stuck);
  port.stuck += taken;
  if (taken < size) {
    host::pause(port.timeout);
  }
  return taken;
}

void HWCDC::flush() {
  if (world->monitorStuck.on()) {
    host::pause(port.timeout);
  }
}

bool HWCDC::isPlugged() { return !world->monitorAway.on(); }
bool HWCDC::isConnected() { return port.begun && !world->monitorAway.on(); }
HWCDC::operator bool() const { return port.begun && !world->monitorAway.on(); }

namespace host {

namespace {

/** Waits while the board's 256 bytes are full: the USB host does. */
void typeCharacter(char c) {
  for (;;) {
    {
      std::lock_guard<std::mutex> lock(port.mutex);
      if (port.typedCount < sizeof(port.typed)) {
        port.typed[(port.typedFrom + port.typedCount++) % sizeof(port.typed)] = c;
        return;
      }
    }
    pause(10);
  }
}

}  // namespace

void type(const char* text) {
  for (; *text != 0; text++) {
    typeCharacter(*text);
  }
  typeCharacter('\n');
}

void typeStandardInput() {
  std::thread([] {
    Inside inside(Owner::HOST);
    char c;
    while (::read(STDIN_FILENO, &c, 1) == 1) {
      typeCharacter(c);
    }
  }).detach();
}

void markLines() {
  std::lock_guard<std::mutex> lock(port.mutex);
  port.keptSize = 0;
}

bool sawLine(const char* text) {
  std::lock_guard<std::mutex> lock(port.mutex);
  const std::string kept(port.kept, port.keptSize);
  return kept.find(text) != std::string::npos;
}

}  // namespace host
