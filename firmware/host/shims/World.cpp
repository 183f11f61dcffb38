#include "World.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "Heap.h"
#include "Wire.h"

extern char** environ;

namespace host {

World* world = nullptr;
HostSettings settings;

namespace {

constexpr char AGAIN[] = "CAMERA_HOST_AGAIN=1";
constexpr int64_t NANOS = 1000000000;

int64_t bootBegan = 0;

int64_t wallNanos() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * NANOS + now.tv_nsec;
}

double scaledNanos(int64_t since) {
  return static_cast<double>(wallNanos() - since) * settings.speed;
}

}  // namespace

int64_t runMillis() { return static_cast<int64_t>(scaledNanos(world->runBegan) / 1e6); }

int64_t bootMicros() { return static_cast<int64_t>(scaledNanos(bootBegan) / 1e3); }

int64_t bootMillis() { return bootMicros() / 1000; }

void pause(int64_t millis) {
  if (millis <= 0) {
    return;
  }
  const int64_t nanos = static_cast<int64_t>(static_cast<double>(millis) * 1e6 / settings.speed);
  timespec left{nanos / NANOS, nanos % NANOS};
  while (nanosleep(&left, &left) != 0) {
  }
}

void touchPad(bool on) {
  world->padLooks = 0;
  world->fingerOnPad = on;
}

void lookAtPad() {
  constexpr int64_t GAP = 150;
  const int64_t now = bootMillis();
  if (world->padLooks == 0 || now - world->padSeenAt > GAP) {
    world->padSeenFrom = now;
    world->padLooks = 0;
  }
  world->padSeenAt = now;
  world->padLooks++;
}

void begin(bool again) {
  bootBegan = wallNanos();
  const std::string path = settings.state + "/run";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | (again ? 0 : O_TRUNC), 0644);
  if (file < 0 || ftruncate(file, sizeof(World)) != 0) {
    fprintf(stderr, "host: cannot write %s: %s\n", path.c_str(), strerror(errno));
    exit(2);
  }
  void* memory = mmap(nullptr, sizeof(World), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) {
    fprintf(stderr, "host: cannot map %s: %s\n", path.c_str(), strerror(errno));
    exit(2);
  }
  world = static_cast<World*>(memory);
  if (!again) {
    world->runBegan = bootBegan;
    world->seed = settings.seed;
  }
  if (world->offMillis > 0) {
    const int64_t nanos = world->offMillis.exchange(0) * 1000000;
    timespec off{nanos / NANOS, nanos % NANOS};
    nanosleep(&off, nullptr);
    bootBegan = wallNanos();
  }
  world->starts++;
  world->linkUp = false;
  world->fingerOnPad = false;
}

void say(const char* format, ...) {
  if (settings.quiet) {
    return;
  }
  Inside inside(Owner::HOST);  // what it allocates is not the sketch's
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  dprintf(STDERR_FILENO, "host: %8.3f %s\n", static_cast<double>(runMillis()) / 1000, line);
}

void abuse(const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  dprintf(STDERR_FILENO, "host: ABORT: %s\n", line);
  abort();
}

void startAnew(int32_t reason) {
  Inside inside(Owner::HOST);
  world->resetReason = reason;
  world->restarts++;
  losePowerOfCard();
  Wire::abandon();
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; entry++) {
    if (strcmp(*entry, AGAIN) != 0) {
      environment.push_back(*entry);
    }
  }
  char again[sizeof(AGAIN)];
  memcpy(again, AGAIN, sizeof(AGAIN));
  environment.push_back(again);
  environment.push_back(nullptr);
  execve("/proc/self/exe", settings.arguments, environment.data());
  dprintf(STDERR_FILENO, "host: cannot start anew: %s\n", strerror(errno));
  _exit(70);
}

void finish(const char* end, int exitCode) {
  Inside inside(Owner::HOST);
  if (exitCode == 0 && settings.noHeap &&
      world->allocations[static_cast<size_t>(Owner::OURS)] > 0) {
    dprintf(STDERR_FILENO, "host: our own code allocated after setup()\n");
    for (uint32_t i = 0; i < world->stacks && i < 8; i++) {
      dprintf(STDERR_FILENO, "host:   %s\n", world->stack[i]);
    }
    exitCode = 5;
  }
  writeReport(end);
  _exit(exitCode);
}

bool takeOne(std::atomic<uint32_t>& counter) {
  uint32_t left = counter.load();
  while (left > 0 && !counter.compare_exchange_weak(left, left - 1)) {
  }
  return left > 0;
}

}  // namespace host
