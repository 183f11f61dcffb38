#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace camrelay {
namespace fuzz {

/** Choices that are made by a fuzzer's bytes; once they are used up, every choice is the first. */
class Drawn {
 public:
  Drawn(const uint8_t* bytes, size_t size) : bytes_(bytes), size_(size) {}

  bool done() const { return size_ == 0; }

  uint8_t byte() {
    if (size_ == 0) {
      return 0;
    }
    size_--;
    return *bytes_++;
  }

  uint16_t u16() { return static_cast<uint16_t>(byte() << 8 | byte()); }
  uint32_t u32() { return static_cast<uint32_t>(u16()) << 16 | u16(); }

  /** A number below `most`, which is at most 65536. */
  uint32_t below(uint32_t most) { return (most <= 256 ? byte() : u16()) % most; }

  /** One of some numbers. */
  template <size_t COUNT>
  uint32_t oneOf(const uint32_t (&numbers)[COUNT]) {
    return numbers[below(COUNT)];
  }

  /** Some bytes as they are, fewer where there are no more. */
  std::vector<uint8_t> bytes(size_t count) {
    const size_t taken = count < size_ ? count : size_;
    std::vector<uint8_t> some(bytes_, bytes_ + taken);
    bytes_ += taken;
    size_ -= taken;
    return some;
  }

 private:
  const uint8_t* bytes_;
  size_t size_;
};

}  // namespace fuzz
}  // namespace camrelay
