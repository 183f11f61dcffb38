#include "Message.h"

#include <stddef.h>

namespace camrelay {

namespace {

struct Row {
  MessageRules rules;
  const char* word;
};

/** Section 4 of protocol/SPEC.md. */
const Row ROWS[] = {
    {{MessageType::HELLO, Sender::DEVICE, Handles::CONNECTION, 2}, "HELLO"},
    {{MessageType::CAPTURE_BEGIN, Sender::DEVICE, Handles::DEVICE, 64}, "CAPTURE_BEGIN"},
    {{MessageType::CAPTURE_DATA, Sender::DEVICE, Handles::DEVICE, 4}, "CAPTURE_DATA"},
    {{MessageType::CAPTURE_END, Sender::DEVICE, Handles::DEVICE, 4}, "CAPTURE_END"},
    {{MessageType::CAPTURE_CANCEL, Sender::DEVICE, Handles::DEVICE, 0}, "CAPTURE_CANCEL"},
    {{MessageType::ASK, Sender::DEVICE, Handles::DEVICE, 26}, "ASK"},
    {{MessageType::ANSWER_ACK, Sender::DEVICE, Handles::CAPTURE, 9}, "ANSWER_ACK"},
    {{MessageType::STATUS, Sender::DEVICE, Handles::CONNECTION, 36}, "STATUS"},
    {{MessageType::LOG, Sender::DEVICE, Handles::CONNECTION, 7}, "LOG"},
    {{MessageType::PING, Sender::EITHER, Handles::CONNECTION, 8}, "PING"},
    {{MessageType::PONG, Sender::EITHER, Handles::CONNECTION, 8}, "PONG"},
    {{MessageType::WELCOME, Sender::RELAY, Handles::CONNECTION, 34}, "WELCOME"},
    {{MessageType::REFUSED, Sender::RELAY, Handles::CONNECTION, 8}, "REFUSED"},
    {{MessageType::CAPTURE_ACCEPT, Sender::RELAY, Handles::DEVICE, 4}, "CAPTURE_ACCEPT"},
    {{MessageType::CAPTURE_PROGRESS, Sender::RELAY, Handles::DEVICE, 4}, "CAPTURE_PROGRESS"},
    {{MessageType::CAPTURE_STORED, Sender::RELAY, Handles::DEVICE, 1}, "CAPTURE_STORED"},
    {{MessageType::STAGE, Sender::RELAY, Handles::CAPTURE, 7}, "STAGE"},
    {{MessageType::ANSWER_BEGIN, Sender::RELAY, Handles::CAPTURE, 12}, "ANSWER_BEGIN"},
    {{MessageType::ANSWER_TEXT, Sender::RELAY, Handles::CAPTURE, 8}, "ANSWER_TEXT"},
    {{MessageType::ANSWER_END, Sender::RELAY, Handles::CAPTURE, 21}, "ANSWER_END"},
    {{MessageType::DEFERRED, Sender::RELAY, Handles::DEVICE, 8}, "DEFERRED"},
    {{MessageType::FAILED, Sender::RELAY, Handles::CAPTURE, 4}, "FAILED"},
    {{MessageType::PROFILE, Sender::RELAY, Handles::CONNECTION, 14}, "PROFILE"},
    {{MessageType::CAPTURE_NOW, Sender::RELAY, Handles::CONNECTION, 2}, "CAPTURE_NOW"},
    {{MessageType::NOTICE, Sender::RELAY, Handles::CONNECTION, 3}, "NOTICE"},
    {{MessageType::TOKEN, Sender::RELAY, Handles::CONNECTION, 2}, "TOKEN"},
    {{MessageType::REBOOT, Sender::RELAY, Handles::CONNECTION, 4}, "REBOOT"},
    {{MessageType::GOODBYE, Sender::RELAY, Handles::CONNECTION, 8}, "GOODBYE"},
};

const Row* rowOf(uint8_t number) {
  for (const Row& row : ROWS) {
    if (static_cast<uint8_t>(row.rules.type) == number) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace

bool MessageRules::mayComeFrom(Sender side) const {
  return sender == Sender::EITHER || sender == side;
}

bool MessageRules::mayCarry(uint32_t handle) const {
  switch (handles) {
    case Handles::CONNECTION:
      return handle == 0;
    case Handles::DEVICE:
      return handle > 0 && handle < Limits::RELAY_HANDLES;
    case Handles::CAPTURE:
      return handle > 0;
  }
  return false;
}

const MessageRules* rulesOf(uint8_t number) {
  const Row* row = rowOf(number);
  return row == nullptr ? nullptr : &row->rules;
}

const char* word(MessageType type) {
  const Row* row = rowOf(static_cast<uint8_t>(type));
  return row == nullptr ? "" : row->word;
}

}  // namespace camrelay
