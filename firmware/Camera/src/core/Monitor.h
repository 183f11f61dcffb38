#pragma once

#include <stdint.h>

#include "HeapWatch.h"
#include "Message.h"
#include "Shot.h"
#include "Teller.h"
#include "Transport.h"

namespace camrelay {

/**
 * What the maker sees of the way of a capture: one line for each thing that happens, the answer as
 * it arrives, and one clear end. Has a method for each call of SessionListener and OutboxListener.
 * Belongs to the network task; LoopMonitor is its twin.
 */
class Monitor : public Teller, private TextFolder::Rows {
 public:
  /** The cure of a fault that stays is repeated at each so many failures. */
  static constexpr uint32_t CURE_EVERY = 10;
  /** Bytes of the ring that answers leave to other lines. */
  static constexpr uint32_t RESERVED = 1024;

  Monitor(Clock& clock, LineRing& lines, LogSink& log);

  /** Where the relay is, for the line of connecting(). Both live as long as the monitor. */
  void relay(const char* host, uint16_t port);

  // The link.
  void connecting(uint32_t attempt);
  void secured(uint32_t connectMillis, uint32_t handshakeMillis);
  void welcomed(const Welcome& welcome);
  void refused(const Refused& refused);
  void goodbye(const Goodbye& goodbye);
  void relayMisbehaved(const char* detail);
  void linkLost(const char* cause, LinkFault fault, int32_t number, uint32_t returnInMillis);
  /** Whenever Transport::network() says something else than before. NONE: Wi-Fi is up. */
  void network(LinkFault fault, const char* description);

  // A capture on its way up.
  void begun(const Shot& shot);
  void accepted(const CaptureId& capture, uint32_t offset);
  void sent(const CaptureId& capture, uint32_t millis);
  void progress(const CaptureId& capture, uint32_t received, uint32_t size);
  void stored(const CaptureId& capture, uint32_t millis);
  void stage(const CaptureId& capture, const Stage& stage);
  void deferred(const CaptureId& capture, const Deferred& deferred, uint32_t retryInMillis);
  void unreadable(const CaptureId& capture);

  // Its end.
  void answerBegun(const CaptureId& capture);
  void answerRestarted(const CaptureId& capture, uint32_t generation);
  void answerPiece(const CaptureId& capture, const Bytes& piece);
  void answered(const CaptureId& capture, const AnswerEnd& end);
  void failed(const CaptureId& capture, const Failed& failed);
  void endRepeated(const CaptureId& capture);
  /** Bytes of answer that certainly fit into the ring, however many rows they make. */
  uint32_t room() const;

  // What the operator wants.
  void profile(const ProfileData& profile);
  void notice(const Notice& notice);
  void photoWanted(Trigger trigger, const Text& question);
  /** @param kept whether the storage has it now */
  void token(bool kept);
  void rebootWanted(uint32_t delayMillis);
  void reboot();

  // The outbox and the card.
  /** A photo is on the card, for keeps. */
  void photoKept(const CaptureId& capture, const char* path);
  void cardMissing();
  void cardFull();
  /** @param waiting captures on it that the relay has not got */
  void cardBack(uint32_t waiting);
  /** A capture waits on the card for the link. */
  void waitsOnCard(const CaptureId& capture);
  /** A capture that waited is gone for good. */
  void lost(const CaptureId& capture);

  /** The board's state, every few seconds: warns of memory and of short writes. */
  void vitals(const FlightRecord& flight, bool linked);

  // The log command.
  /** Prints the log's lines from now on with step(). */
  void showLog(const LogRing& log);
  /** Prints more of what was asked for, as far as there is room. */
  void step();

 private:
  struct Progress {
    CaptureId capture;
    uint8_t quarter;
  };
  static constexpr uint8_t UPLOADS = 8;

  void row(const Text& row) override;
  void endAnswer();
  Progress* progressOf(const CaptureId& capture);

  const char* host_;
  uint16_t port_;

  /** The fault that was told last since WELCOME, and how often in a row. */
  LinkFault fault_;
  uint32_t repeats_;
  bool welcomed_;
  LinkFault network_;

  TextFolder answer_;
  bool answering_;
  /** Whose answer was shown last, and whether it has ended. */
  CaptureId answerOf_;
  bool answerOpen_;

  Progress progress_[UPLOADS];
  uint8_t nextProgress_;

  HeapWatch heap_;
  uint32_t toldStalls_;
  bool cardTold_;

  const LogRing* shown_;
  uint32_t nextShown_;
};

}  // namespace camrelay
