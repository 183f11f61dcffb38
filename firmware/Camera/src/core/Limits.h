#pragma once

#include <stdint.h>

namespace camrelay {

/** The limits of camrelay/1, section 17 of protocol/SPEC.md. Sizes in bytes, heartbeats in seconds.
 */
namespace Limits {

constexpr uint16_t VERSION = 1;
constexpr uint32_t HEADER = 8;
constexpr uint32_t MAX_PAYLOAD = 16376;
constexpr uint32_t RELAY_HANDLES = 0x80000000u;
constexpr uint32_t MAX_DATA = MAX_PAYLOAD - 4;
constexpr uint32_t MAX_ANSWER_PIECE = MAX_PAYLOAD - 8;
constexpr uint16_t MAX_QUESTION = 2000;
constexpr uint16_t MAX_DEVICE = 32;
constexpr uint16_t MAX_TOKEN = 64;
constexpr uint16_t MAX_LABEL = 64;
constexpr uint16_t MAX_FRAME_SIZE_NAME = 16;
constexpr uint16_t MAX_TEXT = 512;
constexpr uint16_t MIN_HEARTBEAT = 1;
constexpr uint16_t MAX_HEARTBEAT = 3600;
constexpr uint32_t MIN_ANSWER_BUFFER = 64;
constexpr uint32_t MAX_ANSWER_BUFFER = 1u << 20;
constexpr uint8_t MAX_DAMAGED_UPLOADS = 3;
constexpr uint32_t UNKNOWN = 0xFFFFFFFFu;

/** SILENCE_FACTOR (2.5) as a fraction: there is no floating point on the way of a byte. */
constexpr uint32_t SILENCE_HALVES = 5;

}  // namespace Limits
}  // namespace camrelay
