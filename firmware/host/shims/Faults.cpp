#include <pthread.h>
#include <stdio.h>

#include <string>
#include <thread>
#include <vector>

#include "Heap.h"
#include "Script.h"
#include "World.h"
#include "esp_system.h"

namespace host {

const char* const FAULT_NAMES[FAULT_KINDS] = {"cut",    "silent",  "stall",  "slow",
                                              "short",  "wifi",    "refuse", "card",
                                              "camera", "monitor", "power"};

namespace {

enum Kind { CUT, SILENT, STALL, SLOW, SHORT, WIFI, REFUSE, CARD, CAMERA, MONITOR, POWER };

/** Bytes until a cut: any, the small ones often, so that the handshake and HELLO are hit too. */
int64_t drawBytes(Draw& draw) {
  constexpr int64_t MOST[] = {64, 1500, 9000, 300000};
  return draw.between(0, MOST[draw.below(4)]);
}

const char* drawDirection(Draw& draw) { return draw.below(3) == 0 ? "down" : "up"; }

std::string seconds(Draw& draw, int64_t least, int64_t most) {
  return std::to_string(draw.between(least * 1000, most * 1000)) + "ms";
}

std::string ofCard(Draw& draw) {
  switch (draw.below(4)) {
    case 0:
      return "card out " + seconds(draw, 5, 30);
    case 1:
      return "card full " + seconds(draw, 5, 30);
    case 2:
      return "card slow " + std::to_string(draw.between(5, 200)) + "ms";
    default:
      return "card fails after " + std::to_string(draw.between(0, 60));
  }
}

std::string drawCommand(Draw& draw, Kind kind) {
  constexpr const char* CAMERA_FAULTS[] = {"null", "stale", "overflow", "cut"};
  switch (kind) {
    case CUT:
      return "link cut after " + std::to_string(drawBytes(draw)) + " " + drawDirection(draw) +
             (draw.below(2) == 0 ? " rst" : " fin");
    case SILENT:
      return "link cut after " + std::to_string(drawBytes(draw)) + " " + drawDirection(draw) +
             " silent";
    case STALL:
      return "link stall " + seconds(draw, 1, 40);
    case SLOW:
      return "link slow " + std::to_string(draw.between(2000, 50000)) + " " + seconds(draw, 5, 20);
    case SHORT:
      return "write at most " + std::to_string(draw.between(1, 200)) + " " + seconds(draw, 2, 10);
    case WIFI:
      return "wifi off " + seconds(draw, 5, 60);
    case REFUSE:
      return (draw.below(2) == 0 ? "link refuse " : "link deaf ") + seconds(draw, 1, 20);
    case CARD:
      return ofCard(draw);
    case CAMERA:
      return std::string("camera ") + CAMERA_FAULTS[draw.below(4)] + " " +
             std::to_string(draw.between(1, 3));
    case MONITOR:
      return (draw.below(2) == 0 ? "monitor away " : "monitor stuck ") + seconds(draw, 2, 10);
    case POWER:
      break;
  }
  return "";
}

std::vector<Kind> wantedKinds() {
  std::vector<Kind> kinds;
  const std::string list = "," + settings.faultKinds + ",";
  for (size_t i = 0; i < FAULT_KINDS; i++) {
    const bool named = list.find("," + std::string(FAULT_NAMES[i]) + ",") != std::string::npos;
    if (settings.faultKinds.empty() ? i != POWER : named) {
      kinds.push_back(static_cast<Kind>(i));
    }
  }
  return kinds;
}

void drawOne(const std::vector<Kind>& kinds, Draw& draw) {
  const Kind kind = kinds[draw.below(kinds.size())];
  const std::string line = drawCommand(draw, kind);
  // What has no end of its own ends with the next fault.
  world->cardSlowMillis = 0;
  if (world->cardOperationsLeft == 1) {
    command("card in");
  }
  world->faults[kind]++;
  world->faultsState = draw.state;
  say("fault: %s", kind == POWER ? "power cycle" : line.c_str());
  if (kind == POWER) {
    world->powerCuts++;
    startAnew(ESP_RST_POWERON);
  }
  command(line);
}

void run() {
  Inside inside(Owner::HOST);
  pthread_setname_np(pthread_self(), "faults");
  const std::vector<Kind> kinds = wantedKinds();
  if (kinds.empty()) {
    fprintf(stderr, "host: no such kinds of faults: %s\n", settings.faultKinds.c_str());
    finish("fault kinds", 2);
  }
  Draw draw{world->faultsState != 0 ? world->faultsState.load() : settings.faultSeed};
  for (;;) {
    pause(draw.between(settings.faultEvery / 2, settings.faultEvery * 3 / 2));
    if (!world->faultsOff) {
      drawOne(kinds, draw);
    }
  }
}

}  // namespace

void startFaults() { std::thread(run).detach(); }

}  // namespace host
