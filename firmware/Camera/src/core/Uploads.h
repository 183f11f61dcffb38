#pragma once

#include <stddef.h>
#include <stdint.h>

#include "KnownEnds.h"
#include "Message.h"
#include "SessionListener.h"
#include "Upload.h"

namespace camrelay {

/** What WELCOME has agreed upon. */
struct Agreed {
  uint32_t answerBuffer;
  uint32_t maxFrame;
  uint8_t maxInFlight;
};

/**
 * The captures in hand that have no end yet, in the order of their numbers, and which of them is to
 * be spoken of next. Handles rise through a connection and are bound to one capture each. Belongs
 * to the session.
 */
class Uploads {
 public:
  /** Captures that are not stored yet. */
  static constexpr uint8_t MAX = 8;
  /**
   * Captures that the relay keeps and whose end is awaited. Beyond it the oldest is forgotten; its
   * end is taken all the same.
   */
  static constexpr uint8_t AWAITING = 64;
  /** Handles of captures that are not in hand any more, and are known all the same. */
  static constexpr uint8_t HANDLES = 128;
  /** A capture is not begun again sooner than this, whatever DEFERRED says. */
  static constexpr uint32_t LEAST_DEFERRAL_MILLIS = 100;

  /** @param epoch the device's own; captures of another one are older */
  Uploads(uint64_t epoch, KnownEnds& known, SessionListener& listener);

  /** Puts a capture in; false if there is no room, or it is in already. */
  bool add(const Shot& shot);

  /** Captures that the relay does not keep yet. */
  uint8_t count() const { return count_; }

  /** What is to be said next about a capture, as bytes; 0 if nothing is for now. */
  size_t next(const Agreed& agreed, const FlightRecord& flight, uint8_t* into, int64_t now);

  /** True while a frame is on its way: next() has something to say, or to read before that. */
  bool working() const;

  /** When a deferred capture may be begun again, after this time; Orders::NEVER: none. */
  int64_t wakeAt(int64_t now) const;

  /** The capture that a handle stands for, also where its end has come on another one; or null. */
  const CaptureId* capture(uint32_t handle) const;

  /** The maker does not want an answer to this capture any more. */
  void cancel(const CaptureId& capture);

  /** ACCEPT has come. Returns what is wrong with it, or null. */
  const char* accepted(uint32_t handle, const CaptureAccept& message);
  void progress(uint32_t handle, const CaptureProgress& message);
  /** STORED has come: the frame may go. */
  void stored(uint32_t handle, int64_t now);
  /** DEFERRED has come: the capture is begun again when it says. */
  void deferred(uint32_t handle, const Deferred& message, int64_t now);
  /** The capture has its end. */
  void ended(const CaptureId& capture);
  /** A handle has served its purpose. */
  void release(uint32_t handle);
  /** The link is gone: everything that is not stored is to be begun again. */
  void unlink();

 private:
  /** A capture that the relay keeps. */
  struct Awaited {
    CaptureId id;
    /** On this connection; 0 where there is none. */
    uint32_t handle;
    bool cancelled;
    bool cancelSent;
  };

  /** What a handle stands for; 0 in a place that is free. */
  struct Bound {
    uint32_t handle;
    CaptureId id;
  };

  bool before(const CaptureId& one, const CaptureId& other) const;
  Upload* find(const CaptureId& capture);
  /** The upload that a handle stands for, while the relay has not stored it. */
  Upload* unfinished(uint32_t handle);
  bool inHand(const CaptureId& capture) const;
  bool waitsForParent(const Upload& upload) const;
  Upload* sending();
  Upload* dueToBegin(const Agreed& agreed, int64_t now);
  size_t begin(Upload* upload, const Agreed& agreed, const FlightRecord& flight, uint8_t* into,
               int64_t now);
  size_t piece(Upload* upload, uint8_t* into, int64_t now);
  /** It cannot be sent; returns whether it is lost for good. */
  bool drop(const Upload* upload);
  bool sayCancel(Message* message);
  void await(const Upload& upload);
  void removeAwaited(uint8_t index);
  void remove(const Upload* upload);

  const uint64_t epoch_;
  KnownEnds& known_;
  SessionListener& listener_;

  /** Frames and questions that the relay does not keep yet, lowest number first. */
  Upload uploads_[MAX];
  uint8_t count_;

  /** Captures that the relay keeps, and has not ended, oldest first. */
  Awaited awaited_[AWAITING];
  uint8_t awaitedCount_;

  /** What this connection's handles stand for: each at its number modulo HANDLES. */
  Bound bound_[HANDLES];

  /** The handle that is bound next on this connection. */
  uint32_t nextHandle_;
};

}  // namespace camrelay
