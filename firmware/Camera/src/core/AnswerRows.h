#pragma once

#include <stdint.h>

#include "LineRing.h"
#include "Message.h"
#include "TextFolder.h"

namespace camrelay {

/**
 * The answer that is under way, folded into rows that go into a LineRing as soon as they are full.
 * They stand a little to the right, so that no answer can pass for a line of the camera's own.
 */
class AnswerRows : private TextFolder::Rows {
 public:
  /** Bytes of the ring that answers leave to other lines. */
  static constexpr uint32_t RESERVED = 1024;

  explicit AnswerRows(LineRing& lines);

  /** An answer begins. @return true if this capture's answer had begun and not ended */
  bool begin(const CaptureId& capture);
  /** True if this capture's answer has begun and not ended. */
  bool has(const CaptureId& capture) const { return open_ && capture_ == capture; }
  void add(const Bytes& piece);
  /** The link is gone: what waits for the end of its row is given out, and the rest may follow. */
  void breakOff() { folder_.end(); }
  /** It is over, and all of it is given out. */
  void end();

  /** Bytes of answer that certainly fit into the ring, however many rows they make. */
  uint32_t room() const;

 private:
  void row(const Text& row) override;

  LineRing& lines_;
  TextFolder folder_;
  CaptureId capture_;
  bool open_;
};

}  // namespace camrelay
