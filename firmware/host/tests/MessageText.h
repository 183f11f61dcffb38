#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "Message.h"

namespace camrelay {

/** A message whose texts and bytes are its own: it stays good when a reader goes on. */
struct KeptMessage {
  Message message;
  /** What the message's views point into. */
  std::shared_ptr<std::list<std::string>> bytes;
};

/** Fields of a message as written, by name; `handle` is one of them. */
using Fields = std::map<std::string, std::string>;

/**
 * Messages as vectors and transcripts write them, see protocol/vectors/README.md. What is written
 * wrongly is a std::invalid_argument.
 */
class MessageText {
 public:
  /** Reads values that may name parts of these frames, see VectorFiles::frames(). */
  explicit MessageText(std::map<std::string, std::string> frames = {});

  /** The type with this word. */
  static MessageType type(const std::string& word);

  /** The names of a type's fields; the handle is the header's and not among them. */
  static std::vector<std::string> fields(MessageType type);

  /** The message with these fields; the others have their defaults. */
  KeptMessage message(MessageType type, const Fields& fields) const;

  /** `TYPE field=value ...` as a message. */
  KeptMessage message(const std::string& line) const;

  /** The fields that such a line names. */
  static Fields fieldsOf(const std::string& line);

  /** Splits a line at the spaces that are not in quotes. */
  static std::vector<std::string> words(const std::string& line);

  /**
   * Which of these fields the message has otherwise, a sentence for each; empty where it is as they
   * say.
   */
  std::vector<std::string> differences(const Fields& fields, const Message& message) const;

  /** The values of all fields, also the handle: texts and bytes as they are, flags as 0 or 1. */
  static Fields values(const Message& message);

  /** The whole message as a line that message() reads. */
  static std::string line(const Message& message);

  /** The same message with bytes of its own. */
  static KeptMessage kept(const Message& message);

 private:
  const std::map<std::string, std::string> frames_;
};

}  // namespace camrelay
