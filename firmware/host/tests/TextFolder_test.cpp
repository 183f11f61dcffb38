#include "TextFolder.h"

#include <doctest/doctest.h>

#include <string>

#include "Utf8.h"

namespace camrelay {
namespace {

class Collected : public TextFolder::Rows {
 public:
  void row(const Text& row) override {
    CHECK(isUtf8(row));
    text.append(row.data, row.size);
    text += "|";
  }
  std::string text;
};

/** The rows of a text that arrives in pieces of so many bytes. */
std::string folded(const std::string& text, size_t piece = SIZE_MAX,
                   TextFolder::LineEnds lineEnds = TextFolder::LineEnds::KEPT) {
  Collected rows;
  TextFolder folder(rows, lineEnds);
  for (size_t from = 0; from < text.size(); from += piece) {
    const size_t size = std::min(piece, text.size() - from);
    folder.add(text.data() + from, static_cast<uint32_t>(size));
    if (piece == SIZE_MAX) {
      break;
    }
  }
  folder.end();
  return rows.text;
}

std::string times(const std::string& what, int n) {
  std::string out;
  for (int i = 0; i < n; i++) {
    out += what;
  }
  return out;
}

}  // namespace

TEST_CASE("a row has 72 columns, and the 73rd begins the next one") {
  const std::string full = times("a", 72);
  CHECK_EQ(folded(full), full + "|");
  CHECK_EQ(folded(full + "b"), full + "|b|");
  CHECK_EQ(folded(full + " b"), full + "|b|");
  CHECK_EQ(folded(times("a", 70) + " bc"), times("a", 70) + "|bc|");
  CHECK_EQ(folded(times("a", 70) + " b c"), times("a", 70) + " b|c|");
}

TEST_CASE("rows break at blanks, a longer word is cut, and lines stay lines") {
  CHECK_EQ(folded("one two " + times("c", 72)), "one two|" + times("c", 72) + "|");
  CHECK_EQ(folded(times("c", 150)), times("c", 72) + "|" + times("c", 72) + "|cccccc|");
  CHECK_EQ(folded(" " + times("c", 73)), " " + times("c", 71) + "|cc|");
  CHECK_EQ(folded("a\n\nb\r\nc\n"), "a||b|c|");
  CHECK_EQ(folded(""), "");
  CHECK_EQ(folded("a   \n   \nb"), "a||b|");
  CHECK_EQ(folded("a\nb", SIZE_MAX, TextFolder::LineEnds::BLANKS), "a b|");
}

TEST_CASE("a character counts as one column and is never cut, wherever the pieces are") {
  for (const std::string c : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    const std::string text = times(c, 100) + " " + times(c, 30);
    const std::string want = times(c, 72) + "|" + times(c, 28) + " " + times(c, 30) + "|";
    for (size_t piece = 1; piece < 9; piece++) {
      CHECK_EQ(folded(text, piece), want);
    }
    CHECK_EQ(folded(text), want);
  }
}

TEST_CASE("controls, turns of the direction and other lines' ends are left out") {
  CHECK_EQ(folded("a\x1b[2J\x07\x08\x7f"
                  "b\tc"),
           "a[2Jb c|");
  CHECK_EQ(folded(std::string("a\0b", 3)), "ab|");
  CHECK_EQ(folded("a\xc2\x80\xc2\x9f"
                  "b\xc2\xa0"
                  "c"),
           "ab\xc2\xa0"
           "c|");
  CHECK_EQ(folded("a\xe2\x80\xae"
                  "b\xe2\x81\xa6"
                  "c\xe2\x80\xa8"
                  "d\xe2\x80\x8f"),
           "abcd|");
  CHECK_EQ(folded("\xef\xbb\xbf"
                  "a"),
           "a|");
}

TEST_CASE("what is no UTF-8 becomes a question mark, and what follows stays") {
  CHECK_EQ(folded("a\xff"
                  "b"),
           "a?b|");
  CHECK_EQ(folded("a\xc3"
                  "b"),
           "a?b|");
  CHECK_EQ(folded("a\xe2\x82"
                  "b\xe2\x82\xac"),
           "a?b\xe2\x82\xac|");
  CHECK_EQ(folded("a\xc3\xc3\xa9"), "a?\xc3\xa9|");
  CHECK_EQ(folded("a\xe2\x82"), "a?|");
  CHECK_EQ(folded("\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80"), "???????|");
  CHECK_EQ(folded("a\xf0\x9f\x98\x1b"
                  "b"),
           "a?b|");
}

TEST_CASE("random bytes in random pieces come out as rows of UTF-8 within their width") {
  uint32_t seed = 7;
  for (int run = 0; run < 200; run++) {
    Collected rows;
    TextFolder folder(rows, TextFolder::LineEnds::KEPT);
    for (int i = 0; i < 40; i++) {
      char piece[16];
      for (char& c : piece) {
        seed = seed * 1664525u + 1013904223u;
        c = static_cast<char>(seed >> 24);
      }
      folder.add(piece, seed % 17);
      CHECK_LE(folder.held(), 4 * TextFolder::COLUMNS);
    }
    folder.end();
    size_t columns = 0;
    for (char c : rows.text) {
      columns = c == '|' ? 0 : columns + ((c & 0xC0) != 0x80 ? 1 : 0);
      REQUIRE_LE(columns, TextFolder::COLUMNS);
    }
  }
}

}  // namespace camrelay
