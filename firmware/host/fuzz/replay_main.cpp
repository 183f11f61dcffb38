// Runs a fuzz target over the files of its corpus, where it is built without libFuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int count, char** folders) {
  size_t files = 0;
  for (int i = 1; i < count; i++) {
    for (const auto& file : std::filesystem::directory_iterator(folders[i])) {
      std::ifstream in(file.path(), std::ios::binary);
      // Of its own size to the byte, so that a read beyond it is seen.
      const std::vector<char> read{std::istreambuf_iterator<char>(in), {}};
      const std::vector<uint8_t> bytes(read.begin(), read.end());
      // The last line before an abort says on which file.
      printf("%s\n", file.path().filename().c_str());
      fflush(stdout);
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      files++;
    }
  }
  printf("%zu files\n", files);
  return files > 0 ? 0 : 1;
}
