#include "CaptureRecord.h"

#include "Crc32.h"
#include "PayloadReader.h"
#include "PayloadWriter.h"

namespace camrelay {

namespace {

/** "CAP" and the version of the layout. */
constexpr uint32_t MARK = 0x43415001;

constexpr size_t CRC_BYTES = 4;

}  // namespace

size_t CaptureRecord::write(uint8_t* into, size_t room) const {
  PayloadWriter out(into, room);
  out.u32(MARK);
  out.u64(id.epoch);
  out.u32(id.number);
  out.u32(size);
  out.u32(crc);
  out.u64(takenUnixMillis);
  out.u32(start);
  out.u64(static_cast<uint64_t>(takenAt));
  out.u16(width);
  out.u16(height);
  out.u8(static_cast<uint8_t>(trigger));
  out.u8(static_cast<uint8_t>(urgency));
  out.u64(parent.epoch);
  out.u32(parent.number);
  out.question(question);
  if (!out.good()) {
    return 0;
  }
  out.u32(Crc32::of(into, out.size()));
  return out.good() ? out.size() : 0;
}

bool CaptureRecord::read(const uint8_t* bytes, size_t total) {
  if (total <= CRC_BYTES) {
    return false;
  }
  const size_t body = total - CRC_BYTES;
  PayloadReader end(bytes + body, CRC_BYTES);
  if (end.u32("crc") != Crc32::of(bytes, body)) {
    return false;
  }
  PayloadReader in(bytes, body);
  if (in.u32("mark") != MARK) {
    return false;
  }
  id.epoch = in.u64("epoch");
  id.number = in.u32("number");
  size = in.u32("size");
  crc = in.u32("crc");
  takenUnixMillis = in.u64("time");
  start = in.u32("start");
  takenAt = static_cast<int64_t>(in.u64("clock"));
  width = in.u16("width");
  height = in.u16("height");
  trigger = triggerOf(in.u8("trigger"));
  urgency = urgencyOf(in.u8("urgency"));
  parent.epoch = in.u64("parent's epoch");
  parent.number = in.u32("parent's number");
  question = in.question();
  return in.problem() == nullptr && question.size <= Limits::MAX_QUESTION;
}

}  // namespace camrelay
