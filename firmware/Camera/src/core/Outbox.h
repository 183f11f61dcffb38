#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Album.h"
#include "Board.h"
#include "Clock.h"
#include "LowestPlaces.h"
#include "Offer.h"
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
class Outbox : private Album::Finder {
 public:
  /** A missing card is looked for again so often. */
  static constexpr int64_t RETRY_MILLIS = 30000;

  /** Captures that the session has in hand at a time. */
  static constexpr uint8_t OFFERS = 4;

  /** Captures that are over and whose record is still to go. */
  static constexpr uint8_t OVER = 16;

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
      if (shot == nullptr) {
        break;
      }
      if (!session.take(*shot)) {
        notTaken();
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
  /** The capture has its end, whether or not it was stored, for the first time or again. */
  void ended(const CaptureId& capture);
  /** The session could not read the capture's frame. Returns whether it is lost for good. */
  bool unreadable(const CaptureId& capture);

  /** Captures that the relay does not keep yet, in memory and on the card. */
  uint16_t queued() const;

  /** Whether all of them would survive a restart. */
  bool safe() const;

  /** One line about the card for the maker, 0-ended. */
  void describe(char* into, size_t room) const;

 private:
  /** What of a capture in memory is on the card. */
  enum class OnCard : uint8_t {
    NOTHING,
    /** The card was gone for a while: to be looked at. */
    UNSURE,
    /** The photo is being written. */
    PHOTO,
    /** The photo is written, and the record is to be. */
    RECORD,
    /** Both are, and the photo is to be named. */
    NAME,
    ALL,
    /** All, and the photo was read back. */
    CHECKED,
    /** The card gave back something else: the capture stays in memory. */
    REFUSED,
  };

  /** A capture in memory. */
  struct Item {
    Slot* slot;
    /** 0: none yet. */
    uint32_t place;
    OnCard onCard;
    bool recorded;
    /** The record is being written. */
    bool writingRecord;
    /** The relay has it, or it has ended. */
    bool over;
    /** Null: the session has not got it. */
    Offer* offer;
  };

  /** A capture that is over. */
  struct Over {
    CaptureId id;
    /** Where its record is; 0: on no card that is here. */
    uint32_t place;
    /** The record is set aside instead of removed. */
    bool bad;
  };

  enum class CardState : uint8_t { MISSING, LOOKING, READY };

  // Album::Finder
  bool holds(uint32_t place) override;
  void tornPhoto(uint32_t place) override;
  void tornRecord(uint32_t place) override;

  // The session's side.
  const Shot* offered();
  void taken();
  void notTaken();
  Offer* freeOffer();
  Offer* offerOf(const CaptureId& capture);
  void close(const CaptureId& capture, bool bad);

  // Memory.
  bool work(bool online);
  void accept();
  bool scarce() const;
  bool leave(uint8_t index, bool online);
  void moveToCard(const Item& item);
  void removeItem(uint8_t index);
  void remember(const CaptureId& capture, uint32_t place, bool bad);
  bool forget(const CaptureId& capture);

  // The card.
  bool workOnCard(bool online);
  bool mount();
  bool look();
  void cardFailed();
  void cardWorks();
  bool removeOver();
  bool write(bool online);
  bool wanted(const Item& item, bool online) const;
  void write(Item* item);
  void written(Item* item, Album::Step step, OnCard next);
  void reconsider(Item* item);
  bool makeRoom();
  bool check(bool online);
  bool prepare();
  void prepareNext();
  void dropCandidate(Loss loss);
  void releaseCandidate();
  CaptureRecord recordOf(const Shot& shot) const;
  Shot shotOf(const CaptureRecord& record) const;

  Slots& slots_;
  Clock& clock_;
  OutboxListener& listener_;
  Album album_;

  /** Captures in memory, in the order in which they were taken. */
  Item items_[Slots::ALL];
  uint8_t count_ = 0;
  /** The item that offered() has shown; null: the candidate. */
  Item* shown_ = nullptr;

  /** In memory that was reserved at set-up. */
  Offer* offers_[OFFERS];

  /** Captures on the card alone that the session has not got, but for the candidate. */
  LowestPlaces waiting_;
  /** The next of them; null: none is prepared. */
  Offer* candidate_ = nullptr;
  bool candidateReady_ = false;

  Over over_[OVER];
  uint8_t overCount_ = 0;

  CardState card_ = CardState::MISSING;
  int64_t retryAt_ = 0;
  bool missingTold_ = false;
  /** It was there, and did not work; nothing has worked since. */
  bool doubted_ = false;

  /** The card was full; nothing is written until then. */
  bool full_ = false;
  int64_t fullUntil_ = 0;
  bool fullTold_ = false;
  bool makingRoom_ = false;

  /** The lowest place that was given since the start; 0: none. */
  uint32_t ownFrom_ = 0;

  /** Which start of the board this is. */
  uint32_t start_ = 0;
  /** The relay's time at the clock's 0; 0: not known. */
  uint64_t unixAtZero_ = 0;
};

}  // namespace camrelay
