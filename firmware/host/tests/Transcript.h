#pragma once

#include <string>
#include <vector>

#include "MessageText.h"

namespace camrelay {

/**
 * A conversation of a device and the relay, as protocol/vectors/README.md describes it: what is
 * said in which order on which connection, and what happens beside it.
 */
struct Transcript {
  /** What a step is. */
  enum class Kind {
    /** A connection is made. */
    CONNECT,
    /** The device says something. */
    DEVICE,
    /** The device says something that the rules forbid. */
    DEVICE_WRONG,
    /** The relay says something. */
    RELAY,
    /** The relay closes the connection, after what it has said. */
    CLOSE,
    /** The connection is gone without a word. */
    CUT,
    /** Something happens elsewhere that the protocol does not show. */
    EVENT
  };

  /** One line. */
  struct Step {
    Kind kind;
    /** Which connection it is on, from 1; 0 for an event. */
    unsigned connection;
    /** The message or the event as written. */
    std::string text;

    /** The message of a line of the device or the relay; fields not named have defaults. */
    KeptMessage message(const MessageText& messages) const { return messages.message(text); }

    /** True where the line gives bytes that are no message of this version. */
    bool isBytes() const;

    /** The bytes of such a line. */
    std::string bytes() const;

    /** The fields that the line names: what a replay compares. */
    Fields fields() const { return MessageText::fieldsOf(text); }
  };

  /** The file below protocol/vectors. */
  std::string file;
  /** What it is about, in a few words. */
  std::string name;
  /** The rules of the specification that it shows. */
  std::vector<std::string> shows;
  std::vector<Step> steps;

  /** Reads a file of VectorFiles::transcripts(). */
  static Transcript read(const std::string& file);
};

}  // namespace camrelay
