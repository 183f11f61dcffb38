#pragma once

#include <stdint.h>

#include "Code.h"
#include "Limits.h"
#include "Text.h"
#include "Words.h"

namespace camrelay {

/** Every type of message and its number on the wire, section 4 of protocol/SPEC.md. */
enum class MessageType : uint8_t {
  HELLO = 0x01,
  CAPTURE_BEGIN = 0x02,
  CAPTURE_DATA = 0x03,
  CAPTURE_END = 0x04,
  CAPTURE_CANCEL = 0x05,
  ASK = 0x06,
  ANSWER_ACK = 0x07,
  STATUS = 0x08,
  LOG = 0x09,
  PING = 0x10,
  PONG = 0x11,
  WELCOME = 0x41,
  REFUSED = 0x42,
  CAPTURE_ACCEPT = 0x43,
  CAPTURE_PROGRESS = 0x44,
  CAPTURE_STORED = 0x45,
  STAGE = 0x46,
  ANSWER_BEGIN = 0x47,
  ANSWER_TEXT = 0x48,
  ANSWER_END = 0x49,
  DEFERRED = 0x4A,
  FAILED = 0x4B,
  PROFILE = 0x50,
  CAPTURE_NOW = 0x51,
  NOTICE = 0x52,
  TOKEN = 0x53,
  REBOOT = 0x54,
  GOODBYE = 0x5F,
};

/** Who may send a type. */
enum class Sender : uint8_t { DEVICE, RELAY, EITHER };

/** Which handles a type may carry: 0 alone, one that the device binds, or any of either side's. */
enum class Handles : uint8_t { CONNECTION, DEVICE, CAPTURE };

/** A reader that does not know a type with this bit skips its message. */
constexpr uint8_t SKIPPABLE = 0x80;

/** What the specification says of a type. */
struct MessageRules {
  MessageType type;
  Sender sender;
  Handles handles;
  /** The bytes of the shortest payload that holds all its fields. */
  uint8_t minimum;

  bool mayComeFrom(Sender side) const;
  bool mayCarry(uint32_t handle) const;
};

/** The rules of the type with this number; null where there is none. */
const MessageRules* rulesOf(uint8_t number);

/** The word of the specification. */
const char* word(MessageType type);

// Groups of fields.

/** Names a capture of this device for ever. */
struct CaptureId {
  uint64_t epoch;
  uint32_t number;

  bool operator==(const CaptureId& other) const {
    return epoch == other.epoch && number == other.number;
  }
  bool operator!=(const CaptureId& other) const { return !(*this == other); }
};

/** The device's state: what explains a failure afterwards. Limits::UNKNOWN: it cannot tell. */
struct FlightRecord {
  static constexpr int8_t MIN_RSSI = -127;

  uint32_t freeHeap;
  uint32_t largestBlock;
  uint32_t freePsram;
  uint32_t uptimeSeconds;
  uint32_t connectMillis;
  uint32_t handshakeMillis;
  uint32_t writeStalls;
  int8_t rssi;
  ResetReason reset;
};

/** What the operator has set for the device. */
struct ProfileData {
  /** The quality that stands for "the device decides". */
  static constexpr uint8_t OWN_QUALITY = 255;
  static constexpr uint8_t MAX_QUALITY = 63;

  uint32_t version;
  uint32_t intervalSeconds;
  uint8_t quality;
  bool flash;
  Text frameSize;
  Text question;
};

// From the device. Fields, units and bounds: section 5 of protocol/SPEC.md.

struct Hello {
  uint16_t version;
  uint16_t heartbeat;
  uint32_t answerBuffer;
  Charset charset;
  uint32_t abilities;
  uint64_t epoch;
  Text device;
  Text token;
  Text firmware;
  Text board;
};

struct CaptureBegin {
  CaptureId id;
  uint32_t size;
  uint32_t crc;
  uint32_t ageMillis;
  uint16_t width;
  uint16_t height;
  Trigger trigger;
  uint8_t frameIndex;
  uint8_t frameCount;
  Urgency urgency;
  FlightRecord flight;
  Text question;
};

struct CaptureData {
  uint32_t offset;
  Bytes bytes;
};

struct CaptureEnd {
  uint32_t crc;
};

struct Ask {
  CaptureId id;
  CaptureId parent;
  Text question;
};

struct AnswerAck {
  uint32_t generation;
  uint32_t offset;
  bool end;
};

struct Status {
  FlightRecord flight;
  uint16_t queued;
  uint32_t dropped;
};

struct LogLine {
  LogLevel level;
  uint32_t uptimeMillis;
  Text text;
};

// From either side.

struct Ping {
  uint64_t nonce;
};

struct Pong {
  uint64_t nonce;
};

// From the relay.

struct Welcome {
  uint64_t timeMillis;
  uint16_t heartbeat;
  uint32_t answerBuffer;
  uint32_t maxFrame;
  uint8_t maxFrames;
  uint8_t maxInFlight;
  ProfileData profile;
};

struct Refused {
  Code code;
  uint32_t retryAfterMillis;
  Text hint;
};

struct CaptureAccept {
  uint32_t offset;
};

struct CaptureProgress {
  uint32_t received;
};

struct CaptureStored {
  Promise promise;
};

struct Stage {
  StageKind stage;
  uint32_t retryInMillis;
  Text detail;
};

struct AnswerBegin {
  CaptureId id;
};

struct AnswerText {
  uint32_t generation;
  uint32_t offset;
  /** In the device's charset. */
  Bytes bytes;
};

struct AnswerEnd {
  AnswerStatus status;
  uint32_t generation;
  uint32_t length;
  uint32_t promptTokens;
  uint32_t answerTokens;
  uint32_t millis;
};

struct Deferred {
  Code code;
  uint32_t retryAfterMillis;
  Text hint;
};

struct Failed {
  Code code;
  Text hint;
};

struct CaptureNow {
  Text question;
};

struct Notice {
  LogLevel level;
  Text text;
};

struct Token {
  Text token;
};

struct Reboot {
  uint32_t delayMillis;
};

struct Goodbye {
  Code code;
  uint32_t returnAfterMillis;
  Text hint;
};

/**
 * One message of either side. `type` says which member is meant; CAPTURE_CANCEL has none. A plain
 * value: views in it point to where the reader or the writer's caller keeps the bytes.
 */
struct Message {
  MessageType type;
  /** What the message is about; 0: the connection. */
  uint32_t handle;

  union {
    Hello hello;
    CaptureBegin captureBegin;
    CaptureData captureData;
    CaptureEnd captureEnd;
    Ask ask;
    AnswerAck answerAck;
    Status status;
    LogLine log;
    Ping ping;
    Pong pong;
    Welcome welcome;
    Refused refused;
    CaptureAccept captureAccept;
    CaptureProgress captureProgress;
    CaptureStored captureStored;
    Stage stage;
    AnswerBegin answerBegin;
    AnswerText answerText;
    AnswerEnd answerEnd;
    Deferred deferred;
    Failed failed;
    ProfileData profile;
    CaptureNow captureNow;
    Notice notice;
    Token token;
    Reboot reboot;
    Goodbye goodbye;
  };
};

}  // namespace camrelay
