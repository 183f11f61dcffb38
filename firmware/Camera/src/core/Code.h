#pragma once

#include <stdint.h>

namespace camrelay {

/** Every code of camrelay/1, section 16 of protocol/SPEC.md. UNKNOWN is what a number reads as that
 * is not listed. */
enum class Code : uint16_t {
  UNKNOWN = 0,
  MALFORMED = 100,
  UNKNOWN_TYPE = 101,
  TOO_LONG = 102,
  OUT_OF_ORDER = 103,
  VERSION = 104,
  UNAUTHORIZED = 105,
  REVOKED = 106,
  TAKEN_OVER = 107,
  SILENT = 108,
  NO_HELLO = 109,
  TOO_MANY_CONNECTIONS = 110,
  UNKNOWN_HANDLE = 111,
  ACK_AHEAD = 112,
  NOT_READING = 113,
  DRAINING = 120,
  INTERNAL = 121,
  BUSY = 200,
  DISK_FULL = 201,
  TOO_MANY_CAPTURES = 202,
  BAD_CRC = 203,
  GAP = 204,
  CONFLICT = 300,
  TOO_LARGE = 301,
  NOT_JPEG = 302,
  JPEG_CUT = 303,
  JPEG_DAMAGED = 304,
  JPEG_SIZE = 305,
  TOO_MANY_FRAMES = 306,
  BAD_QUESTION = 307,
  UNKNOWN_PARENT = 308,
  CANCELLED = 309,
  EXPIRED = 310,
  DEADLINE = 320,
  PROVIDER_UNREACHABLE = 321,
  PROVIDER_BUSY = 322,
  PROVIDER_MONEY = 323,
  PROVIDER_KEY = 324,
  PROVIDER_MODEL = 325,
  PROVIDER_REJECTED = 326,
  PICTURE_REJECTED = 327,
  ANSWER_REFUSED = 328,
  PROVIDER_ERROR = 329,
  ANSWER_BROKEN = 330,
  ANSWER_EMPTY = 331,
  BUDGET = 332,
  NO_PRICE = 333,
  PICTURE_UNFIT = 334,
  ANSWER_UNFIT = 335,
};

/** The code with this number; UNKNOWN where there is none. */
Code codeOf(uint16_t number);

/** The word for it as in logs and metrics, such as "bad_crc". */
const char* word(Code code);

/** What the maker can do about it, where the relay has sent no hint of its own. */
const char* hint(Code code);

}  // namespace camrelay
