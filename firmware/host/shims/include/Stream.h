#pragma once

#include "Print.h"

class Stream : public Print {
 public:
  Stream() : _timeout(1000) {}
  virtual int available() = 0;
  virtual int read() = 0;
  virtual int peek() = 0;

  void setTimeout(unsigned long milliseconds) { _timeout = milliseconds; }
  unsigned long getTimeout() { return _timeout; }
  virtual size_t readBytes(char* buffer, size_t length);
  virtual size_t readBytes(uint8_t* buffer, size_t length) {
    return readBytes(reinterpret_cast<char*>(buffer), length);
  }

 protected:
  int timedRead();
  unsigned long _timeout;
};
