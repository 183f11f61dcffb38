// The chip: time, chance, memory, pins, and how it starts anew.

#include <arpa/inet.h>
#include <sched.h>

#include <mutex>

#include "Arduino.h"
#include "Heap.h"
#include "TlsClient.h"
#include "World.h"
#include "esp_heap_caps.h"
#include "esp_mac.h"
#include "esp_random.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"

using host::settings;
using host::world;

EspClass ESP;

namespace {

constexpr uint32_t PSRAM = 8u << 20;
constexpr uint32_t INTERNAL = 320u << 10;

/** Bytes of PSRAM and of internal memory that the sketch has asked for by name. */
std::atomic<size_t> psramUsed{0}, internalUsed{0};
std::atomic<uint32_t> leastHeap{UINT32_MAX};

/** In front of each block, so that free() knows where it counts. */
struct alignas(16) Block {
  size_t size;
  bool psram;
};

bool wantsPsram(uint32_t caps) { return (caps & MALLOC_CAP_SPIRAM) != 0; }

uint32_t freeHeap() {
  const uint32_t told = world->heapFree;
  const size_t used = internalUsed + (host::tlsUsesInternal() ? host::TLS_SESSION : 0);
  const uint32_t left = static_cast<uint32_t>(settings.heap > used ? settings.heap - used : 0);
  const uint32_t heap = told != 0 ? told : left;
  uint32_t least = leastHeap;
  while (heap < least && !leastHeap.compare_exchange_weak(least, heap)) {
  }
  return heap;
}

uint32_t largestBlock() {
  const uint32_t told = world->heapLargest;
  return told != 0 ? told : freeHeap() / 16 * 9;
}

uint32_t freePsram() {
  const size_t used = psramUsed;
  return settings.psram && used < PSRAM ? static_cast<uint32_t>(PSRAM - used) : 0;
}

std::mutex drawing;
host::Draw chance{0};

uint64_t drawn() {
  std::lock_guard<std::mutex> lock(drawing);
  if (chance.state == 0) {
    chance.state = world->seed * 31 + world->starts;
  }
  return chance.next();
}

}  // namespace

unsigned long millis() { return static_cast<uint32_t>(host::bootMillis()); }
unsigned long micros() { return static_cast<uint32_t>(host::bootMicros()); }
void delay(uint32_t milliseconds) { vTaskDelay(milliseconds); }
void delayMicroseconds(uint32_t microseconds) {
  const int64_t until = host::bootMicros() + microseconds;
  while (host::bootMicros() < until) {
  }
}
void yield() { sched_yield(); }
int64_t esp_timer_get_time() { return host::bootMicros(); }

void pinMode(uint8_t, uint8_t) {}
void digitalWrite(uint8_t, uint8_t) {}
int digitalRead(uint8_t) { return world->fingerOnPad ? LOW : HIGH; }

touch_value_t touchRead(uint8_t pin) {
  constexpr touch_value_t IDLE = 11000, TOUCHED = 29000, NOISE = 300;
  if (pin != T4) {
    host::abuse("touchRead(%u): the pad is on GPIO4", pin);
  }
  host::lookAtPad();
  return (world->fingerOnPad ? TOUCHED : IDLE) + static_cast<touch_value_t>(drawn() % NOISE);
}

bool psramFound() { return settings.psram; }
bool psramInit() { return settings.psram; }

void* heap_caps_malloc(size_t size, uint32_t caps) {
  const bool psram = wantsPsram(caps);
  const size_t room = psram ? freePsram() : largestBlock();
  if (size == 0 || size > room) {
    return nullptr;
  }
  Block* block = static_cast<Block*>(malloc(sizeof(Block) + size));
  block->size = size;
  block->psram = psram;
  (psram ? psramUsed : internalUsed) += size;
  return block + 1;
}

void* heap_caps_calloc(size_t count, size_t size, uint32_t caps) {
  void* memory = heap_caps_malloc(count * size, caps);
  return memory == nullptr ? nullptr : memset(memory, 0, count * size);
}

void heap_caps_free(void* memory) {
  if (memory != nullptr) {
    Block* block = static_cast<Block*>(memory) - 1;
    (block->psram ? psramUsed : internalUsed) -= block->size;
    free(block);
  }
}

void* ps_malloc(size_t size) { return heap_caps_malloc(size, MALLOC_CAP_SPIRAM); }
void* ps_calloc(size_t count, size_t size) {
  return heap_caps_calloc(count, size, MALLOC_CAP_SPIRAM);
}

size_t heap_caps_get_total_size(uint32_t caps) {
  return wantsPsram(caps) ? (settings.psram ? PSRAM : 0) : INTERNAL;
}
size_t heap_caps_get_free_size(uint32_t caps) {
  return wantsPsram(caps) ? freePsram() : freeHeap();
}
size_t heap_caps_get_minimum_free_size(uint32_t caps) {
  return wantsPsram(caps) ? freePsram() : std::min(leastHeap.load(), freeHeap());
}
size_t heap_caps_get_largest_free_block(uint32_t caps) {
  return wantsPsram(caps) ? freePsram() : largestBlock();
}

uint32_t esp_random() { return static_cast<uint32_t>(drawn()); }
void esp_fill_random(void* buffer, size_t size) {
  for (size_t i = 0; i < size; i++) {
    static_cast<uint8_t*>(buffer)[i] = static_cast<uint8_t>(drawn());
  }
}
long random(long below) { return below <= 0 ? 0 : static_cast<long>(esp_random() % below); }
long random(long least, long below) {
  return least >= below ? least : least + random(below - least);
}
void randomSeed(unsigned long) {}

esp_err_t esp_read_mac(uint8_t* mac, esp_mac_type_t type) {
  for (int i = 0; i < 6; i++) {
    mac[i] = static_cast<uint8_t>(world->seed >> (8 * i));
  }
  mac[0] = static_cast<uint8_t>((mac[0] & 0xFC) | 0x02);
  mac[5] = static_cast<uint8_t>(mac[5] + type);
  return ESP_OK;
}
esp_err_t esp_efuse_mac_get_default(uint8_t* mac) { return esp_read_mac(mac, ESP_MAC_WIFI_STA); }
uint64_t EspClass::getEfuseMac() {
  uint64_t mac = 0;
  esp_read_mac(reinterpret_cast<uint8_t*>(&mac), ESP_MAC_WIFI_STA);
  return mac;
}

const char* esp_err_to_name(esp_err_t error) { return error == ESP_OK ? "ESP_OK" : "ESP_FAIL"; }

esp_reset_reason_t esp_reset_reason() {
  const int32_t reason = world->resetReason;
  return reason == 0 ? ESP_RST_POWERON : static_cast<esp_reset_reason_t>(reason);
}

void esp_restart() {
  host::say("the sketch restarts the board");
  host::startAnew(ESP_RST_SW);
}

uint32_t esp_get_free_heap_size() { return freeHeap(); }
uint32_t esp_get_minimum_free_heap_size() {
  return static_cast<uint32_t>(heap_caps_get_minimum_free_size(MALLOC_CAP_INTERNAL));
}

void EspClass::restart() { esp_restart(); }
uint32_t EspClass::getHeapSize() { return INTERNAL; }
uint32_t EspClass::getFreeHeap() { return freeHeap(); }
uint32_t EspClass::getMinFreeHeap() { return esp_get_minimum_free_heap_size(); }
uint32_t EspClass::getMaxAllocHeap() { return largestBlock(); }
uint32_t EspClass::getPsramSize() { return settings.psram ? PSRAM : 0; }
uint32_t EspClass::getFreePsram() { return freePsram(); }
uint32_t EspClass::getMaxAllocPsram() { return freePsram(); }

void enableLoopWDT() { esp_task_wdt_add(nullptr); }
void disableLoopWDT() { esp_task_wdt_delete(nullptr); }
void feedLoopWDT() { esp_task_wdt_reset(); }

// Texts and addresses.

size_t Print::write(const uint8_t* buffer, size_t size) {
  size_t n = 0;
  while (n < size && write(buffer[n]) == 1) {
    n++;
  }
  return n;
}

size_t Print::vprintf(const char* format, va_list arguments) {
  char text[512];
  const int n = vsnprintf(text, sizeof(text), format, arguments);
  if (n < 0 || static_cast<size_t>(n) >= sizeof(text)) {
    host::abuse("printf of more than %zu bytes", sizeof(text));
  }
  return write(reinterpret_cast<const uint8_t*>(text), static_cast<size_t>(n));
}

size_t Print::printf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const size_t n = vprintf(format, arguments);
  va_end(arguments);
  return n;
}

int Stream::timedRead() {
  const int64_t until = host::bootMillis() + static_cast<int64_t>(_timeout);
  do {
    const int c = read();
    if (c >= 0) {
      return c;
    }
    host::pause(1);
  } while (host::bootMillis() < until);
  return -1;
}

size_t Stream::readBytes(char* buffer, size_t length) {
  size_t n = 0;
  for (int c; n < length && (c = timedRead()) >= 0; n++) {
    buffer[n] = static_cast<char>(c);
  }
  return n;
}

bool IPAddress::fromString(const char* text) {
  in_addr address;
  if (inet_pton(AF_INET, text, &address) != 1) {
    return false;
  }
  address_ = address.s_addr;
  return true;
}

String IPAddress::toString() const {
  char text[16];
  snprintf(text, sizeof(text), "%u.%u.%u.%u", (*this)[0], (*this)[1], (*this)[2], (*this)[3]);
  return String(text);
}

size_t IPAddress::printTo(Print& print) const {
  return print.printf("%u.%u.%u.%u", (*this)[0], (*this)[1], (*this)[2], (*this)[3]);
}
