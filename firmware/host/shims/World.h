#pragma once

#include <stddef.h>
#include <stdint.h>

#include <atomic>
#include <string>
#include <utility>
#include <vector>

/**
 * What surrounds the sketch on Linux: the board's clock, what the script has done to its world, and
 * the counters of the run. Start reading here; `Script` and `Faults` change it, the shims obey it.
 */
namespace host {

/** For ever, as the end of a Spell. */
constexpr int64_t FOR_EVER = INT64_MAX;

/** Milliseconds of the run on the board's clock, over restarts. */
int64_t runMillis();

/** Microseconds since the board's last start, on the board's clock. */
int64_t bootMicros();

/** Milliseconds since the board's last start, on the board's clock. */
int64_t bootMillis();

/** Lets so many milliseconds of the board's clock pass. */
void pause(int64_t millis);

/** Something that holds for a time. Lives in shared memory, and begins as zeros. */
class Spell {
 public:
  bool on() const {
    const int64_t until = until_.load();
    return until == FOR_EVER || until > runMillis();
  }
  /** @param millis 0: for ever */
  void begin(int64_t millis) { until_ = millis == 0 ? FOR_EVER : runMillis() + millis; }
  void end() { until_ = 0; }

 private:
  std::atomic<int64_t> until_;
};

/** How a connection breaks. */
enum class Cut : int32_t { RST, FIN, SILENT };

/** Who has allocated. */
enum class Owner : uint8_t { OURS, TLS, SD, OTHER, HOST };
constexpr size_t OWNERS = 5;

/** Kinds of faults that are drawn, in the order of their names in Faults.cpp. */
constexpr size_t FAULT_KINDS = 11;
extern const char* const FAULT_NAMES[FAULT_KINDS];

/**
 * All that outlives a restart of the board and is no NVS and no card. It lies in the file `run` of
 * the state folder, mapped as shared memory, and begins as zeros.
 */
struct World {
  // The run.
  int64_t runBegan;  // CLOCK_MONOTONIC in ns
  uint64_t seed;
  std::atomic<int32_t> resetReason;  // esp_reset_reason_t; 0 at the first start
  // The script's command that is under way, and how far; so that it goes on after a restart.
  char scriptText[512];
  std::atomic<int64_t> scriptOffset;
  std::atomic<uint64_t> scriptCount, scriptTarget;
  std::atomic<uint64_t> faultsState;
  std::atomic<bool> faultsOff;
  std::atomic<int64_t> offMillis;  // of the wall's clock, before the next start
  std::atomic<uint64_t> frameNumber;

  // What the script has done.
  Spell wifiOff, noAddress, refuse, deaf, stall, short_, cardOut, cardFull, monitorAway,
      monitorStuck;
  std::atomic<int32_t> rssi;
  std::atomic<int64_t> cutUp, cutDown;  // bytes left + 1; 0: none
  std::atomic<int32_t> cutKind;         // Cut
  std::atomic<bool> cutNow;
  std::atomic<int64_t> bytesASecond;  // 0: no limit
  std::atomic<uint32_t> writeAtMost;
  std::atomic<uint32_t> heapFree, heapLargest;  // 0: as it is
  std::atomic<int64_t> cardRoom;                // bytes + 1; 0: no limit
  std::atomic<int64_t> fullRoom;                // bytes that were removed from a full card
  std::atomic<int64_t> cardSlowMillis;
  std::atomic<int64_t> cardOperationsLeft;  // operations + 1; 0: no limit
  std::atomic<uint32_t> nvsFailures;
  std::atomic<uint32_t> cameraNull, cameraStale, cameraOverflow, cameraCut;
  std::atomic<bool> fingerOnPad;
  // Since when the sketch has looked at the pad as it is now, without a gap, and how often.
  std::atomic<int64_t> padSeenFrom, padSeenAt;
  std::atomic<uint32_t> padLooks;
  Spell slowLink;

  // Connections whose other end does not know yet that they are dead.
  std::atomic<int32_t> ghosts[32];  // descriptor + 1
  std::atomic<uint32_t> nextGhost;
  std::atomic<bool> linkUp;

  // Counters.
  std::atomic<uint64_t> starts, restarts, powerCuts;
  std::atomic<uint64_t> connects, connectFailures, handshakes, handshakeFailures;
  std::atomic<uint64_t> bytesUp, bytesDown;
  std::atomic<uint64_t> writes, shortWrites, largestWrite, failedWrites;
  std::atomic<uint64_t> touches, frames, nullFrames, staleFrames, droppedFrames;
  std::atomic<uint64_t> cardOperations, cardFailures, nvsWrites;
  std::atomic<uint64_t> lines, answered, failed, stored, dropped, noPhoto, taken;
  /** Presses of which the monitor has told the end. */
  uint64_t ended() const { return answered + failed + dropped; }
  std::atomic<uint64_t> faults[FAULT_KINDS];
  std::atomic<uint64_t> allocations[OWNERS];
  std::atomic<uint32_t> stacks;
  char stack[8][1024];
};

/** The world of this run; set by begin(), never null in the sketch. */
extern World* world;

/** What camera-host was started with. */
struct HostSettings {
  struct Route {
    std::string from, to;
  };
  std::string state;
  std::vector<Route> routes;
  std::vector<std::pair<std::string, std::string>> names;
  std::string wifiName, wifiPassword;
  bool anyWifi = true;
  double speed = 1;
  uint64_t seed = 0;
  bool seedGiven = false;
  std::string framesFolder;
  uint32_t frameBytesLeast = 0, frameBytesMost = 0;
  int64_t frameMillis = 80;
  bool camera = true, psram = true, card = true;
  uint32_t heap = 230000;
  std::string script;
  bool faults = false;
  uint64_t faultSeed = 0;
  std::string faultKinds;
  int64_t faultEvery = 20000;
  std::string report;
  bool noHeap = false, quiet = false;
  char** arguments = nullptr;
};
extern HostSettings settings;

/** Maps the world of this run; `again` after a restart of the board. */
void begin(bool again);

/** Puts the finger on the pad, or takes it away. */
void touchPad(bool on);

/** The sketch looks at the pad. */
void lookAtPad();

/** Says something on stderr, unless the host was told to be quiet. */
void say(const char* format, ...) __attribute__((format(printf, 1, 2)));

/** The sketch broke a rule of a library: says which, and aborts. */
[[noreturn]] void abuse(const char* format, ...) __attribute__((format(printf, 1, 2)));

/** Starts the board anew, by an esp_reset_reason_t: nothing but NVS, card and world survives. */
[[noreturn]] void startAnew(int32_t reason);

/** Ends the run with the report. */
[[noreturn]] void finish(const char* end, int exitCode);

/** Writes the report, where one was asked for. */
void writeReport(const char* end);

/** What was written to open files and not flushed is lost, as by a power cut. */
void losePowerOfCard();

/** A well mixed 64-bit generator (splitmix64). */
struct Draw {
  uint64_t state;
  uint64_t next() {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /** 0 to bound - 1. */
  uint64_t below(uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  int64_t between(int64_t least, int64_t most) {
    return least + static_cast<int64_t>(below(static_cast<uint64_t>(most - least) + 1));
  }
};

/** Takes one from a counter that is not 0; whether there was one. */
bool takeOne(std::atomic<uint32_t>& counter);

}  // namespace host
