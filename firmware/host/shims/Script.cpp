#include "Script.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <functional>
#include <sstream>
#include <thread>
#include <vector>

#include "Commands.h"
#include "Heap.h"
#include "Monitor.h"
#include "World.h"
#include "esp_system.h"

namespace host {
namespace {

constexpr int64_t PATIENCE = 180000;
constexpr int64_t TOUCH = 600, RELEASE = 200, LEAST_GAP = 1000, MOST_TOUCH = 20000;
constexpr int64_t NO_PHOTO = 20000;
constexpr int IN_VAIN = 3, UNREADABLE = 6;

int scriptFile = -1;

[[noreturn]] void unreadable(const std::string& line) {
  dprintf(STDERR_FILENO, "host: no such command in the script: %s\n", line.c_str());
  finish("script not understood", UNREADABLE);
}

/** Unbuffered, so that a restart loses nothing of what comes from a pipe. */
bool readLine(std::string* line) {
  line->clear();
  for (char c; read(scriptFile, &c, 1) == 1;) {
    world->scriptOffset++;
    if (c == '\n') {
      return true;
    }
    if (c != '\r') {
      *line += c;
    }
  }
  return !line->empty();
}

/** Waits for something, in the board's time. */
void await(const std::string& what, int64_t within, const std::function<bool()>& happened) {
  const int64_t until = runMillis() + within;
  while (!happened()) {
    if (runMillis() >= until) {
      dprintf(STDERR_FILENO, "host: in vain for %lld ms: %s\n", static_cast<long long>(within),
              what.c_str());
      finish("wait in vain", IN_VAIN);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void touch(int64_t millis) {
  world->touches++;
  touchPad(true);
  pause(millis);
  touchPad(false);
  pause(RELEASE);
}

/** Until the sketch has looked at the pad for so long, without gaps; a busy machine has gaps. */
void awaitLooks(int64_t millis) {
  constexpr uint32_t LEAST_LOOKS = 4;
  const int64_t until = runMillis() + MOST_TOUCH;
  while (runMillis() < until &&
         (world->padLooks < LEAST_LOOKS || world->padSeenAt - world->padSeenFrom < millis)) {
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
}

/** A touch that the sketch has surely seen. */
void touchWell() {
  world->touches++;
  touchPad(true);
  awaitLooks(TOUCH);
  touchPad(false);
  awaitLooks(RELEASE);
}

const std::atomic<uint64_t>* counterOf(const std::string& name) {
  return name == "answered"     ? &world->answered
         : name == "failed"     ? &world->failed
         : name == "stored"     ? &world->stored
         : name == "dropped"    ? &world->dropped
         : name == "noPhoto"    ? &world->noPhoto
         : name == "taken"      ? &world->taken
         : name == "frames"     ? &world->frames
         : name == "handshakes" ? &world->handshakes
         : name == "starts"     ? &world->starts
         : name == "sent"       ? &world->bytesUp
         : name == "received"   ? &world->bytesDown
                                : nullptr;
}

/** Takes "within TIME" from the end of a command. */
int64_t takeWithin(Words* words) {
  if (words->size() >= 2 && (*words)[words->size() - 2] == "within") {
    int64_t within = 0;
    if (!timeOf(words->back(), &within)) {
      return -1;
    }
    words->resize(words->size() - 2);
    return within;
  }
  return PATIENCE;
}

bool waitFor(const std::string& line, Words words) {
  const int64_t within = takeWithin(&words);
  if (within < 0 || words.size() < 3) {
    return false;
  }
  if (words[1] == "link" && words.size() == 3 && (words[2] == "up" || words[2] == "down")) {
    const bool up = words[2] == "up";
    await(line, within, [up] { return world->linkUp == up; });
    return true;
  }
  if (words[1] == "line") {
    std::string text = line.substr(line.find("line") + 5);
    const size_t end = text.rfind(" within ");
    if (end != std::string::npos && within != PATIENCE) {
      text.resize(end);
    }
    await(line, within, [&text] { return sawLine(text.c_str()); });
    return true;
  }
  const uint64_t count = strtoull(words[2].c_str(), nullptr, 10);
  const std::atomic<uint64_t>* counter = counterOf(words[1]);
  if (counter == nullptr && words[1] != "ended") {
    return false;
  }
  await(line, within, [counter, count] {
    return (counter == nullptr ? world->ended() : counter->load()) >= count;
  });
  return true;
}

/** A press is over with its end, or some time after the camera has told that it has no photo. */
std::function<bool()> pressOver(uint64_t faults) {
  return [faults, faultAt = int64_t{-1}]() mutable {
    if (faultAt < 0 && world->noPhoto > faults) {
      faultAt = runMillis();
    }
    return world->ended() >= world->scriptTarget ||
           (faultAt >= 0 && runMillis() - faultAt > NO_PHOTO);
  };
}

/** Goes on where a restart has broken it off. */
bool press(const std::string& line, Words words) {
  const int64_t within = takeWithin(&words);
  if (within < 0 || (words.size() != 2 && words.size() != 4)) {
    return false;
  }
  const uint64_t presses = strtoull(words[1].c_str(), nullptr, 10);
  int64_t gap = 0;
  if (words.size() == 4 && (words[2] != "each" || !timeOf(words[3], &gap) || gap < LEAST_GAP)) {
    return false;
  }
  for (; world->scriptCount < presses; world->scriptCount++) {
    if (gap > 0) {
      const int64_t began = runMillis();
      touchWell();
      pause(gap - (runMillis() - began));
      continue;
    }
    const uint64_t faults = world->noPhoto;
    if (world->scriptTarget == 0) {
      world->scriptTarget = world->ended() + 1;
      touchWell();
    }
    await(line, within, pressOver(faults));
    world->scriptTarget = 0;
  }
  return true;
}

bool powerOrReset(const Words& words) {
  if (words[0] == "reset" && words.size() == 2) {
    const int32_t reason = words[1] == "panic"      ? ESP_RST_PANIC
                           : words[1] == "watchdog" ? ESP_RST_TASK_WDT
                           : words[1] == "brownout" ? ESP_RST_BROWNOUT
                                                    : -1;
    if (reason < 0) {
      return false;
    }
    world->scriptText[0] = 0;
    startAnew(reason);
  }
  int64_t off = 0;
  if (words[0] != "power" || words.size() < 2 || (words.size() == 3 && !timeOf(words[2], &off))) {
    return false;
  }
  if (words[1] != "off" && words[1] != "cycle") {
    return false;
  }
  world->scriptText[0] = 0;
  world->powerCuts++;
  if (words[1] == "off") {
    losePowerOfCard();
    finish("power off", 0);
  }
  world->offMillis = off;
  startAnew(ESP_RST_POWERON);
}

bool touchCommand(const Words& words) {
  int64_t millis = 0;
  if (words.size() == 2 && words[1] == "down") {
    world->touches++;
    touchPad(true);
  } else if (words.size() == 2 && words[1] == "up") {
    touchPad(false);
    pause(RELEASE);
  } else if (words.size() == 1) {
    touchWell();
  } else if (words.size() == 2 && timeOf(words[1], &millis)) {
    touch(millis);
  } else {
    return false;
  }
  return true;
}

bool perform(const std::string& line) {
  const Words words = wordsOf(line);
  const std::string& verb = words[0];
  int64_t millis = 0;
  if (verb == "wait") {
    return waitFor(line, words);
  }
  markLines();
  if (verb == "sleep") {
    if (words.size() != 2 || !timeOf(words[1], &millis)) {
      return false;
    }
    pause(millis);
  } else if (verb == "touch") {
    return touchCommand(words);
  } else if (verb == "press") {
    return press(line, words);
  } else if (verb == "type") {
    type(line.size() > 5 ? line.c_str() + 5 : "");
  } else if (verb == "say") {
    dprintf(STDERR_FILENO, "host: %s\n", line.size() > 4 ? line.c_str() + 4 : "");
  } else if (verb == "report") {
    writeReport("running");
  } else if (verb == "end") {
    finish("script", 0);
  } else if (verb == "power" || verb == "reset") {
    return powerOrReset(words);
  } else {
    return command(line);
  }
  return true;
}

void run() {
  Inside inside(Owner::HOST);
  pthread_setname_np(pthread_self(), "script");
  std::string line(world->scriptText);
  bool again = !line.empty();
  while (again || readLine(&line)) {
    if (!again) {
      world->scriptCount = 0;
      world->scriptTarget = 0;
    }
    again = false;
    const size_t comment = line.find('#');
    const bool spoken = line.compare(0, 5, "type ") == 0 || line.compare(0, 4, "say ") == 0;
    if (comment != std::string::npos && !spoken) {
      line.resize(comment);
    }
    if (wordsOf(line).empty()) {
      continue;
    }
    if (line.size() >= sizeof(world->scriptText)) {
      unreadable(line);
    }
    memcpy(world->scriptText, line.c_str(), line.size() + 1);
    say("%s", line.c_str());
    if (!perform(line)) {
      unreadable(line);
    }
    world->scriptText[0] = 0;
  }
}

}  // namespace

void startScript() {
  if (settings.script == "-") {
    scriptFile = STDIN_FILENO;
  } else {
    scriptFile = open(settings.script.c_str(), O_RDONLY | O_CLOEXEC);
    if (scriptFile < 0) {
      dprintf(STDERR_FILENO, "host: cannot read %s: %s\n", settings.script.c_str(),
              strerror(errno));
      finish("script not found", UNREADABLE);
    }
    lseek(scriptFile, world->scriptOffset, SEEK_SET);
  }
  std::thread(run).detach();
}

}  // namespace host
