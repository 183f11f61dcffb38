#pragma once

#include <stddef.h>
#include <stdint.h>

#include "CaptureRecord.h"
#include "Crc32.h"
#include "LowestPlaces.h"
#include "Storage.h"

namespace camrelay {

/**
 * The files on the card, and each change of them in small steps of at most one 4096-byte read or
 * write. A capture has a place: a number that no other one on the card has, and that is higher than
 * all before it. Normally it is the capture's own number.
 *
 * <pre>
 *   /pictures/00000012.jpg   a photo that is whole
 *   /pictures/00000012.new   a photo that is being written
 *   /outbox/00000012.cap     the record of a capture that the relay has not got yet
 *   /outbox/00000012.new     a record that is being written
 *   /outbox/00000012.bad     a record that was set aside
 * </pre>
 *
 * A photo is written and closed, then its record is written, closed and named, then the photo is
 * named. So whenever the power is cut, look() finds either all of a capture, or that it was lost.
 * Other files in these folders are left alone. Belongs to the network task.
 */
class Album {
 public:
  /** Bytes of the largest read or write. */
  static constexpr uint32_t PIECE = 4096;

  /** A write has failed for lack of room if less than this is free beyond what was to come. */
  static constexpr uint32_t SPARE = 64 * 1024;

  static constexpr size_t MAX_PATH = 32;

  /** How a step went. */
  enum class Step : uint8_t {
    /** There are more steps. */
    MORE,
    DONE,
    /** The card is full, or nothing on it may go. */
    FULL,
    /** What was read is not what was written, or there is no such file. */
    WRONG,
    /** The card is gone or does not work. */
    FAILED,
  };

  /** Who knows what is in memory, and hears what is gone. */
  class Finder {
   public:
    virtual ~Finder() = default;
    /** True if this capture is in memory: its files are its own affair. */
    virtual bool holds(uint32_t place) = 0;
    /** The power was cut while this photo was written, before it had a record. */
    virtual void tornPhoto(uint32_t place) = 0;
    /** This record is not whole, or its photo is not. It is set aside. */
    virtual void tornRecord(uint32_t place) = 0;
  };

  /** @param keep photos that may stay beside those that wait for the relay */
  Album(Card& card, Finder& finder, uint32_t keep);

  /** Looks for a card, and makes the folders. */
  bool begin();

  /** The card is gone: lets go of its files. */
  void abandon();

  /**
   * Looks through the card after begin(), and puts right what a power cut has left; to be called
   * until it is not MORE.
   *
   * @param records gets the places with a record that the finder does not hold
   */
  Step look(LowestPlaces* records);

  /** Lists the records that the finder does not hold, in one go. */
  Step listRecords(LowestPlaces* records);

  /** A new place for the capture with this number; 0: the card's names are used up. */
  uint32_t place(uint32_t number);

  /** Writes a photo; to be called again with the same until it is not MORE. */
  Step writePhoto(uint32_t place, const uint8_t* bytes, uint32_t size);

  /** Writes a record and names it; likewise. */
  Step writeRecord(uint32_t place, const CaptureRecord& record);

  /** Gives a photo that is written its name. */
  Step namePhoto(uint32_t place);

  /** Removes what is not named yet. */
  void discard(uint32_t place);

  /** Reads a record; its question is good until the album's next call. */
  Step readRecord(uint32_t place, CaptureRecord* record);

  /** Reads a photo back, to see whether it is what was taken; to be called until it is not MORE. */
  Step check(uint32_t place, uint32_t size, uint32_t crc);

  /** Reads a part of a photo of this size. */
  bool read(uint32_t place, uint32_t size, uint32_t offset, uint8_t* into, uint32_t length);

  /** The relay has the capture, or it has ended. DONE also where there was no record. */
  Step removeRecord(uint32_t place);

  /** The record is of no use; the photo stays. */
  Step setAside(uint32_t place);

  /** Removes a photo that waits no longer, where none is to be kept. */
  Step removePhoto(uint32_t place);

  /** True while there are more photos than may stay, since a new one has come. */
  bool crowded() const;

  /**
   * Removes the oldest photo that does not wait.
   *
   * @return DONE: one is gone; FULL: there is none that may go
   */
  Step removeOldest();

  bool hasPhoto(uint32_t place);

  /** Whole photos on the card. */
  uint32_t photos() const { return photos_; }
  /** Whether photos are kept that the relay has. */
  bool keeps() const { return keep_ > 0; }
  bool present() { return card_.present(); }

  /** Where a photo lies; 0-ended. */
  static void photoPath(uint32_t place, char (&path)[MAX_PATH]);

 private:
  /** What look() does next. */
  enum class Look : uint8_t { LIST_RECORDS, TORN_RECORDS, LIST_PHOTOS, TORN_PHOTOS, OVER };

  /** Where writeRecord() is. */
  enum class Writing : uint8_t { NOTHING, RECORD, CLOSED };

  class Folder;

  Step listPhotos(LowestPlaces* named, LowestPlaces* unnamed, uint32_t above);
  Step tornRecord(LowestPlaces* records);
  Step tornPhoto();
  bool wholeRecord(uint32_t place);
  bool wholePhoto(uint32_t place);
  Step readRecord(const char* path, CaptureRecord* record);
  Step openPhoto(uint32_t place, const char* path);
  Step trouble(uint32_t missing);
  Step broken();

  Card& card_;
  Finder& finder_;
  const uint32_t keep_;

  uint32_t photos_ = 0;
  uint32_t records_ = 0;
  /** The highest place that was ever seen on the card or given. */
  uint32_t highest_ = 0;

  Look look_ = Look::LIST_RECORDS;
  bool adopted_ = false;
  LowestPlaces torn_;

  /** A photo is open for writing. */
  bool photoOpen_ = false;
  uint32_t written_ = 0;
  Writing writing_ = Writing::NOTHING;

  /** The place of the photo that is open for reading; 0: none is. */
  uint32_t reading_ = 0;
  uint32_t readingSize_ = 0;

  /** The photo that check() reads; 0: none. */
  uint32_t checking_ = 0;
  uint32_t checked_ = 0;
  Crc32 crc_;

  /** The oldest photos, as removeOldest() goes through them. */
  LowestPlaces oldest_;
  uint32_t passed_ = 0;
  /** They were listed from the lowest on, and none was removed since. */
  bool fresh_ = false;
  /** A photo has come, so that others may have to go. */
  bool grown_ = false;

  /** What is read, and records. */
  uint8_t buffer_[PIECE];
};

}  // namespace camrelay
