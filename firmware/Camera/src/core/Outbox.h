#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Board.h"
#include "Clock.h"
#include "OutboxListener.h"
#include "Settings.h"
#include "Shot.h"
#include "Slots.h"
#include "Storage.h"

namespace camrelay {

/**
 * The captures that the relay does not keep yet: in memory, and on the card. It puts each photo on
 * the card, keeps a record beside what still waits, and gives all of them to the session in the
 * order in which they were taken. A capture whose photo and record are safely on the card leaves
 * its slot when the link is down or slots are few, and goes on from the card, across restarts too.
 * Without a card captures wait in their slots.
 *
 * Belongs to the network task. Nothing but step() touches the card, apart from the frames that the
 * session reads.
 */
class Outbox {
 public:
  /** A missing card is looked for again so often. */
  static constexpr int64_t RETRY_MILLIS = 30000;

  Outbox(Slots& slots, Card& card, Clock& clock, OutboxListener& listener,
         const Settings& settings);

  /** Reserves memory; at set-up. False: there is too little. The card is looked for by step(). */
  bool begin(Board& board);

  /**
   * Gives the session what it has room for, and does one piece of work on the card, of at most 4096
   * bytes.
   *
   * @param session a Session, or what has its take() and room()
   * @param online whether the session is open
   * @return false if there was nothing to do
   */
  template <typename SESSION>
  bool step(SESSION& session, bool online) {
    bool worked = work(online);
    while (online && session.room() > 0) {
      const Shot* shot = offered();
      if (shot == nullptr || !session.take(*shot, clock_.millis())) {
        break;
      }
      taken();
      worked = true;
    }
    return worked;
  }

  /** The relay's time, from WELCOME: with it the age of a capture outlives a restart. */
  void relayTime(uint64_t unixMillis);

  // What the session's listener hears.

  /** The relay keeps the capture. */
  void stored(const CaptureId& capture);
  /** The capture has its end, whether or not it was stored. */
  void ended(const CaptureId& capture);
  /** The session could not read the capture's frame. */
  void unreadable(const CaptureId& capture);

  /** Captures that the relay does not keep yet, in memory and on the card. */
  uint16_t queued() const;

  /** Whether all of them would survive a restart. */
  bool safe() const;

  /** Whether there is a card that works. */
  bool cardReady() const;

  /** One line about the card for the maker, 0-ended. */
  void describe(char* into, size_t room) const;

 private:
  bool work(bool online);
  const Shot* offered();
  void taken();

  Clock& clock_;
};

}  // namespace camrelay
