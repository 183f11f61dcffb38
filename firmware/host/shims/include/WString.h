#pragma once

#include <stdlib.h>
#include <string.h>

#include <string>

class __FlashStringHelper;
#define F(string_literal) (reinterpret_cast<const __FlashStringHelper*>(string_literal))

/** Arduino's String, as far as it is used. It allocates as the board's does: in whoever's name. */
class String {
 public:
  String(const char* text = "") : text_(text == nullptr ? "" : text) {}
  String(const char* text, unsigned int size) : text_(text, size) {}
  String(const __FlashStringHelper* text) : text_(reinterpret_cast<const char*>(text)) {}
  explicit String(char c) : text_(1, c) {}
  explicit String(int n) : text_(std::to_string(n)) {}
  explicit String(unsigned int n) : text_(std::to_string(n)) {}
  explicit String(long n) : text_(std::to_string(n)) {}
  explicit String(unsigned long n) : text_(std::to_string(n)) {}

  const char* c_str() const { return text_.c_str(); }
  unsigned int length() const { return static_cast<unsigned int>(text_.size()); }
  bool isEmpty() const { return text_.empty(); }
  bool reserve(unsigned int size) {
    text_.reserve(size);
    return true;
  }
  char charAt(unsigned int i) const { return i < text_.size() ? text_[i] : 0; }
  char operator[](unsigned int i) const { return charAt(i); }
  bool equals(const String& other) const { return text_ == other.text_; }
  bool operator==(const String& other) const { return text_ == other.text_; }
  bool operator==(const char* other) const { return text_ == other; }
  bool operator!=(const String& other) const { return text_ != other.text_; }
  bool startsWith(const String& other) const {
    return text_.compare(0, other.text_.size(), other.text_) == 0;
  }
  int indexOf(char c) const {
    const size_t at = text_.find(c);
    return at == std::string::npos ? -1 : static_cast<int>(at);
  }
  String substring(unsigned int from) const {
    return from < text_.size() ? String(text_.c_str() + from) : String();
  }
  String& operator+=(const String& other) {
    text_ += other.text_;
    return *this;
  }
  String& operator+=(const char* other) {
    text_ += other;
    return *this;
  }
  String& operator+=(char c) {
    text_ += c;
    return *this;
  }
  long toInt() const { return strtol(text_.c_str(), nullptr, 10); }

 private:
  std::string text_;
};

inline String operator+(String a, const String& b) { return a += b; }
