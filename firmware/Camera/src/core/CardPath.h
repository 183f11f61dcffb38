#pragma once

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "Album.h"

namespace camrelay {

/** The path of one of the album's files, see there: eight digits, more where the place has more. */
struct CardPath {
  static constexpr const char* PICTURES = "/pictures";
  static constexpr const char* OUTBOX = "/outbox";

  static constexpr const char* PHOTO = ".jpg";
  static constexpr const char* RECORD = ".cap";
  static constexpr const char* UNNAMED = ".new";
  static constexpr const char* BAD = ".bad";

  CardPath(const char* folder, uint32_t place, const char* ending) {
    snprintf(name, sizeof(name), "%s/%08" PRIu32 "%s", folder, place, ending);
  }

  static CardPath photo(uint32_t place) { return CardPath(PICTURES, place, PHOTO); }
  static CardPath unnamedPhoto(uint32_t place) { return CardPath(PICTURES, place, UNNAMED); }
  static CardPath record(uint32_t place) { return CardPath(OUTBOX, place, RECORD); }
  static CardPath unnamedRecord(uint32_t place) { return CardPath(OUTBOX, place, UNNAMED); }
  static CardPath badRecord(uint32_t place) { return CardPath(OUTBOX, place, BAD); }

  char name[Album::MAX_PATH];
};

}  // namespace camrelay
