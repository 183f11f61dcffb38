#pragma once

#include <stdint.h>

namespace camrelay {

/**
 * What a camera is flashed with: the values of the sketch's Settings.h. Strings are 0-ended and
 * live for ever; an empty one is "not set". What the maker has typed on the serial monitor, and
 * what the relay has sent, is in the Memory and comes before these.
 */
struct Settings {
  const char* wifiName;
  const char* wifiPassword;
  /** Where the relay is: an address or a name. */
  const char* relayHost;
  uint16_t relayPort;
  /** The name that the relay's certificate must carry. */
  const char* relayName;
  /** The certificate of the relay's CA, in PEM. */
  const char* relayCa;
  const char* device;
  const char* token;

  /** Seconds, 1 to 3600: how soon a dead link is noticed, and how often an idle one is used. */
  uint16_t heartbeatSeconds;
  /** Photos that can wait in memory, 1 to Slots::MAX. */
  uint8_t slots;
  /** Bytes of the largest photo. */
  uint32_t slotBytes;

  /** The touch pad's reading from which on it is touched; 0: measured at boot. */
  uint32_t touchThreshold;
  /** How long a touch must last. */
  uint16_t holdMillis;

  /** Photos kept on the card, beside those that wait for the relay; 0: none. */
  uint32_t keepPhotos;
};

}  // namespace camrelay
