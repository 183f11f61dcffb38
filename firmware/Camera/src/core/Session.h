#pragma once

#include "Backoff.h"
#include "Clock.h"
#include "Inbox.h"
#include "KnownEnds.h"
#include "Liveness.h"
#include "Message.h"
#include "Orders.h"
#include "SessionListener.h"
#include "Shot.h"
#include "Uploads.h"

namespace camrelay {

/** What HELLO says, and the device's own bounds. Strings live as long as the session. */
struct SessionSettings {
  const char* device;
  /** Up to Limits::MAX_TOKEN bytes; TOKEN from the relay takes its place. */
  const char* token;
  /**
   * What to try where the relay does not know the token: what the sketch was flashed with, where
   * `token` is a newer one from the storage. Null or empty: nothing.
   */
  const char* otherToken;
  const char* firmware;
  const char* board;
  uint64_t epoch;
  uint16_t heartbeatSeconds;
  /** At least Limits::MIN_ANSWER_BUFFER, and less than SessionListener::room() at its best. */
  uint32_t answerBuffer;
  Charset charset;
  uint32_t abilities;
  /** 0: no STATUS. */
  uint32_t statusEveryMillis;
};

/** The connection is to be closed. */
struct Parting {
  /** In a few words of the maker's; lives for ever. */
  const char* cause;
  /** The earliest time to come back; 0 where the relay names none. */
  uint32_t returnAfterMillis;
  /** Trying again will hardly help. */
  bool rarely;
  /** The maker wants the next connection now. */
  bool atOnce;
};

/**
 * The device's side of camrelay/1: what has happened goes in, next() says what to send whenever the
 * link can take it, parting() when to hang up, connectAt() when to come back. It lives as long as
 * the camera, through any number of connections.
 *
 * It decides and does not do: it has no socket and no clock; `now` is Clock::millis(). Belongs to
 * the network task. The listener may ask it things during a call, and must not change it.
 */
class Session {
 public:
  /** Captures in hand that are not stored yet. */
  static constexpr uint8_t UPLOADS = Uploads::MAX;
  /** Bytes of the largest message that a session sends. */
  static constexpr size_t LARGEST = Upload::LARGEST;
  /** Lines of log that wait in here; the caller keeps the others. */
  static constexpr uint8_t LOG_LINES = 4;
  /** Answers to pings that wait to be sent. */
  static constexpr uint8_t PONGS = 8;
  /** How long HELLO may be without its answer, whatever else trickles in. */
  static constexpr int64_t WELCOME_PATIENCE = 120 * 1000;

  Session(const SessionSettings& settings, Clock& clock, SessionListener& listener);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // For the camera.

  /**
   * Takes a capture in hand, until the listener hears stored(), an end or unreadable(). Captures
   * are begun in the order of their numbers.
   *
   * @return false if there is no room, or the capture is in hand already: offer it again later
   */
  bool take(const Shot& shot) { return uploads_.add(shot); }
  /** How many more take() would take. */
  uint32_t room() const { return static_cast<uint32_t>(UPLOADS - uploads_.count()); }
  /** The maker does not want an answer any more; the relay ends the capture with CANCELLED. */
  void cancel(const CaptureId& capture) { uploads_.cancel(capture); }
  /** A line for the operator's eyes; it is lost where logRoom() is 0. Cut at Limits::MAX_TEXT. */
  void log(LogLevel level, const Text& text, uint32_t uptimeMillis);
  /** How many more lines log() would take. */
  uint32_t logRoom() const { return static_cast<uint32_t>(LOG_LINES - logCount_); }
  /** WELCOME has come, and the connection is not about to be closed. */
  bool open() const { return link_ == LinkState::OPEN && !parted_; }
  /** The board's state now; connectMillis, handshakeMillis and writeStalls are the session's. */
  void vitals(const FlightRecord& flight);
  /** For STATUS: captures that wait, and those that a full outbox has cost. */
  void counts(uint16_t queued, uint32_t dropped);
  /** Whether all that waits would survive a restart: it is on the card or stored. True at first. */
  void safe(bool everything) { safe_ = everything; }
  /** The interval of the profile from the storage, in seconds; the relay's takes its place. */
  void interval(uint32_t seconds, int64_t now) { orders_.interval(seconds, now); }
  /** Hang up and come back at once, though not before a time that the relay has named. */
  void reconnect();
  /** The relay is another one from now on: as reconnect(), whatever time the one before named. */
  void elsewhere();
  /** A restart that the relay asks for sooner waits until then. */
  void noRebootBefore(int64_t at) { orders_.noRebootBefore(at); }

  // For the link.

  /** When to connect, while there is no link. */
  int64_t connectAt() const { return connectAt_; }
  /** The network is back: nothing is waited for but a time that the relay has named. */
  void networkBack();
  /** It begins to connect. */
  void connecting();
  /** TLS is up. */
  void secured(uint32_t connectMillis, uint32_t handshakeMillis, int64_t now);
  /** Bytes have come, whatever they mean. */
  void heard(int64_t now) { liveness_.heard(now); }
  /** A write took less than it was given. */
  void stalled() { writeStalls_++; }
  /** How often that was so on this connection. */
  uint32_t writeStalls() const { return writeStalls_; }
  /** True while it can take in whatever comes; else let it say what waits first. */
  bool hears() const { return pongCount_ < PONGS && inbox_.hears(agreed_.answerBuffer); }
  /** The relay has said something; what comes after its last word is ignored. */
  void received(const Message& message, int64_t now);
  /** The relay has sent what cannot be read, or what it must not send. */
  void misbehaved(const char* detail);
  /** Why the connection is to be closed now; null if it is not. */
  const Parting* parting(int64_t now);
  /** Asks for what time brings, with a link or without one. To be called often. */
  void elapse(int64_t now) { orders_.wantPhoto(now); }
  /** True once it is time to restart the board. */
  bool takeReboot(int64_t now);
  /**
   * The next message for the relay.
   *
   * @param into where to, with room for LARGEST bytes
   * @return its bytes; 0 if there is nothing to say for now (see wakeAt())
   */
  size_t next(uint8_t* into, int64_t now);
  /**
   * When next() and parting() are to be asked again if nothing else happens; `now` while a frame is
   * on its way, also where next() had to read a part of it and said nothing yet.
   */
  int64_t wakeAt(int64_t now) const;
  /**
   * The connection is gone, or none came about; connectAt() says when to try again.
   *
   * @param cause why, where the link knows it in words and the session no better; else null
   */
  void disconnected(const char* cause, LinkFault fault, int32_t number, int64_t now);

 private:
  /** Where the connection is. */
  enum class LinkState : uint8_t {
    DOWN,
    /** TLS is up and HELLO is due. */
    SECURED,
    /** HELLO was sent. */
    GREETED,
    /** WELCOME has come. */
    OPEN
  };

  /** A line that waits. */
  struct Line {
    LogLevel level;
    uint32_t uptimeMillis;
    FixedText<Limits::MAX_TEXT> text;
  };

  FlightRecord flight() const;
  size_t sayHello(uint8_t* into);
  size_t sayLogLine(uint8_t* into);
  bool urgent(Message* message, int64_t now);
  size_t nextInSession(uint8_t* into, int64_t now);
  void receivedInSession(const Message& message, int64_t now);
  void receivedOfUpload(const Message& message, int64_t now);
  void receivedOfAnswer(const Message& message);
  void receivedOrder(const Message& message, int64_t now);
  void welcome(const Welcome& message, int64_t now);
  void refused(const Refused& message);
  void goodbye(const Goodbye& message);
  void stage(uint32_t handle, const Stage& message);
  void keepToken(const Token& message);
  void keepPong(uint64_t nonce);
  void judge(const char* problem);
  void part(const char* cause, uint32_t returnAfterMillis, bool rarely, bool atOnce);

  const SessionSettings settings_;
  SessionListener& listener_;
  Backoff backoff_;
  KnownEnds ends_;
  Uploads uploads_;
  Inbox inbox_;
  Orders orders_;
  Liveness liveness_;

  LinkState link_;
  Agreed agreed_;

  /** Whether the connection is to be closed, and why. */
  bool parted_;
  Parting parting_;

  FixedText<Limits::MAX_TOKEN> token_;
  /** What to try where the relay does not know token_. */
  FixedText<Limits::MAX_TOKEN> otherToken_;
  /** Whether the other one was tried since the last WELCOME. */
  bool tokensSwapped_;

  /** Nonces in the order in which they came, the oldest at pongFirst_. */
  uint64_t pongs_[PONGS];
  uint8_t pongFirst_;
  uint8_t pongCount_;
  uint64_t nonce_;

  Line lines_[LOG_LINES];
  uint8_t logFirst_;
  uint8_t logCount_;

  FlightRecord flight_;
  uint32_t connectMillis_;
  uint32_t handshakeMillis_;
  /** Of this connection. */
  uint32_t writeStalls_;
  uint16_t queued_;
  uint32_t dropped_;
  bool safe_;
  int64_t statusAt_;

  /** Tries to connect since the last WELCOME. */
  uint32_t attempt_;
  /** When WELCOME is to have come. */
  int64_t welcomeBy_;
  int64_t connectAt_;
  /** Not to come back before this, as the relay has said. */
  int64_t namedAt_;
};

}  // namespace camrelay
