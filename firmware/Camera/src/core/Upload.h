#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Crc32.h"
#include "Message.h"
#include "Shot.h"

namespace camrelay {

/**
 * One capture on its way to the relay: the device's side of section 10 of protocol/SPEC.md.
 *
 *              begin, first time               all sent
 *    WAITING ────────────────────► SENDING ◄──────────────► SENT
 *     ▲   └──► BEGUN ──ACCEPT────────┘    further ACCEPT
 *     │   begin, again
 *     └── DEFERRED or the link's end, from anywhere
 *
 * A frame that was never sent goes out without waiting for ACCEPT, from its start. One that was
 * waits to be told what the relay has. STORED or an end takes the upload out of the table.
 *
 * CAPTURE_END's CRC is that of the bytes as they were read for this BEGIN. What the relay had
 * before is read too, piece by piece, before the first piece that it has not.
 */
class Upload {
 public:
  /** Bytes of the largest message that is sent. */
  static constexpr size_t LARGEST = 4096;
  /** Bytes of a frame in one CAPTURE_DATA: with its header and its offset it is LARGEST. */
  static constexpr uint32_t PIECE = 4084;

  /** Where the capture is. */
  enum class State : uint8_t {
    /** To be begun, once its time has come. */
    WAITING,
    /** Begun; ACCEPT tells where to go on. */
    BEGUN,
    /** The frame is on its way. */
    SENDING,
    /** The frame was sent; STORED is awaited. */
    SENT
  };

  /** What piece() has done. */
  enum class Piece : uint8_t {
    /** A message was written. */
    WRITTEN,
    /** A part that the relay has was read; there is more to be read before a message. */
    SKIPPED,
    /** The frame cannot be read any more. */
    UNREADABLE
  };

  Upload() : Upload(Shot()) {}
  explicit Upload(const Shot& shot);

  const Shot& shot() const { return shot_; }
  const CaptureId& id() const { return shot_.id; }
  State state() const { return state_; }
  /** The handle on this connection; 0 where there is none yet. */
  uint32_t handle() const { return handle_; }
  /** When it may be begun; the past unless it was deferred. */
  int64_t notBefore() const { return notBefore_; }
  /** Milliseconds since it was taken; Limits::UNKNOWN where that is not known. */
  uint32_t ageMillis(int64_t now) const;
  /** When this BEGIN left. */
  int64_t begunAt() const { return begunAt_; }
  /** True while the relay knows of it on this connection and has not said STORED. */
  bool unfinished() const { return state_ != State::WAITING; }

  /**
   * Begins it on a handle, for the first time or again.
   *
   * @param maxFrame a frame beyond this is not sent before it is accepted, which it hardly will be
   */
  void begin(uint32_t handle, uint32_t maxFrame, const FlightRecord& flight, int64_t now,
             Message* message);

  /** The next piece of the frame, or its end, as bytes of a message. Only while SENDING. */
  Piece piece(uint8_t* into, size_t* written);

  /** The maker does not want an answer any more. */
  void cancel() { cancelled_ = true; }
  bool cancelled() const { return cancelled_; }
  /** True where the relay is to be told so. */
  bool cancelDue() const { return cancelled_ && !cancelSent_ && unfinished(); }
  bool cancelSent() const { return cancelSent_; }
  /** Tells the relay to end it; nothing more of the frame is sent. */
  void sayCancel(Message* message);

  /**
   * ACCEPT has come for an unfinished upload.
   *
   * @return false if it speaks of bytes that the frame does not have
   */
  bool accept(uint32_t from);

  /** DEFERRED has come. */
  void deferUntil(int64_t time) {
    state_ = State::WAITING;
    notBefore_ = time;
  }

  /** The link is gone. */
  void unlink() {
    handle_ = 0;
    state_ = State::WAITING;
  }

 private:
  Shot shot_;
  State state_;
  uint32_t handle_;
  /** The next byte of the frame to be sent. */
  uint32_t offset_;
  /** Of the frame's bytes below checked_, as they were read for this BEGIN. */
  Crc32 crc_;
  uint32_t checked_;
  /** Whether this BEGIN was answered by an ACCEPT. */
  bool accepted_;
  bool cancelled_;
  /** Whether the relay was told so on this handle. */
  bool cancelSent_;
  /** Whether a byte of the frame has left, or may have before the board started. */
  bool tried_;
  int64_t notBefore_;
  int64_t begunAt_;
};

}  // namespace camrelay
