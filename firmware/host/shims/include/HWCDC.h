#pragma once

#include "Stream.h"

/** The chip's own USB serial port: `Serial` of this board. */
class HWCDC : public Stream {
 public:
  void begin(unsigned long baud = 0);
  void end();
  size_t setRxBufferSize(size_t size);
  size_t setTxBufferSize(size_t size);
  void setTxTimeoutMs(uint32_t timeout);
  int available() override;
  int read() override;
  size_t read(uint8_t* buffer, size_t size);
  int peek() override;
  int availableForWrite() override;
  size_t write(uint8_t c) override;
  size_t write(const uint8_t* buffer, size_t size) override;
  using Print::write;
  void flush() override;
  bool isPlugged();
  bool isConnected();
  operator bool() const;
};

extern HWCDC Serial;
