#pragma once

#include <stddef.h>

#include <string>

namespace host {

/** The folder that plays the SD card, with what a card can do to a sketch. */
class CardFolder {
 public:
  /** Counts one operation, and takes its time: whether it can be done. */
  static bool operation();

  /** How many of so many bytes fit; they are taken from the room. */
  static size_t fits(size_t size);

  /** A file is removed, or emptied: it makes room. */
  static void makeRoom(const std::string& hostPath);

  /** Whether FAT takes the path, and it begins with a slash. */
  static bool goodPath(const char* path);

  /** Where the card's path is on this machine. */
  static std::string onHost(const char* path);
};

bool isFolder(const std::string& hostPath);

}  // namespace host
