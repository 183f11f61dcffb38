#pragma once

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

/**
 * Small values that outlive the board's power: NVS. May be called by any task; each key has one
 * owner. A key has at most 15 characters.
 */
class Memory {
 public:
  virtual ~Memory() = default;

  /**
   * Reads a value.
   *
   * @return its bytes; 0 where there is none, or where it is larger than the room
   */
  virtual size_t get(const char* key, void* into, size_t room) = 0;

  /** Writes a value; it is durable when this returns true. */
  virtual bool put(const char* key, const void* value, size_t size) = 0;
};

/**
 * The SD card. Paths begin with "/". One file is open for writing and one for reading at a time: a
 * photo is kept while an older one is sent. Belongs to the network task. After a call that fails
 * the card may be gone: present() says so.
 */
class Card {
 public:
  /** What list() calls for each file. */
  class Visitor {
   public:
    virtual ~Visitor() = default;
    /** @return false to see no more */
    virtual bool visit(const char* name, uint32_t size) = 0;
  };

  virtual ~Card() = default;

  /** Looks for a card, and makes its folders usable. Also to try again later. */
  virtual bool begin() = 0;

  virtual bool present() = 0;

  /** Bytes that are free; 0 where there is no card. */
  virtual uint64_t freeBytes() = 0;

  /** Makes a folder; true also where it was there. */
  virtual bool makeFolder(const char* path) = 0;

  /** Opens a new file, in place of an old one, for append(). One still being written is closed. */
  virtual bool create(const char* path) = 0;

  /** Writes behind what was written. False: the card is full or gone, nothing may be counted on. */
  virtual bool append(const uint8_t* bytes, size_t size) = 0;

  /** Closes the file that is written, if any; true if all that was appended is on the card. */
  virtual bool close() = 0;

  /** Opens a file for read(). One that was open for it is closed. */
  virtual bool open(const char* path, uint32_t* size) = 0;

  /** Reads from a place of the file opened for it; true if all of it was read. */
  virtual bool read(uint32_t offset, uint8_t* into, size_t size) = 0;

  /** Closes the file that is read, if any. A file is neither removed nor renamed while it is open.
   */
  virtual void shut() = 0;

  virtual bool exists(const char* path) = 0;
  virtual bool remove(const char* path) = 0;
  /** False also where the new name is taken. */
  virtual bool rename(const char* from, const char* to) = 0;

  /** Visits the files of a folder, in no order. False if there is none. */
  virtual bool list(const char* path, Visitor* visitor) = 0;
};

}  // namespace camrelay
