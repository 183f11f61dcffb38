#pragma once

#include <string>
#include <vector>

#include "MessageReader.h"

namespace camrelay {

/** Short ways between messages and bytes. */
namespace WireBytes {

/** What became of a stream. */
struct Outcome {
  /** The messages as MessageText::line() has them, which tells all of their fields. */
  std::vector<std::string> messages;
  bool violated;
  Code code;
  std::string detail;

  bool operator==(const Outcome& other) const {
    return messages == other.messages && violated == other.violated && code == other.code &&
           detail == other.detail;
  }
};

/** The bytes of a message; empty where it cannot be written. */
std::string written(const Message& message);

/** Reads a stream that comes in parts ending at these places, in order, and at its end. */
Outcome read(Sender from, const std::string& stream, const std::vector<size_t>& cuts = {});

/** Reads a stream that comes in parts of so many bytes. */
Outcome readInParts(Sender from, const std::string& stream, size_t size);

}  // namespace WireBytes
}  // namespace camrelay
