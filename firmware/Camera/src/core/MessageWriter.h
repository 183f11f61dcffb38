#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Message.h"

namespace camrelay {

/**
 * Writes messages, header and payload in one piece, so that each leaves in a single write.
 */
class MessageWriter {
 public:
  /**
   * Writes one message.
   *
   * @param into where to
   * @param room how many bytes there are; MessageReader::BUFFER is enough for any message
   * @return the bytes written; 0 if the message does not fit, or a field of it is out of its bounds
   *     (nothing of it may be sent then)
   */
  static size_t write(const Message& message, uint8_t* into, size_t room);
};

}  // namespace camrelay
