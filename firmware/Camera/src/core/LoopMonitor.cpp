#include "LoopMonitor.h"

#include <inttypes.h>
#include <stdio.h>

#include "Commands.h"

namespace camrelay {

namespace {

/** A number of bytes as it is read. */
struct Size {
  char text[24];

  explicit Size(uint64_t bytes) {
    static const char* const UNITS[] = {"bytes", "KB", "MB", "GB", "TB"};
    uint8_t unit = 0;
    uint64_t tenths = bytes * 10;
    while (tenths >= 10240 && unit < 4) {
      tenths = (tenths + 512) / 1024;
      unit++;
    }
    if (unit < 2) {
      snprintf(text, sizeof(text), "%" PRIu32 " %s", static_cast<uint32_t>((tenths + 5) / 10),
               UNITS[unit]);
    } else {
      snprintf(text, sizeof(text), "%" PRIu32 ".%d %s", static_cast<uint32_t>(tenths / 10),
               static_cast<int>(tenths % 10), UNITS[unit]);
    }
  }
};

struct Start {
  const char* words;
  LogLevel level;
};

/** Why a board starts, in the maker's words. */
Start startOf(ResetReason reason) {
  switch (reason) {
    case ResetReason::POWER_ON:
      return {"the power came on", LogLevel::INFO};
    case ResetReason::SOFTWARE:
      return {"it restarted itself, as asked", LogLevel::INFO};
    case ResetReason::PANIC:
      return {"the firmware had crashed; please report it, with the lines before", LogLevel::ERROR};
    case ResetReason::WATCHDOG:
      return {"a task had hung; please report it, with the lines before", LogLevel::ERROR};
    case ResetReason::BROWNOUT:
      return {"the supply voltage broke in; take a shorter cable or a stronger supply",
              LogLevel::WARN};
    case ResetReason::DEEP_SLEEP:
      return {"it woke up from deep sleep", LogLevel::INFO};
    case ResetReason::EXTERNAL_:
      return {"its reset button was pressed", LogLevel::INFO};
    case ResetReason::UNKNOWN:
      break;
  }
  return {"the board does not say why", LogLevel::INFO};
}

}  // namespace

LoopMonitor::LoopMonitor(Clock& clock, LineRing& lines, LogSink& log) : Teller(clock, lines, log) {}

void LoopMonitor::boot(const BootReport& report) {
  begin(About("boot"), LogLevel::INFO);
  put(text(report.firmware));
  put(text(" on "));
  put(text(report.board));
  put(text("; this camera is \""));
  put(text(report.device[0] == 0 ? "not set" : report.device));
  put(text("\""));
  end();
  const Start start = startOf(report.reset);
  Teller::report(start.level, "boot", "started (%s): %s", word(report.reset), start.words);
  bootMemory(report);
  bootParts(report);
  if (report.relayHost[0] == 0) {
    Teller::report(LogLevel::WARN, "relay", Diagnosis::of(LinkFault::RELAY_NOT_SET, 0));
  } else {
    begin(About("relay"));
    put(text(report.relayHost));
    put(" port %d", report.relayPort);
    end();
  }
  if (report.wifiName[0] == 0) {
    say("wifi", "not set yet");  // what to do comes when it is missed
  } else {
    begin(About("wifi"));
    put(text("joining \""));
    put(text(report.wifiName));
    put(text("\""));
    end();
  }
  say("boot", "type help to see what can be typed");
}

void LoopMonitor::touched(uint32_t reading, Trigger trigger) {
  if (trigger == Trigger::TOUCH) {
    say("touch", "touched (%" PRIu32 ")", reading);
  } else {
    say("touch", "pressed");
  }
}

void LoopMonitor::photoTaken(const CaptureId& capture, const Frame& frame, uint32_t millis,
                             const Text& question) {
  begin(About("photo", capture.number), LogLevel::INFO);
  put("photo taken, %" PRIu32 " bytes", frame.size);
  if (frame.width > 0 && frame.height > 0) {
    put(", %dx%d", frame.width, frame.height);
  }
  put(" (%" PRIu32 " ms)", millis);
  putQuestion(": ", question);
  end();
}

void LoopMonitor::questionTaken(const CaptureId& capture, const CaptureId& parent,
                                const Text& question) {
  begin(About("photo", capture.number), LogLevel::INFO);
  put("another question about photo %" PRIu32, parent.number);
  putQuestion(": ", question);
  end();
}

void LoopMonitor::cameraFault(CameraFault fault) {
  report(LogLevel::ERROR, "camera", Diagnosis::of(fault));
}

void LoopMonitor::triesAgain(CameraFault fault) {
  say("camera", "%s; trying once more", Diagnosis::of(fault).cause);
}

void LoopMonitor::dropped(uint32_t dropped) {
  const Diagnosis diagnosis = Diagnosis::of(Trouble::OUTBOX_FULL);
  begin(About("photo"), LogLevel::WARN);
  put("DROPPED, %s: %s (%" PRIu32 " so far).", diagnosis.word, diagnosis.cause, dropped);
  putCure(diagnosis);
  end();
}

void LoopMonitor::photoOrdered(Trigger trigger) {
  if (trigger == Trigger::TIMER) {
    say("timer", "it is time for a photo");
  }
}

void LoopMonitor::touchCalibrated(uint32_t threshold, uint32_t baseline) {
  report(LogLevel::INFO, "touch", "%" PRIu32 " untouched, so touched from %" PRIu32 " on", baseline,
         threshold);
}

void LoopMonitor::profileApplied(const ProfileData& profile) {
  begin(About("camera"), LogLevel::INFO);
  if (profile.frameSize.empty()) {
    put(text("the camera's own frame size"));
  } else {
    put(text("frame size "));
    put(profile.frameSize);
  }
  if (profile.quality == ProfileData::OWN_QUALITY) {
    put(text(", its own quality"));
  } else {
    put(", quality %d", profile.quality);
  }
  put(text(profile.flash ? ", with flash" : ", without flash"));
  if (profile.intervalSeconds > 0) {
    put(", a photo every %" PRIu32 " s", profile.intervalSeconds);
  }
  end();
}

void LoopMonitor::frameSizeRefused(const Text& frameSize) {
  const Diagnosis diagnosis = Diagnosis::of(Trouble::FRAME_SIZE_REFUSED);
  begin(About("camera"), LogLevel::WARN);
  put(text(diagnosis.word));
  put(text(" \""));
  put(frameSize);
  put("\": %s.", diagnosis.cause);
  putCure(diagnosis);
  end();
}

void LoopMonitor::wrongCommand(const Text& trouble) { say("typed", trouble); }

void LoopMonitor::help() {
  for (uint8_t row = 0; Commands::help(row) != nullptr; row++) {
    say("help", text(Commands::help(row)));
  }
}

void LoopMonitor::heap(const FlightRecord& flight) {
  say("memory", "%" PRIu32 " bytes free, largest block %" PRIu32 "; PSRAM %s", flight.freeHeap,
      flight.largestBlock, flight.freePsram == 0 ? "none" : Size(flight.freePsram).text);
}

void LoopMonitor::touchStuck(bool button) {
  report(LogLevel::WARN, "touch", "%s",
         button ? "the button is held down, or its pin is shorted to ground"
                : "touched for a minute, or while it was measured: the pad is measured anew; "
                  "`touch` shows its readings");
}

void LoopMonitor::bootMemory(const BootReport& report) {
  say("memory", "%s free, largest block %s; PSRAM %s", Size(report.freeHeap).text,
      Size(report.largestBlock).text, report.freePsram == 0 ? "none" : Size(report.freePsram).text);
  if (report.freePsram == 0 && report.camera != CameraFault::NO_PSRAM) {
    cameraFault(CameraFault::NO_PSRAM);
  }
}

void LoopMonitor::bootParts(const BootReport& report) {
  if (report.camera == CameraFault::NONE) {
    begin(About("camera"));
    put(text(report.sensor));
    put(text(" is ready"));
    end();
  } else {
    cameraFault(report.camera);
  }
  if (report.cardPresent) {
    say("card", "%s free", Size(report.cardFreeBytes).text);
  } else {
    Teller::report(LogLevel::WARN, "card", Diagnosis::of(Trouble::CARD_MISSING));
  }
  if (report.button) {
    say("touch", "a button takes its place");
  } else if (report.touchThreshold == 0) {
    say("touch", "measuring; do not touch the pad");
  } else {
    say("touch", "touched from %" PRIu32 " on", report.touchThreshold);
  }
}

}  // namespace camrelay
