#pragma once

#include <atomic>

#include "Board.h"
#include "Ring.h"
#include "Slot.h"

namespace camrelay {

/**
 * The outbox in memory: a fixed number of slots, reserved once, through which captures go from the
 * loop task to the network task in the order in which they were taken. Further questions have slots
 * of their own, so that none costs a picture's room.
 *
 * <pre>
 *   loop task      reserve ─► fill ─► handOver ┐ ring of slot numbers, one writer, one reader
 *   network task                               └► next ─► … ─► free
 * </pre>
 */
class Slots {
 public:
  /** Photos that can wait in memory. */
  static constexpr uint8_t MAX = 16;

  /** Further questions that can wait in memory. */
  static constexpr uint8_t QUESTIONS = 4;

  /** All slots there can be. */
  static constexpr uint8_t ALL = MAX + QUESTIONS;

  Slots();

  /**
   * Reserves the memory; at set-up, by the task that makes the others.
   *
   * @param count 1 to MAX photos
   * @param bytes of the largest photo
   * @return false where the board has not even the room for one photo. There may be fewer than were
   *     asked for: count() tells
   */
  bool begin(Board& board, uint8_t count, uint32_t bytes);

  /** Slots for photos that there are. */
  uint8_t count() const { return photos_; }

  // The loop task's side.

  /** A free slot for a photo, empty; null: all are in use, the press is to be dropped. */
  Slot* reserve();

  /** A free slot for a further question, empty; null: all are in use. */
  Slot* reserveQuestion();

  /** There was no frame to put into the slot. */
  void giveBack(Slot* slot) { free(slot); }

  /** The slot is the network task's now. Its shot, but for frame and question, is filled in. */
  void handOver(Slot* slot);

  /** A press had no slot. */
  void drop() { dropped_.fetch_add(1, std::memory_order_relaxed); }

  // The network task's side.

  /** The slot that was handed over first, of those not yet taken; null: there is none. */
  Slot* next();

  /** The slot's capture is over, or on the card. */
  void free(Slot* slot);

  // Either side.

  /** Presses that were dropped since the board started. */
  uint32_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

  /** Slots for photos that are free now. */
  uint8_t unused() const;

 private:
  Slot* reserve(uint8_t from, uint8_t to);
  uint8_t place(const Slot* slot) const;

  /** Photos' slots first, then questions'; null where the board has no room for it. */
  Slot* slots_[ALL];
  uint8_t photos_ = 0;

  /** Set by the loop task when it reserves, cleared by whoever owns the slot. */
  std::atomic<bool> used_[ALL];

  /** Slots on their way; there is room for all of them. */
  static constexpr uint8_t ON_THEIR_WAY = 32;
  Slot* onTheirWay_[ON_THEIR_WAY];
  Ring<Slot*> ring_;

  std::atomic<uint32_t> dropped_;
};

}  // namespace camrelay
