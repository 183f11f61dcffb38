#pragma once

#include <stdint.h>

#include "Camera.h"
#include "Message.h"
#include "Settings.h"
#include "Teller.h"

namespace camrelay {

/** What was found when the board started. Strings are 0-ended. */
struct BootReport {
  /** Name and version of the firmware. */
  const char* firmware;
  const char* board;
  const char* device;
  ResetReason reset;
  uint32_t freeHeap;
  uint32_t largestBlock;
  /** 0: none. */
  uint32_t freePsram;
  CameraFault camera;
  const char* sensor;
  bool cardPresent;
  uint64_t cardFreeBytes;
  bool button;
  /** 0: not calibrated yet. */
  uint32_t touchThreshold;
  uint32_t touchBaseline;
  const char* wifiName;
  const char* relayHost;
  uint16_t relayPort;
};

/** What the maker sees of the press, and of what was typed. Belongs to the loop task. */
class LoopMonitor : public Teller {
 public:
  LoopMonitor(Clock& clock, LineRing& lines, LogSink& log);

  void boot(const BootReport& report);

  /** The pad was touched long enough, or the button pressed. */
  void touched(uint32_t reading, Trigger trigger);
  /** @param millis from the press to the frame */
  void photoTaken(const CaptureId& capture, const Frame& frame, uint32_t millis,
                  const Text& question);
  /** A further question is on its way. */
  void questionTaken(const CaptureId& capture, const CaptureId& parent, const Text& question);
  /** The press came to nothing. */
  void cameraFault(CameraFault fault);
  /** A frame did not come or was none; the next one is waited for. */
  void triesAgain(CameraFault fault);
  /** A press came to nothing because the outbox is full. @param dropped so far */
  void dropped(uint32_t dropped);
  /** A photo is taken that nobody pressed for. The operator's was told of by the Monitor. */
  void photoOrdered(Trigger trigger);
  void touchCalibrated(uint32_t threshold, uint32_t baseline);

  /** The relay's profile is in use now. */
  void profileApplied(const ProfileData& profile);
  /** This board has no such frame size; the one before stays. */
  void frameSizeRefused(const Text& frameSize);

  void wrongCommand(const Text& trouble);
  void help();
  void heap(const FlightRecord& flight);
  /** Touch::stuck(): the pad is measured anew, or the button is held down. */
  void touchStuck(bool button);

 private:
  void bootMemory(const BootReport& report);
  void bootParts(const BootReport& report);
};

}  // namespace camrelay
