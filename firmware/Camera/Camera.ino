// CamRelay's camera: touch it, and it asks about what it sees. The answer comes on the serial
// monitor. Settings.h is what you change; docs/firmware/README.md says how to begin.
//
// This file only puts the parts together. Start reading at src/core/Firmware.h.

#include "src/board/Esp32Board.h"
#include "src/board/Esp32Camera.h"
#include "src/board/Esp32Transport.h"
#include "src/board/EspClock.h"
#include "src/board/NetworkTask.h"
#include "src/board/NvsMemory.h"
#include "src/board/SdCard.h"
#include "src/board/SerialConsole.h"
#include "src/board/TouchPad.h"
#include "src/core/Firmware.h"
// Last, because its names are macros.
#include "Settings.h"

// Taking a photo and printing an answer need more than the 8 KB that Arduino gives.
SET_LOOP_TASK_STACK_SIZE(16 * 1024);

static const camrelay::BoardPins pins =
    camrelay::boards::wired(camrelay::boards::CAMERA_BOARD, CARD_SELECT_PIN, TOUCH_PIN);

static camrelay::Settings settings = {
    WIFI_NAME,     WIFI_PASSWORD,   RELAY_HOST,   RELAY_PORT,        RELAY_NAME,
    RELAY_CA,      DEVICE_NAME,     DEVICE_TOKEN, HEARTBEAT_SECONDS, WAITING_PHOTOS,
    LARGEST_PHOTO, TOUCH_THRESHOLD, HOLD_MILLIS,  KEEP_PHOTOS};

static camrelay::EspClock clock_;
static camrelay::Esp32Board board(pins);
static camrelay::Esp32Transport transport(settings, clock_);
static camrelay::Esp32Camera camera(pins);
static camrelay::NvsMemory memory;
static camrelay::SdCard card(pins);
static camrelay::SerialConsole console(clock_);
static camrelay::TouchPad touch(pins);

static const camrelay::Parts parts = {board,  clock_, transport, camera,
                                      memory, card,   console,   touch};
static camrelay::Firmware firmware(settings, parts);
static camrelay::NetworkTask network(firmware);
static bool running = false;

void setup() {
  if (!psramFound()) {
    // One small photo is what fits beside Wi-Fi and a TLS session.
    settings.slots = 1;
    settings.slotBytes = 24 * 1024;
  }
  console.begin();
  transport.begin();
  memory.begin();
  touch.begin();
  running = firmware.begin() && network.start();
}

void loop() { delay(running ? firmware.loopStep() : 1000); }
