#pragma once

#include <stdint.h>

#include "AnswerRows.h"
#include "HeapWatch.h"
#include "LogView.h"
#include "Message.h"
#include "OutboxListener.h"
#include "Shot.h"
#include "Teller.h"
#include "ToldProgress.h"
#include "Transport.h"

namespace camrelay {

/**
 * What the maker sees of the way of a capture: one line for each thing that happens, the answer as
 * it arrives, and one clear end. What SessionListener and OutboxListener hear has the same names
 * here. Belongs to the network task; LoopMonitor is its twin.
 */
class Monitor : public Teller {
 public:
  /** The cure of a fault that stays is repeated at each so many failures. */
  static constexpr uint32_t CURE_EVERY = 10;

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
  /**
   * Whenever Transport::network() says something else than before. Told is that the Wi-Fi is up:
   * why it is not comes with linkLost().
   */
  void network(LinkFault fault, const char* description);

  // A capture on its way up.
  void begun(const Shot& shot);
  void accepted(const CaptureId& capture, uint32_t offset);
  void sent(const CaptureId& capture, uint32_t millis);
  void progress(const CaptureId& capture, uint32_t received, uint32_t size);
  void stored(const CaptureId& capture, uint32_t millis);
  void stage(const CaptureId& capture, const Stage& stage);
  void deferred(const CaptureId& capture, const Deferred& deferred, uint32_t retryInMillis);

  // Its end.
  void answerBegun(const CaptureId& capture);
  void answerRestarted(const CaptureId& capture, uint32_t generation);
  void answerPiece(const CaptureId& capture, const Bytes& piece);
  void answered(const CaptureId& capture, const AnswerEnd& end);
  void failed(const CaptureId& capture, const Failed& failed);
  /** Bytes of answer that certainly fit into the ring, however many rows they make. */
  uint32_t room() const { return answer_.room(); }

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
  void photoNotKept(const CaptureId& capture);
  /** @param inBanner the banner tells it */
  void cardMissing(bool inBanner);
  void cardFull();
  /** @param waiting captures on it that the relay has not got */
  void cardBack(uint32_t waiting);
  /** A capture waits on the card for the link. */
  void waitsOnCard(const CaptureId& capture);
  /** A capture that waited is gone for good. @param capture epoch 0: only its number is known */
  void lost(const CaptureId& capture, Loss loss);

  /** The board's state, every few seconds: warns of memory and of short writes. */
  void vitals(const FlightRecord& flight, bool linked);

  // The log command.
  /** Prints the log's lines from now on with step(). */
  void showLog(const LogRing& log);
  /** Prints more of what was asked for, as far as there is room. */
  void step();

 private:
  void putAsks(const ProfileData& profile);
  void tellStalls(uint32_t stalls);

  const char* host_;
  uint16_t port_;

  /** The fault that was told last since WELCOME, and how often in a row. */
  LinkFault fault_;
  uint32_t repeats_;
  /** Links that were lost or not to be had since WELCOME, but for those that were ended on purpose.
   */
  uint32_t failures_;
  LinkFault network_;
  /** The profile that was told last. */
  uint32_t profileVersion_;
  /** The CRC-32 of the question in it. */
  uint32_t question_;
  bool profileTold_;

  AnswerRows answer_;

  ToldProgress uploads_;
  HeapWatch heap_;
  uint32_t toldStalls_;
  bool cardTold_;

  LogView logView_;
};

}  // namespace camrelay
