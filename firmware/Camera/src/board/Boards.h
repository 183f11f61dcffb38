#pragma once

#include <stdint.h>

namespace camrelay {

/** The camera's pins, in the driver's words. */
struct CameraPins {
  int8_t powerDown;
  int8_t reset;
  int8_t xclk;
  int8_t sccbData;
  int8_t sccbClock;
  /** D0 to D7, which the boards' own papers call Y2 to Y9. */
  int8_t data[8];
  int8_t vsync;
  int8_t href;
  int8_t pclk;
};

/** How the slot of the SD card is wired. */
enum class CardWiring : uint8_t { SPI_BUS, SD_BUS_ONE_BIT };

struct CardPins {
  CardWiring wiring;
  int8_t clock;
  /** MISO, or D0 on the SD bus. */
  int8_t in;
  /** MOSI, or CMD on the SD bus. */
  int8_t out;
  /** Chip select; -1 on the SD bus. */
  int8_t select;
};

/** The touch pad, or the button in its place. */
struct TouchPin {
  int8_t pin;
  /** True: a button between the pin and ground. */
  bool button;
  /** True: readings of the pad fall when it is touched. */
  bool falls;
};

/** The pins of a camera board, by their GPIO numbers; -1: there is no such pin. */
struct BoardPins {
  /** What HELLO calls the board; at most 64 bytes. */
  const char* name;
  CameraPins camera;
  /** The LED that lights a photo; it is on while the pin is high. */
  int8_t flash;
  CardPins card;
  TouchPin touch;
};

/** The boards that CAMERA_BOARD in Settings.h can name. Where the pins are from: porting.md. */
namespace boards {

/** Seeed Studio XIAO ESP32S3 Sense. GPIO21 is the card's chip select and the board's only LED. */
constexpr BoardPins XIAO_ESP32S3_SENSE = {
    "XIAO_ESP32S3_SENSE",
    {-1, -1, 10, 40, 39, {15, 17, 18, 16, 14, 12, 11, 48}, 38, 47, 13},
    -1,
    {CardWiring::SPI_BUS, 7, 8, 9, 21},
    {4, false, false}};

/** Espressif ESP32-S3-EYE. All its touch pins are the camera's: its BOOT button is pressed. */
constexpr BoardPins ESP32S3_EYE = {"ESP32S3_EYE",
                                   {-1, -1, 15, 4, 5, {11, 9, 8, 10, 12, 18, 17, 16}, 6, 7, 13},
                                   -1,
                                   {CardWiring::SD_BUS_ONE_BIT, 39, 40, 38, -1},
                                   {0, true, false}};

/** Freenove ESP32-S3-WROOM camera board. */
constexpr BoardPins FREENOVE_ESP32S3 = {
    "FREENOVE_ESP32S3",
    {-1, -1, 15, 4, 5, {11, 9, 8, 10, 12, 18, 17, 16}, 6, 7, 13},
    -1,
    {CardWiring::SD_BUS_ONE_BIT, 39, 40, 38, -1},
    {14, false, false}};

/**
 * AI Thinker ESP32-CAM, the plain ESP32: an untested port. A button between GPIO13 and ground; not
 * to be held at boot, when the card still looks at that pin.
 */
constexpr BoardPins ESP32_CAM = {"ESP32_CAM",
                                 {32, -1, 0, 26, 27, {5, 18, 19, 21, 36, 39, 34, 35}, 25, 23, 22},
                                 4,
                                 {CardWiring::SD_BUS_ONE_BIT, 14, 2, 15, -1},
                                 {13, true, true}};

/** A board with the maker's own chip select and touch pad; -1: as the board has it. */
inline BoardPins wired(BoardPins pins, int8_t cardSelect, int8_t touchPad) {
  if (cardSelect >= 0) {
    pins.card.select = cardSelect;
  }
  if (touchPad >= 0) {
    pins.touch.pin = touchPad;
    pins.touch.button = false;
  }
  return pins;
}

}  // namespace boards
}  // namespace camrelay
