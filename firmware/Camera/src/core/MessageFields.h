#pragma once

#include "Message.h"
#include "PayloadReader.h"

namespace camrelay {

/**
 * Reads each type's fields, in the order in which they lie in the payload; MessageWriter is its
 * mirror. Bytes after the last field are left alone: they are from a later time.
 */
class MessageFields {
 public:
  /** Fills the message in; its views point into the payload. Good unless `in` has a problem. */
  static void read(MessageType type, uint32_t handle, PayloadReader& in, Message* message);
};

}  // namespace camrelay
