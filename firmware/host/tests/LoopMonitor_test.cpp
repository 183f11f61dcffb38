#include "LoopMonitor.h"

#include <doctest/doctest.h>

#include <string>

#include "CommandLine.h"
#include "Screen.h"

namespace camrelay {
namespace {

BootReport report() {
  BootReport report{};
  report.firmware = "camrelay-camera 1.0.0";
  report.board = "XIAO_ESP32S3_SENSE";
  report.device = "kitchen";
  report.reset = ResetReason::POWER_ON;
  report.freeHeap = 231000;
  report.largestBlock = 190000;
  report.freePsram = 8200000;
  report.camera = CameraFault::NONE;
  report.sensor = "OV2640";
  report.cardPresent = true;
  report.cardFreeBytes = 14200000000ull;
  report.wifiName = "Home";
  report.relayHost = "192.168.1.20";
  report.relayPort = 8443;
  return report;
}

}  // namespace

TEST_CASE("the banner tells what the board is and what it found") {
  Screen screen;
  screen.after(412).loop.boot(report());
  CHECK_EQ(
      screen.text(),
      R"([   0.412] boot      camrelay-camera 1.0.0 on XIAO_ESP32S3_SENSE; this camera is "kitchen"
[   0.412] boot      started (POWER_ON): the power came on
[   0.412] memory    226 KB free, largest block 186 KB; PSRAM 7.8 MB
[   0.412] camera    OV2640 is ready
[   0.412] card      13.2 GB free
[   0.412] touch     measuring; do not touch the pad
[   0.412] relay     192.168.1.20 port 8443
[   0.412] wifi      joining "Home"
[   0.412] boot      type help to see what can be typed
)");
}

TEST_CASE("the banner of a board that lacks everything says what to do about each") {
  Screen screen;
  BootReport bare = report();
  bare.device = "";
  bare.reset = ResetReason::BROWNOUT;
  bare.freePsram = 0;
  bare.camera = CameraFault::NOT_FOUND;
  bare.cardPresent = false;
  bare.touchThreshold = 25000;
  bare.wifiName = "";
  bare.relayHost = "";
  screen.loop.boot(bare);
  CHECK_EQ(
      screen.text(),
      R"([   0.000] boot      camrelay-camera 1.0.0 on XIAO_ESP32S3_SENSE; this camera is "not set"
[   0.000] boot      started (BROWNOUT): the supply voltage broke in; take a shorter cable or
                     a stronger supply
[   0.000] memory    226 KB free, largest block 186 KB; PSRAM none
[   0.000] camera    NO_PSRAM: PSRAM is off, so that photos are small, and wait one at a
                     time. Arduino IDE: Tools > PSRAM > OPI PSRAM, then upload again;
                     arduino-cli: the board is esp32:esp32:XIAO_ESP32S3:PSRAM=opi.
[   0.000] camera    NOT_FOUND: no camera sensor answers. Take the power off and press the
                     camera's flat cable into its connector until it clicks; check
                     CAMERA_BOARD in Settings.h.
[   0.000] card      CARD_MISSING: no SD card answers, so photos are not kept on one. If you
                     want it: FAT32, up to 32 GB, pushed in until it clicks. It is found
                     without a restart.
[   0.000] touch     touched from 25000 on
[   0.000] relay     RELAY_NOT_SET: the sketch holds no relay, device name, token or CA. Run
                     `camrelay device add NAME --sketch DIR` on the relay and flash the
                     folder that it writes.
[   0.000] wifi      not set yet
[   0.000] boot      type help to see what can be typed
)");
}

TEST_CASE("why the board started is told in words, and a crash is an error in the log") {
  for (uint8_t i = 0; i <= static_cast<uint8_t>(ResetReason::EXTERNAL_); i++) {
    Screen screen;
    BootReport other = report();
    other.reset = static_cast<ResetReason>(i);
    screen.loop.boot(other);
    const std::string start = std::string("boot: started (") + word(other.reset) + "): ";
    const std::string logged = screen.logged();
    REQUIRE_NE(logged.find(start), std::string::npos);
    const bool crash = other.reset == ResetReason::PANIC || other.reset == ResetReason::WATCHDOG;
    CHECK_EQ(logged.find("ERROR " + start) != std::string::npos, crash);
  }
}

TEST_CASE("faults of the camera, full outboxes and settings are told with their cure") {
  Screen screen;
  screen.loop.cameraFault(CameraFault::NO_FRAME);
  screen.loop.dropped(3);
  screen.loop.frameSizeRefused(text("QSXGA"));
  ProfileData profile{4, 600, ProfileData::OWN_QUALITY, true, text("SVGA"), text("")};
  screen.loop.profileApplied(profile);
  screen.loop.profileApplied(ProfileData{5, 0, 12, false, text(""), text("")});
  screen.loop.photoOrdered(Trigger::TIMER);
  screen.loop.photoOrdered(Trigger::REMOTE);
  screen.loop.questionTaken(CaptureId{1, 9}, CaptureId{1, 7}, text("What else?"));
  screen.loop.touchCalibrated(27000, 20000);
  screen.loop.triesAgain(CameraFault::STALE);
  screen.loop.heap(FlightRecord{231000, 190000, 8200000, 0, 0, 0, 0, 0, ResetReason::POWER_ON});
  screen.loop.touchStuck(false);
  screen.loop.touchStuck(true);
  screen.loop.touched(1, Trigger::BUTTON);
  screen.loop.wrongCommand(text("no such command; type help"));
  CHECK_EQ(
      screen.text(),
      R"([   0.000] camera    NO_FRAME: the camera gave no photo within 4 s. Press again. If it stays,
                     type `reboot`; then check cable and supply, and take a smaller frame
                     size.
[   0.000] photo     DROPPED, OUTBOX_FULL: as many photos wait for the relay as there is room
                     for (3 so far). Press again when the link is back. An SD card makes room
                     for more, and so does a higher WAITING_PHOTOS in Settings.h.
[   0.000] camera    FRAME_SIZE_REFUSED "QSXGA": this board has no such frame size, so the
                     one before stays. Set the device's frame size on the relay to UXGA or
                     smaller.
[   0.000] camera    frame size SVGA, its own quality, with flash, a photo every 600 s
[   0.000] camera    the camera's own frame size, quality 12, without flash
[   0.000] timer     it is time for a photo
[   0.000] photo 9   another question about photo 7: "What else?"
[   0.000] touch     20000 untouched, so touched from 27000 on
[   0.000] camera    the camera gave only photos from before the press; trying once more
[   0.000] memory    231000 bytes free, largest block 190000; PSRAM 7.8 MB
[   0.000] touch     touched for a minute, or while it was measured: the pad is measured
                     anew; `touch` shows its readings
[   0.000] touch     the button is held down, or its pin is shorted to ground
[   0.000] touch     pressed
[   0.000] typed     no such command; type help
)");
}

TEST_CASE("help has a row for every command, and each fits the line") {
  Screen screen;
  screen.loop.help();
  const std::string help = screen.text();
  for (const char* word : {"help", "snap", "ask", "status", "heap", "wifi", "relay", "touch",
                           "photos", "log", "reconnect", "reboot"}) {
    CHECK_NE(help.find(std::string("help      ") + word), std::string::npos);
  }
  for (uint8_t row = 0; Commands::help(row) != nullptr; row++) {
    CHECK_LE(strlen(Commands::help(row)), TextFolder::COLUMNS);
  }
  CHECK_EQ(Commands::help(255), nullptr);
}

TEST_CASE("a number of ten digits and an uptime of weeks still make a line") {
  Screen screen;
  screen.clock.now = 49ll * 24 * 3600 * 1000 + 123;
  screen.loop.photoTaken(CaptureId{1, 4294967295u}, Frame{nullptr, 1, 0, 0, 0}, 0, text(""));
  CHECK_EQ(screen.text(), "[4233600.123] photo 4294967295 photo taken, 1 bytes (0 ms)\n");
}

}  // namespace camrelay
