#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace camrelay {

/**
 * Reads the files of protocol/vectors, which are plain ASCII; protocol/vectors/README.md says how
 * they look. What does not look so is a std::invalid_argument.
 */
namespace VectorFiles {

/** One vector: keys with their values in order, a key more than once where it goes on. */
struct Vector {
  /** Where it stands, for messages of tests. */
  std::string file;
  std::map<std::string, std::vector<std::string>> values;

  bool has(const std::string& key) const { return values.count(key) > 0; }

  /** The value of a key that stands once. */
  const std::string& one(const std::string& key) const;

  /** The values of a key, none where it is not there. */
  std::vector<std::string> all(const std::string& key) const;

  /** The bytes. */
  std::string hex() const;

  /** File and name. */
  std::string title() const;
};

/** The lines of a file below protocol/vectors. */
std::vector<std::string> lines(const std::string& file);

/** The vectors of a file. */
std::vector<Vector> vectors(const std::string& file);

/** The frames that transcripts upload, by name. */
std::map<std::string, std::string> frames();

/** The transcripts' file names, in order; each is good for lines(). */
std::vector<std::string> transcripts();

}  // namespace VectorFiles

/** The values of vectors as bytes and numbers. */
namespace VectorText {

/** `ff d8 00*12 # comment` as bytes. */
std::string hex(const std::string& line);

/** Decimal, or hexadecimal after 0x; up to 64 bits. A negative number has its two's complement. */
uint64_t number(const std::string& value);

/** `"text with \n and \xff"` or `"ab"*100` as bytes. */
std::string bytes(const std::string& literal);

/** Bytes as such a literal. */
std::string literal(const std::string& bytes);

}  // namespace VectorText

}  // namespace camrelay
