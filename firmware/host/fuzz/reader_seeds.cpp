// Writes the vectors as inputs of reader_fuzz.cpp into a folder.
#include <cstdio>
#include <fstream>
#include <string>

#include "VectorFiles.h"

using namespace camrelay;

namespace {

constexpr size_t LARGEST = 4096;

/** One byte for the side, four for the sizes of parts, and the stream. */
std::string input(const VectorFiles::Vector& vector, size_t number) {
  std::string input;
  input += vector.one("from") == "relay" ? '\1' : '\0';
  input += std::string(1, static_cast<char>(number % 11)) + '\1' + '\7' + '\0';
  return input + vector.hex();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fprintf(stderr, "reader-seeds FOLDER\n");
    return 2;
  }
  size_t number = 0;
  for (const char* file : {"messages-from-device.txt", "messages-from-relay.txt", "codes.txt",
                           "refusals.txt", "streams.txt"}) {
    for (const VectorFiles::Vector& vector : VectorFiles::vectors(file)) {
      const std::string bytes = input(vector, number++);
      if (bytes.size() <= LARGEST) {
        std::ofstream(std::string(arguments[1]) + "/vector-" + std::to_string(number)) << bytes;
      }
    }
  }
  return 0;
}
