#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <string>

#include "World.h"

namespace host {
namespace {

std::string quoted(const char* text) {
  std::string out = "\"";
  for (; *text != 0; text++) {
    if (*text == '"' || *text == '\\') {
      out += '\\';
    }
    out += static_cast<unsigned char>(*text) < ' ' ? ' ' : *text;
  }
  return out + "\"";
}

struct Figure {
  const char* name;
  std::atomic<uint64_t> World::*counter;
};

constexpr Figure FIGURES[] = {
    {"starts", &World::starts},
    {"restarts", &World::restarts},
    {"powerCuts", &World::powerCuts},
    {"connects", &World::connects},
    {"connectFailures", &World::connectFailures},
    {"handshakes", &World::handshakes},
    {"handshakeFailures", &World::handshakeFailures},
    {"bytesUp", &World::bytesUp},
    {"bytesDown", &World::bytesDown},
    {"writes", &World::writes},
    {"shortWrites", &World::shortWrites},
    {"largestWrite", &World::largestWrite},
    {"failedWrites", &World::failedWrites},
    {"touches", &World::touches},
    {"frames", &World::frames},
    {"nullFrames", &World::nullFrames},
    {"staleFrames", &World::staleFrames},
    {"droppedFrames", &World::droppedFrames},
    {"cardOperations", &World::cardOperations},
    {"cardFailures", &World::cardFailures},
    {"nvsWrites", &World::nvsWrites},
    {"lines", &World::lines},
    {"taken", &World::taken},
    {"answered", &World::answered},
    {"failed", &World::failed},
    {"stored", &World::stored},
    {"dropped", &World::dropped},
    {"noPhoto", &World::noPhoto},
};

}  // namespace

void writeReport(const char* end) {
  if (settings.report.empty()) {
    return;
  }
  const std::string next = settings.report + ".next";
  FILE* file = fopen(next.c_str(), "we");
  if (file == nullptr) {
    fprintf(stderr, "host: cannot write %s\n", next.c_str());
    return;
  }
  const double device = static_cast<double>(runMillis()) / 1000;
  fprintf(file, "{\n  \"end\": %s,\n  \"seed\": %" PRIu64 ",\n  \"speed\": %g,\n",
          quoted(end).c_str(), world->seed, settings.speed);
  fprintf(file, "  \"deviceSeconds\": %.3f,\n  \"wallSeconds\": %.3f,\n", device,
          device / settings.speed);
  for (const Figure& figure : FIGURES) {
    fprintf(file, "  \"%s\": %" PRIu64 ",\n", figure.name, (world->*figure.counter).load());
  }
  fprintf(file, "  \"faults\": {");
  for (size_t i = 0; i < FAULT_KINDS; i++) {
    fprintf(file, "%s\"%s\": %" PRIu64, i == 0 ? "" : ", ", FAULT_NAMES[i],
            world->faults[i].load());
  }
  fprintf(file, "},\n  \"allocations\": {");
  constexpr const char* OWNER_NAMES[] = {"ours", "tls", "sd", "other"};
  for (size_t i = 0; i < 4; i++) {
    fprintf(file, "%s\"%s\": %" PRIu64, i == 0 ? "" : ", ", OWNER_NAMES[i],
            world->allocations[i].load());
  }
  fprintf(file, "},\n  \"stacks\": [");
  for (uint32_t i = 0; i < world->stacks && i < 8; i++) {
    fprintf(file, "%s%s", i == 0 ? "" : ", ", quoted(world->stack[i]).c_str());
  }
  fprintf(file, "]\n}\n");
  fclose(file);
  rename(next.c_str(), settings.report.c_str());
}

}  // namespace host
