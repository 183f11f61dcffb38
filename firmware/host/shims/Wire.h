#pragma once

#include <stddef.h>
#include <stdint.h>

#include <string>

#include "World.h"

namespace host {

/**
 * One TCP connection as lwIP on the board would have it, with the script's faults: what is written
 * goes into a send buffer of 5760 bytes and leaves from there, or does not. Lies below TLS, so that
 * a connection can break at any byte. Belongs to the task that opened it.
 */
class Wire {
 public:
  Wire() = default;
  ~Wire() { close(); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /** @return 0, or an errno */
  int open(const std::string& host, uint16_t port, int64_t timeoutMillis);

  /** For mbedtls_ssl_set_bio; `wire` is a Wire. */
  static int send(void* wire, const unsigned char* bytes, size_t size);
  static int receive(void* wire, unsigned char* into, size_t room);

  /** As lwip_recv with MSG_PEEK. */
  ssize_t peek(void* into, size_t room);

  /** Without a goodbye; behind a fault that swallows packets the other side does not hear of it. */
  void close();

  bool isOpen() const { return socket_ >= 0; }
  int socket() const { return socket_; }

  /** The address that the connection to this one really goes to. */
  static std::string routed(const std::string& host, uint16_t port);

  /** The board is gone without a word: the other side of an open wire does not hear of it. */
  static void abandon();

  /** The open wire with this descriptor; null: none. */
  static Wire* of(int socket);

 private:
  static constexpr size_t SEND_BUFFER = 5760;
  enum class State { UP, RST, FIN, SILENT };

  void obey();
  void breakNow(Cut how);
  bool stalled() const;
  size_t allowance(int64_t* tokens);
  void pump();
  int sendQueued();

  int socket_ = -1;
  State state_ = State::UP;
  uint8_t queue_[SEND_BUFFER];
  size_t queued_ = 0;
  int64_t upTokens_ = 0, downTokens_ = 0, paidAt_ = 0;
};

}  // namespace host
