// The commands of the script that change the world at once.

#include "Commands.h"

#include <stdlib.h>

#include <sstream>

#include "Script.h"
#include "World.h"

namespace host {
namespace {

bool numberOf(const std::string& text, int64_t* number) {
  char* end = nullptr;
  *number = strtoll(text.c_str(), &end, 10);
  return !text.empty() && *end == 0;
}

/** The time behind the first `count` words; 0, for ever, where there is none. */
bool timeAfter(const Words& words, size_t count, int64_t* millis) {
  *millis = 0;
  return words.size() == count || (words.size() == count + 1 && timeOf(words[count], millis));
}

bool spell(const Words& words, size_t count, Spell* spell) {
  int64_t millis;
  if (!timeAfter(words, count, &millis)) {
    return false;
  }
  spell->begin(millis);
  return true;
}

template <typename T>
bool count(const Words& words, size_t at, std::atomic<T>* into, int64_t plus = 0) {
  int64_t number;
  if (words.size() != at + 1 || !numberOf(words[at], &number) || number < 0) {
    return false;
  }
  *into = static_cast<T>(number + plus);
  return true;
}

bool wifi(const Words& words) {
  int64_t number;
  if (words[1] == "off") {
    return spell(words, 2, &world->wifiOff);
  }
  if (words[1] == "on") {
    world->wifiOff.end();
    world->noAddress.end();
    return words.size() == 2;
  }
  if (words[1] == "no" && words.size() >= 3 && words[2] == "address") {
    return spell(words, 3, &world->noAddress);
  }
  if (words[1] == "rssi" && words.size() == 3 && numberOf(words[2], &number)) {
    world->rssi = static_cast<int32_t>(number);
    return true;
  }
  return false;
}

bool cutOf(const std::string& word, Cut* cut) {
  *cut = word == "fin" ? Cut::FIN : word == "silent" ? Cut::SILENT : Cut::RST;
  return word == "fin" || word == "silent" || word == "rst";
}

bool linkCut(const Words& words) {
  Cut cut = Cut::RST;
  if (words.size() <= 3 && (words.size() == 2 || cutOf(words[2], &cut))) {
    world->cutKind = static_cast<int32_t>(cut);
    world->cutNow = true;
    return true;
  }
  int64_t bytes;
  if (words.size() < 5 || words.size() > 6 || words[2] != "after" || !numberOf(words[3], &bytes) ||
      (words.size() == 6 && !cutOf(words[5], &cut))) {
    return false;
  }
  world->cutKind = static_cast<int32_t>(cut);
  if (words[4] == "up") {
    world->cutUp = bytes + 1;
  } else if (words[4] == "down") {
    world->cutDown = bytes + 1;
  } else {
    return false;
  }
  return true;
}

bool link(const Words& words) {
  const std::string& what = words[1];
  if (what == "cut") {
    return linkCut(words);
  }
  if (what == "stall") {
    return spell(words, 2, &world->stall);
  }
  if (what == "refuse") {
    return spell(words, 2, &world->refuse);
  }
  if (what == "deaf") {
    return spell(words, 2, &world->deaf);
  }
  if (what == "silent" && words.size() == 2) {
    world->cutKind = static_cast<int32_t>(Cut::SILENT);
    world->cutNow = true;
    return true;
  }
  if (what == "slow" && words.size() >= 3) {
    int64_t rate;
    if (!numberOf(words[2], &rate) || rate <= 0) {
      return false;
    }
    world->bytesASecond = rate;
    return spell(words, 3, &world->slowLink);
  }
  if (words.size() != 2) {
    return false;
  }
  if (what == "go") {
    world->stall.end();
  } else if (what == "fast") {
    world->slowLink.end();
  } else if (what == "take") {
    world->refuse.end();
    world->deaf.end();
  } else {
    return false;
  }
  return true;
}

bool writing(const Words& words) {
  if (words.size() < 4 || words[1] != "at" || words[2] != "most") {
    return false;
  }
  if (words[3] == "all") {
    world->short_.end();
    return words.size() == 4;
  }
  int64_t most;
  if (!numberOf(words[3], &most) || most < 1) {
    return false;
  }
  world->writeAtMost = static_cast<uint32_t>(most);
  return spell(words, 4, &world->short_);
}

bool heap(const Words& words) {
  if (words[1] == "largest") {
    return count(words, 2, &world->heapLargest);
  }
  if (words[1] == "free") {
    return count(words, 2, &world->heapFree);
  }
  world->heapLargest = 0;
  world->heapFree = 0;
  return words[1] == "normal" && words.size() == 2;
}

bool card(const Words& words) {
  const std::string& what = words[1];
  if (what == "out") {
    return spell(words, 2, &world->cardOut);
  }
  if (what == "full") {
    world->fullRoom = 0;
    return spell(words, 2, &world->cardFull);
  }
  if (what == "room") {
    return count(words, 2, &world->cardRoom, 1);
  }
  if (what == "fails" && words.size() == 4 && words[2] == "after") {
    return count(words, 3, &world->cardOperationsLeft, 1);
  }
  if (what == "slow" && words.size() == 3) {
    int64_t millis;
    if (!timeOf(words[2], &millis)) {
      return false;
    }
    world->cardSlowMillis = millis;
    return true;
  }
  if (what == "in" && words.size() == 2) {
    world->cardOut.end();
    world->cardFull.end();
    world->cardRoom = 0;
    world->cardOperationsLeft = 0;
    return true;
  }
  return false;
}

bool camera(const Words& words) {
  std::atomic<uint32_t>* counter = words[1] == "null"       ? &world->cameraNull
                                   : words[1] == "stale"    ? &world->cameraStale
                                   : words[1] == "overflow" ? &world->cameraOverflow
                                   : words[1] == "cut"      ? &world->cameraCut
                                                            : nullptr;
  return counter != nullptr && count(words, 2, counter);
}

bool monitor(const Words& words) {
  if (words[1] == "away") {
    return spell(words, 2, &world->monitorAway);
  }
  if (words[1] == "stuck") {
    return spell(words, 2, &world->monitorStuck);
  }
  world->monitorAway.end();
  world->monitorStuck.end();
  return words[1] == "back" && words.size() == 2;
}

/** Draws no more faults, and ends what they have begun. */
bool faults(const Words& words) {
  if (words[1] != "off" && words[1] != "on") {
    return false;
  }
  world->faultsOff = words[1] == "off";
  if (world->faultsOff) {
    world->cutUp = 0;
    world->cutDown = 0;
    world->cardSlowMillis = 0;
    world->cameraNull = world->cameraStale = world->cameraOverflow = world->cameraCut = 0;
    for (const char* line : {"wifi on", "link go", "link fast", "link take", "write at most all",
                             "card in", "monitor back"}) {
      command(line);
    }
  }
  return true;
}

}  // namespace

Words wordsOf(const std::string& line) {
  Words words;
  std::istringstream in(line);
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

bool timeOf(const std::string& text, int64_t* millis) {
  char* end = nullptr;
  const double number = strtod(text.c_str(), &end);
  const std::string unit(end);
  const double factor = unit.empty() || unit == "ms" ? 1
                        : unit == "s"                ? 1000
                        : unit == "m"                ? 60000
                                                     : 0;
  *millis = static_cast<int64_t>(number * factor);
  return end != text.c_str() && factor > 0 && number >= 0;
}

bool command(const std::string& line) {
  const Words words = wordsOf(line);
  if (words.size() < 2) {
    return false;
  }
  const std::string& verb = words[0];
  return verb == "wifi"      ? wifi(words)
         : verb == "link"    ? link(words)
         : verb == "write"   ? writing(words)
         : verb == "heap"    ? heap(words)
         : verb == "card"    ? card(words)
         : verb == "camera"  ? camera(words)
         : verb == "monitor" ? monitor(words)
         : verb == "faults"  ? faults(words)
         : verb == "nvs"     ? words[1] == "fails" && count(words, 2, &world->nvsFailures)
                             : false;
}

}  // namespace host
