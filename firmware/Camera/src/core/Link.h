#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Clock.h"
#include "MessageReader.h"
#include "Session.h"
#include "SessionListener.h"
#include "Transport.h"

namespace camrelay {

/**
 * Performs what a Session decides, over a Transport: connects, comes back, reads and writes.
 * Belongs to the network task, and so do the session and the transport.
 */
class Link {
 public:
  /** Milliseconds after which an idle link wants its turn again. */
  static constexpr uint32_t IDLE_MILLIS = 20;
  /** Messages that are sent in one turn. */
  static constexpr uint8_t MESSAGES_A_TURN = 4;
  /** Writes in one turn: a message that leaves byte by byte goes on in the next one. */
  static constexpr uint8_t WRITES_A_TURN = 16;
  /** Reads between two writes. */
  static constexpr uint8_t READS_A_TURN = 8;
  /** Milliseconds after which the listener is told that joining the network takes long. */
  static constexpr int64_t NETWORK_PATIENCE = 10 * 1000;
  /** Milliseconds after which it is told again why there is no network. */
  static constexpr int64_t NETWORK_REMINDER = 60 * 1000;

  /** @param readBuffer MessageReader::BUFFER bytes that nobody else uses */
  Link(Session& session, Transport& transport, Clock& clock, SessionListener& listener,
       uint8_t* readBuffer);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /**
   * One turn: looks after the network, connects when it is time, reads, writes.
   *
   * @return milliseconds until it wants the next turn, 0 to IDLE_MILLIS
   */
  uint32_t step();

  /** True while a connection is made use of, with WELCOME or yet without it. */
  bool up() const { return up_; }

 private:
  uint32_t withoutNetwork(LinkFault fault, int64_t now);
  uint32_t connect(int64_t now);
  uint32_t converse();
  /** Reads and acts on what has come. */
  void listen();
  void understand();
  /** Writes what waits, or the next message. False: nothing more in this turn. */
  bool speak(uint8_t* writes);
  void hangUp(const char* cause, LinkFault fault);

  Session& session_;
  Transport& transport_;
  Clock& clock_;
  SessionListener& listener_;
  MessageReader reader_;

  /** Between a good open() and close(). */
  bool up_;

  /** Why there is no network; NONE while there is one. */
  LinkFault network_;
  /** What the listener was told of that last. */
  LinkFault told_;
  /** When it is to be told again. */
  int64_t tellAt_;

  /** Whether something was read or written in this turn. */
  bool moved_;

  /** What was read; `unread_` bytes from `next_` on were not understood yet. */
  uint8_t in_[1024];
  const uint8_t* next_;
  size_t unread_;

  /** The message that is being written, and how much of it was. */
  uint8_t out_[Session::LARGEST];
  size_t outSize_;
  size_t written_;
};

}  // namespace camrelay
