#include "Firmware.h"

#include <new>

#include "LoopSide.h"
#include "MessageReader.h"
#include "NetworkSide.h"
#include "ProfileStore.h"

namespace camrelay {

const char* const Firmware::NAME = "camrelay-camera 1.0";

namespace {

/** Bytes of lines that wait to be printed: the answer that is under way, and what goes with it. */
constexpr uint32_t NETWORK_LINES = 3 * NetworkSide::ANSWER_BUFFER;
constexpr uint32_t LOOP_LINES = 8192;
constexpr uint32_t LOOP_LOG = 4096;

}  // namespace

Firmware::Firmware(const Settings& settings, const Parts& parts)
    : settings_(settings), parts_(parts), loop_(nullptr), network_(nullptr) {}

bool Firmware::begin() {
  Board& board = parts_.board;
  void* const loop = board.reserve(sizeof(LoopSide));
  if (loop == nullptr || !reserveLines()) {
    static const char TROUBLE[] = "no memory: not even for messages\r\n";
    parts_.console.write(TROUBLE, sizeof(TROUBLE) - 1);
    return false;
  }
  loop_ = new (loop)
      LoopSide(settings_, parts_, slots_, exchange_, loopLines_, networkLines_, loopLog_);
  void* const store = board.reserve(sizeof(ProfileStore));
  void* const network = board.reserve(sizeof(NetworkSide));
  NetworkSide::Buffers buffers = {static_cast<uint8_t*>(board.reserve(MessageReader::BUFFER)),
                                  static_cast<char*>(board.reserve(NetworkSide::LOG_BYTES))};
  if (store == nullptr || network == nullptr || buffers.reader == nullptr ||
      buffers.log == nullptr || !exchange_.begin(board)) {
    loop_->noMemory();
    return false;
  }
  loop_->begin();
  network_ =
      new (network) NetworkSide(settings_, parts_, slots_, exchange_, networkLines_, loopLog_,
                                *new (store) ProfileStore(parts_.memory), loop_->epoch(), buffers);
  return beginCapturing();
}

bool Firmware::beginCapturing() {
  // Wi-Fi before the camera: older drivers froze when it came after.
  const bool outbox = network_->begin();
  BootReport report = {};
  report.camera = parts_.camera.begin();
  if (!outbox || !slots_.begin(parts_.board, settings_.slots, settings_.slotBytes)) {
    loop_->noMemory();
    return false;
  }
  network_->report(&report);
  loop_->tellBoot(&report);
  loop_->use(network_->kept());
  return true;
}

bool Firmware::reserveLines() {
  Board& board = parts_.board;
  char* const loopLines = static_cast<char*>(board.reserve(LOOP_LINES));
  char* const networkLines = static_cast<char*>(board.reserve(NETWORK_LINES));
  char* const loopLog = static_cast<char*>(board.reserve(LOOP_LOG));
  if (loopLines == nullptr || networkLines == nullptr || loopLog == nullptr) {
    return false;
  }
  loopLines_.begin(loopLines, LOOP_LINES);
  networkLines_.begin(networkLines, NETWORK_LINES);
  loopLog_.begin(loopLog, LOOP_LOG);
  return true;
}

uint32_t Firmware::loopStep() { return loop_->step(); }

uint32_t Firmware::networkStep() { return network_->step(); }

}  // namespace camrelay
