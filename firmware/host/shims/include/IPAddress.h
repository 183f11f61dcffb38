#pragma once

#include <stdint.h>

#include "Print.h"

/** An IPv4 address; IPv6 is not shimmed. The number is in network byte order, as on the board. */
class IPAddress : public Printable {
 public:
  IPAddress() : address_(0) {}
  IPAddress(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
      : address_(static_cast<uint32_t>(a) | static_cast<uint32_t>(b) << 8 |
                 static_cast<uint32_t>(c) << 16 | static_cast<uint32_t>(d) << 24) {}
  IPAddress(uint32_t address) : address_(address) {}

  bool fromString(const char* text);
  bool fromString(const String& text) { return fromString(text.c_str()); }
  String toString() const;
  operator uint32_t() const { return address_; }
  bool operator==(const IPAddress& other) const { return address_ == other.address_; }
  uint8_t operator[](int index) const { return static_cast<uint8_t>(address_ >> (8 * index)); }
  size_t printTo(Print& print) const override;

 private:
  uint32_t address_;
};
