#pragma once

#include <cstring>

#include "Message.h"

namespace camrelay {

/** A message whose fields are all 0 and empty. */
inline Message messageOf(MessageType type, uint32_t handle = 0) {
  Message message;
  memset(static_cast<void*>(&message), 0, sizeof(message));
  message.type = type;
  message.handle = handle;
  return message;
}

}  // namespace camrelay
