#include "Jpeg.h"

#include <stdio.h>
#include <string.h>

#include "World.h"

namespace host {
namespace {

/** Huffman tables of our own, whose shortest codes are for blocks without content. */
struct Table {
  uint8_t lengths[16];
  std::vector<uint8_t> symbols;
  uint16_t code[256];
  uint8_t size[256];

  Table(const uint8_t (&counts)[16], std::vector<uint8_t> values) : symbols(std::move(values)) {
    memcpy(lengths, counts, sizeof(lengths));
    memset(size, 0, sizeof(size));
    uint16_t next = 0;
    size_t index = 0;
    for (uint8_t length = 1; length <= 16; length++) {
      for (uint8_t i = 0; i < counts[length - 1]; i++) {
        code[symbols[index]] = next++;
        size[symbols[index++]] = length;
      }
      next = static_cast<uint16_t>(next << 1);
    }
  }
};

/** Differences of the mean: categories 0 to 7. */
const Table& meanTable() {
  static const Table table({1, 1, 1, 1, 1, 1, 1, 1}, {0, 1, 2, 3, 4, 5, 6, 7});
  return table;
}

/** Coefficients: the end of a block, or a value of 1 to 6 bits without zeros before it. */
const Table& coefficientTable() {
  static const Table table({1, 0, 3, 1, 1, 1}, {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06});
  return table;
}

class Writer {
 public:
  explicit Writer(std::vector<uint8_t>* out) : out_(out) {}

  void byte(uint8_t b) { out_->push_back(b); }
  void two(size_t n) {
    byte(static_cast<uint8_t>(n >> 8));
    byte(static_cast<uint8_t>(n));
  }
  void marker(uint8_t type, size_t payload) {
    byte(0xFF);
    byte(type);
    two(payload + 2);
  }
  void bits(uint32_t value, uint8_t count) {
    held_ = held_ << count | (value & ((1u << count) - 1));
    count_ = static_cast<uint8_t>(count_ + count);
    while (count_ >= 8) {
      const uint8_t b = static_cast<uint8_t>(held_ >> (count_ - 8));
      byte(b);
      if (b == 0xFF) {
        byte(0);
      }
      count_ = static_cast<uint8_t>(count_ - 8);
    }
  }
  void code(const Table& table, uint8_t symbol) { bits(table.code[symbol], table.size[symbol]); }
  /** A number as its size in bits, then those bits. */
  void number(const Table& table, int value) {
    uint8_t size = 0;
    for (int left = value < 0 ? -value : value; left != 0; left >>= 1) {
      size++;
    }
    code(table, size);
    bits(static_cast<uint32_t>(value < 0 ? value - 1 : value), size);
  }
  void finish() {
    if (count_ > 0) {
      bits(0x7F, static_cast<uint8_t>(8 - count_));
    }
  }
  size_t size() const { return out_->size(); }

 private:
  std::vector<uint8_t>* out_;
  uint64_t held_ = 0;
  uint8_t count_ = 0;
};

void writeTable(Writer& writer, uint8_t id, const Table& table) {
  writer.marker(0xC4, 17 + table.symbols.size());
  writer.byte(id);
  for (uint8_t length : table.lengths) {
    writer.byte(length);
  }
  for (uint8_t symbol : table.symbols) {
    writer.byte(symbol);
  }
}

void writeHeaders(Writer& writer, uint16_t width, uint16_t height) {
  writer.byte(0xFF);
  writer.byte(0xD8);
  writer.marker(0xE0, 14);
  constexpr uint8_t JFIF[] = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
  for (uint8_t b : JFIF) {
    writer.byte(b);
  }
  writer.marker(0xDB, 65);
  for (int i = 0; i < 65; i++) {
    writer.byte(static_cast<uint8_t>(i == 0 ? 0 : 8 + i / 4));
  }
  writer.marker(0xC0, 15);
  writer.byte(8);
  writer.two(height);
  writer.two(width);
  writer.byte(3);
  for (uint8_t component = 1; component <= 3; component++) {
    writer.byte(component);
    writer.byte(component == 1 ? 0x21 : 0x11);
    writer.byte(0);
  }
  writeTable(writer, 0x00, meanTable());
  writeTable(writer, 0x10, coefficientTable());
  writer.marker(0xDA, 10);
  constexpr uint8_t SCAN[] = {3, 1, 0, 2, 0, 3, 0, 0, 63, 0};
  for (uint8_t b : SCAN) {
    writer.byte(b);
  }
}

/** One block: its mean wanders, and so many coefficients follow as the budget of bytes allows. */
void writeBlock(Writer& writer, Draw& draw, int* mean, bool wander, size_t until) {
  int step = wander ? static_cast<int>(draw.between(-20, 20)) : 0;
  if (*mean + step > 100 || *mean + step < -100) {
    step = -step;
  }
  *mean += step;
  writer.number(meanTable(), step);
  for (int i = 1; i < 63 && writer.size() < until; i++) {
    const int value = static_cast<int>(draw.between(1, i < 6 ? 24 : 3));
    writer.number(coefficientTable(), draw.below(2) == 0 ? value : -value);
  }
  writer.code(coefficientTable(), 0);
}

}  // namespace

std::vector<uint8_t> makeJpeg(uint16_t width, uint16_t height, size_t bytes, uint64_t seed) {
  std::vector<uint8_t> jpeg;
  jpeg.reserve(bytes + bytes / 8 + 4096);
  Writer writer(&jpeg);
  writeHeaders(writer, width, height);
  Draw draw{seed};
  const size_t columns = (width + 15u) / 16, rows = (height + 7u) / 8, units = columns * rows;
  const size_t start = jpeg.size(), rest = bytes > start + 2 ? bytes - start - 2 : 0;
  // Below this the wandering mean alone would be too much.
  const bool wander = rest * 8 > units * 20;
  int means[3] = {0, 0, 0};
  for (size_t unit = 0; unit < units; unit++) {
    const size_t until = start + rest * (unit + 1) / units;
    const size_t half = until - rest / units / 2;
    writeBlock(writer, draw, &means[0], wander, half);
    writeBlock(writer, draw, &means[0], wander, until);
    writeBlock(writer, draw, &means[1], wander && draw.below(4) == 0, 0);
    writeBlock(writer, draw, &means[2], wander && draw.below(4) == 0, 0);
  }
  writer.finish();
  writer.byte(0xFF);
  writer.byte(0xD9);
  addComment(&jpeg, seed);
  return jpeg;
}

void addComment(std::vector<uint8_t>* jpeg, uint64_t number) {
  char words[32];
  const int size =
      snprintf(words, sizeof(words), "frame %016llx", static_cast<unsigned long long>(number));
  std::vector<uint8_t> comment = {0xFF, 0xFE, 0, static_cast<uint8_t>(size + 2)};
  comment.insert(comment.end(), words, words + size);
  jpeg->insert(jpeg->begin() + 2, comment.begin(), comment.end());
}

}  // namespace host
