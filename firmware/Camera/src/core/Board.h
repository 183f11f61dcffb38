#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Words.h"

namespace camrelay {

/**
 * The odds and ends of a board: its memory, and what explains a failure afterwards. May be asked by
 * any task.
 */
class Board {
 public:
  virtual ~Board() = default;

  /** Bytes of internal memory that are free. */
  virtual uint32_t freeHeap() = 0;

  /** Bytes of the largest free internal block; without PSRAM a TLS session needs two of 17 000. */
  virtual uint32_t largestBlock() = 0;

  /** Bytes of PSRAM that are free; 0 where there is none. */
  virtual uint32_t freePsram() = 0;

  /** Why the board last started. */
  virtual ResetReason resetReason() = 0;

  /**
   * Memory for as long as the board runs, from PSRAM where there is some. For set-up alone.
   *
   * @return null where there is not so much
   */
  virtual void* reserve(size_t bytes) = 0;

  /** The board's name, 0-ended, at most 64 bytes. */
  virtual const char* name() = 0;

  /** Starts the board anew; does not return. */
  virtual void restart() = 0;
};

}  // namespace camrelay
