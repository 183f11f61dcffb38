// camera-host: the sketch on Linux. See README.md for its options and its script.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "Arduino.h"
#include "shims/Commands.h"
#include "shims/Heap.h"
#include "shims/Monitor.h"
#include "shims/Script.h"
#include "shims/World.h"

namespace {

using host::settings;

constexpr double FASTEST = 1000;

[[noreturn]] void wrongUse(const char* what, const char* value) {
  fprintf(stderr, "camera-host: %s %s (see README.md beside its sources)\n", what, value);
  exit(2);
}

struct Option {
  const char* name;
  bool hasValue;
  /** False: the value is none. */
  bool (*take)(const char* value);
};

bool takeRoute(const char* value) {
  const char* equals = strchr(value, '=');
  if (equals == nullptr || strchr(equals, ':') == nullptr) {
    return false;
  }
  settings.routes.push_back({std::string(value, equals), std::string(equals + 1)});
  return true;
}

bool takeName(const char* value) {
  const char* equals = strchr(value, '=');
  if (equals == nullptr) {
    return false;
  }
  settings.names.emplace_back(std::string(value, equals), std::string(equals + 1));
  return true;
}

bool takeWifi(const char* value) {
  const char* colon = strchr(value, ':');
  if (colon == nullptr) {
    return false;
  }
  settings.anyWifi = false;
  settings.wifiName.assign(value, colon);
  settings.wifiPassword = colon + 1;
  return true;
}

bool takeSpeed(const char* value) {
  settings.speed = strtod(value, nullptr);
  return settings.speed >= 1 && settings.speed <= FASTEST;
}

bool takeFrameBytes(const char* value) {
  char* end;
  settings.frameBytesLeast = static_cast<uint32_t>(strtoul(value, &end, 10));
  settings.frameBytesMost =
      *end == '-' ? static_cast<uint32_t>(strtoul(end + 1, nullptr, 10)) : settings.frameBytesLeast;
  return settings.frameBytesLeast > 0 && settings.frameBytesMost >= settings.frameBytesLeast;
}

bool yesOrNo(const char* value, const char* yes, const char* no, bool* into) {
  *into = strcmp(value, yes) == 0;
  return *into || strcmp(value, no) == 0;
}

const Option OPTIONS[] = {
    {"state", true, [](const char* v) { return !(settings.state = v).empty(); }},
    {"route", true, takeRoute},
    {"name", true, takeName},
    {"wifi", true, takeWifi},
    {"speed", true, takeSpeed},
    {"seed", true,
     [](const char* v) {
       settings.seed = strtoull(v, nullptr, 10);
       return settings.seedGiven = true;
     }},
    {"frames", true, [](const char* v) { return !(settings.framesFolder = v).empty(); }},
    {"frame-bytes", true, takeFrameBytes},
    {"frame-millis", true,
     [](const char* v) { return (settings.frameMillis = strtoll(v, nullptr, 10)) > 0; }},
    {"camera", true, [](const char* v) { return yesOrNo(v, "ov2640", "none", &settings.camera); }},
    {"psram", true, [](const char* v) { return yesOrNo(v, "yes", "no", &settings.psram); }},
    {"card", true, [](const char* v) { return yesOrNo(v, "in", "none", &settings.card); }},
    {"heap", true,
     [](const char* v) {
       return (settings.heap = static_cast<uint32_t>(strtoul(v, nullptr, 10))) > 0;
     }},
    {"script", true, [](const char* v) { return !(settings.script = v).empty(); }},
    {"faults", true,
     [](const char* v) {
       settings.faultSeed = strtoull(v, nullptr, 10);
       return settings.faults = true;
     }},
    {"fault-kinds", true, [](const char* v) { return !(settings.faultKinds = v).empty(); }},
    {"fault-every", true,
     [](const char* v) {
       return host::timeOf(v, &settings.faultEvery) && settings.faultEvery >= 100;
     }},
    {"report", true, [](const char* v) { return !(settings.report = v).empty(); }},
    {"no-heap", false, [](const char*) { return settings.noHeap = true; }},
    {"quiet", false, [](const char*) { return settings.quiet = true; }},
};

void takeOptions(int count, char** values) {
  settings.arguments = values;
  for (int i = 1; i < count; i++) {
    const Option* option = nullptr;
    for (const Option& each : OPTIONS) {
      if (strncmp(values[i], "--", 2) == 0 && strcmp(values[i] + 2, each.name) == 0) {
        option = &each;
      }
    }
    if (option == nullptr) {
      wrongUse("no option", values[i]);
    }
    if (option->hasValue && i + 1 == count) {
      wrongUse("no value for", values[i]);
    }
    const char* value = option->hasValue ? values[++i] : "";
    if (!option->take(value)) {
      wrongUse("wrong value:", value);
    }
  }
  if (settings.state.empty()) {
    wrongUse("needed:", "--state DIR");
  }
}

/** Signals end the run in order: a thread of the host waits for them. */
void awaitSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals] {
    host::Inside inside(host::Owner::HOST);
    int signal = 0;
    sigwait(&signals, &signal);
    host::finish("signal", 0);
  }).detach();
}

/** What a board does in a tick between two turns of loop(), lest a turn without delay() spins. */
void breathe() { sched_yield(); }

}  // namespace

int main(int count, char** values) {
  takeOptions(count, values);
  const bool again = getenv("CAMERA_HOST_AGAIN") != nullptr;
  mkdir(settings.state.c_str(), 0755);
  mkdir((settings.state + "/card").c_str(), 0755);
  if (!settings.seedGiven) {
    uint32_t drawn = 0;
    if (getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn)) {
      settings.seed = drawn;
    }
  }
  host::begin(again);
  host::warmUpStacks();
  if (!again) {
    host::say("seed %llu", static_cast<unsigned long long>(settings.seed));
    if (settings.faults) {
      host::say("faults drawn from seed %llu", static_cast<unsigned long long>(settings.faultSeed));
    }
  }
  awaitSignals();
  if (settings.script != "-") {
    host::typeStandardInput();
  }
  if (!settings.script.empty()) {
    host::startScript();
  }
  if (settings.faults) {
    host::startFaults();
  }
  host::AsSketch sketch;
  setup();
  host::countAllocations();
  for (;;) {
    loop();
    feedLoopWDT();
    breathe();
  }
}
