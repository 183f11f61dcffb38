#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "WString.h"

class Print;

class Printable {
 public:
  virtual ~Printable() = default;
  virtual size_t printTo(Print& print) const = 0;
};

class Print {
 public:
  virtual ~Print() = default;
  virtual size_t write(uint8_t c) = 0;
  virtual size_t write(const uint8_t* buffer, size_t size);
  size_t write(const char* text) {
    return text == nullptr ? 0 : write(reinterpret_cast<const uint8_t*>(text), strlen(text));
  }
  size_t write(const char* buffer, size_t size) {
    return write(reinterpret_cast<const uint8_t*>(buffer), size);
  }

  size_t printf(const char* format, ...) __attribute__((format(printf, 2, 3)));
  size_t vprintf(const char* format, va_list arguments);

  size_t print(const char* text) { return write(text); }
  size_t print(const __FlashStringHelper* text) {
    return write(reinterpret_cast<const char*>(text));
  }
  size_t print(const String& text) { return write(text.c_str(), text.length()); }
  size_t print(char c) { return write(static_cast<uint8_t>(c)); }
  size_t print(int n) { return printf("%d", n); }
  size_t print(unsigned int n) { return printf("%u", n); }
  size_t print(long n) { return printf("%ld", n); }
  size_t print(unsigned long n) { return printf("%lu", n); }
  size_t print(long long n) { return printf("%lld", n); }
  size_t print(unsigned long long n) { return printf("%llu", n); }
  size_t print(double n, int digits = 2) { return printf("%.*f", digits, n); }
  size_t print(const Printable& printable) { return printable.printTo(*this); }
  size_t println() { return write("\r\n"); }
  template <typename T>
  size_t println(const T& value) {
    const size_t n = print(value);
    return n + println();
  }

  virtual int availableForWrite() { return 0; }
  virtual void flush() {}
};
