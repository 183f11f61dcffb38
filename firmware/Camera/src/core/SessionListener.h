#pragma once

#include <stdint.h>

#include "Message.h"
#include "Shot.h"
#include "Transport.h"

namespace camrelay {

/**
 * What a session goes through; all calls come on the network task. Texts are good during the call
 * only.
 */
class SessionListener {
 public:
  virtual ~SessionListener() = default;

  // The link.

  /** It begins to connect; `attempt` counts from 1 since the last WELCOME. */
  virtual void connecting(uint32_t attempt) = 0;
  /** TLS is up, and the relay's certificate was checked. */
  virtual void secured(uint32_t connectMillis, uint32_t handshakeMillis) = 0;
  virtual void welcomed(const Welcome& welcome) = 0;
  virtual void refused(const Refused& refused) = 0;
  virtual void goodbye(const Goodbye& goodbye) = 0;
  /** The relay has broken the protocol, and the camera hangs up. */
  virtual void relayMisbehaved(const char* detail) = 0;
  /**
   * There is no link any more, or none came about.
   *
   * @param cause a few words, where the session knows it (refused, goodbye, silence …); else null
   * @param fault what the transport says, where it was the transport
   * @param number the transport's own number for it; 0 where there is none
   */
  virtual void linkLost(const char* cause, LinkFault fault, int32_t number,
                        uint32_t returnInMillis) = 0;

  // A capture on its way up.

  /** BEGIN or ASK has left. */
  virtual void begun(const Shot& shot) = 0;
  /** The relay takes the frame, and has this much of it. */
  virtual void accepted(const CaptureId& capture, uint32_t offset) = 0;
  /** All of the frame has left; `millis` since its BEGIN. */
  virtual void sent(const CaptureId& capture, uint32_t millis) = 0;
  virtual void progress(const CaptureId& capture, uint32_t received, uint32_t size) = 0;
  /**
   * The relay keeps the capture: frame and question are not read any more.
   *
   * @param millis since it was taken; Limits::UNKNOWN where that is not known
   */
  virtual void stored(const CaptureId& capture, uint32_t millis) = 0;
  virtual void stage(const CaptureId& capture, const Stage& stage) = 0;
  /** Not now: the camera keeps the frame and comes back with it. */
  virtual void deferred(const CaptureId& capture, const Deferred& deferred,
                        uint32_t retryInMillis) = 0;
  /**
   * The frame cannot be read, or the question cannot be sent. The capture is not in hand any more,
   * and its source is not read.
   *
   * @return true: it is lost, and the relay is told that it never comes. False: it is kept, and may
   *     be offered again
   */
  virtual bool unreadable(const CaptureId& capture) = 0;

  // The end of a capture. Frame and question are not read any more, whether or not it was stored.

  virtual void answerBegun(const CaptureId& capture) = 0;
  /** What was shown of the answer is void: it begins anew. */
  virtual void answerRestarted(const CaptureId& capture, uint32_t generation) = 0;
  virtual void answerPiece(const CaptureId& capture, const Bytes& piece) = 0;
  virtual void answered(const CaptureId& capture, const AnswerEnd& end) = 0;
  virtual void failed(const CaptureId& capture, const Failed& failed) = 0;
  /** An end came that the camera had already; it was acknowledged again, and no more. */
  virtual void endRepeated(const CaptureId& capture) = 0;
  /**
   * How many bytes of answer can be shown now. What is beyond it is not acknowledged yet, so that
   * the relay waits for the monitor.
   */
  virtual uint32_t room() = 0;

  // What the operator wants.

  /** With WELCOME, and whenever it changes. */
  virtual void profile(const ProfileData& profile) = 0;
  virtual void notice(const Notice& notice) = 0;
  /** The operator (REMOTE) or the profile's interval (TIMER) wants a photo. */
  virtual void photoWanted(Trigger trigger, const Text& question) = 0;
  /** @return whether the token is in the storage now; the session uses it from then on */
  virtual bool keepToken(const Text& token) = 0;
  virtual void rebootWanted(uint32_t delayMillis) = 0;
  /** It is time to restart, and what is under way is safe. The link is closed. */
  virtual void reboot() = 0;
};

}  // namespace camrelay
