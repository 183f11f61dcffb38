#pragma once

#include <stdint.h>

#include "Board.h"
#include "Limits.h"
#include "Ring.h"
#include "Text.h"
#include "Words.h"

namespace camrelay {

/** What the network task asks of the loop task. */
struct Order {
  enum class Kind : uint8_t {
    /** Take a photo: trigger, question. */
    PHOTO,
    /** Use the camera like this: frameSize, quality, flash, question. */
    PROFILE,
  };

  Kind kind;
  Trigger trigger;
  uint32_t version;
  uint32_t intervalSeconds;
  uint8_t quality;
  bool flash;
  FixedText<Limits::MAX_FRAME_SIZE_NAME> frameSize;
  FixedText<Limits::MAX_QUESTION> question;
};

/** What the maker asks of the network task. */
struct Request {
  /** Bytes of what can be typed for one: a Wi-Fi's name or password, a relay's host. */
  static constexpr uint16_t LONGEST = 64;

  enum class Kind : uint8_t {
    /** Tell what the network task knows. */
    STATUS,
    /** Tell which photos are on the card. */
    PHOTOS,
    /** Tell the last lines of the log. */
    LOG,
    /** Use this Wi-Fi from now on: name, password. */
    WIFI,
    /** Tell about the Wi-Fi. */
    SHOW_WIFI,
    /** Use this relay from now on: name, port. */
    RELAY,
    /** Tell where the relay is. */
    SHOW_RELAY,
    RECONNECT,
    /** Restart once what waits is safe. */
    REBOOT,
  };

  Kind kind;
  uint16_t port;
  FixedText<LONGEST> name;
  FixedText<LONGEST> password;
};

/** What goes between the two tasks beside captures and lines. */
struct Exchange {
  static constexpr uint8_t ORDERS = 4;
  static constexpr uint8_t REQUESTS = 4;

  Ring<Order> orders;
  Ring<Request> requests;

  /** At set-up. False: there is not so much memory. */
  bool begin(Board& board);
};

}  // namespace camrelay
