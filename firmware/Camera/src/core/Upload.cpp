#include "Upload.h"

#include "MessageWriter.h"

namespace camrelay {

namespace {

/** Header and offset of a CAPTURE_DATA. */
constexpr uint32_t DATA_HEAD = Limits::HEADER + 4;

static_assert(DATA_HEAD + Upload::PIECE == Upload::LARGEST, "a piece fills the largest message");

uint32_t lesser(uint32_t one, uint32_t other) { return one < other ? one : other; }

/** Writes what stands before a piece whose bytes lie in their place already. */
size_t writeDataHead(uint32_t handle, uint32_t offset, uint32_t size, uint8_t* into) {
  Message message;
  message.type = MessageType::CAPTURE_DATA;
  message.handle = handle;
  message.captureData = CaptureData{offset, Bytes{into + DATA_HEAD, 0}};
  if (MessageWriter::write(message, into, DATA_HEAD) == 0) {
    return 0;
  }
  uint32_t length = size + DATA_HEAD - Limits::HEADER;
  into[2] = static_cast<uint8_t>(length >> 8);
  into[3] = static_cast<uint8_t>(length);
  return DATA_HEAD + size;
}

}  // namespace

Upload::Upload(const Shot& shot)
    : shot_(shot),
      state_(State::WAITING),
      handle_(0),
      offset_(0),
      checked_(0),
      accepted_(false),
      cancelled_(false),
      cancelSent_(false),
      tried_(!shot.takenAtKnown || shot.takenAt < 0),
      notBefore_(INT64_MIN),
      begunAt_(0) {}

uint32_t Upload::ageMillis(int64_t now) const {
  if (!shot_.takenAtKnown) {
    return Limits::UNKNOWN;
  }
  int64_t age = now - shot_.takenAt;
  if (age < 0) {
    return 0;
  }
  return age < Limits::UNKNOWN ? static_cast<uint32_t>(age) : Limits::UNKNOWN;
}

void Upload::begin(uint32_t handle, uint32_t maxFrame, const FlightRecord& flight, int64_t now,
                   Message* message) {
  handle_ = handle;
  offset_ = 0;
  checked_ = 0;
  crc_.reset();
  accepted_ = false;
  cancelSent_ = false;
  begunAt_ = now;
  message->handle = handle;
  if (shot_.frame == nullptr) {
    state_ = State::SENT;
    message->type = MessageType::ASK;
    message->ask = Ask{shot_.id, shot_.parent, shot_.question};
    return;
  }
  state_ = tried_ || shot_.size > maxFrame ? State::BEGUN : State::SENDING;
  message->type = MessageType::CAPTURE_BEGIN;
  message->captureBegin = CaptureBegin{shot_.id,    shot_.size,    shot_.crc,     ageMillis(now),
                                       shot_.width, shot_.height,  shot_.trigger, 0,
                                       1,           shot_.urgency, flight,        shot_.question};
}

Upload::Piece Upload::piece(uint8_t* into, size_t* written) {
  if (checked_ < offset_) {
    uint32_t size = lesser(offset_ - checked_, static_cast<uint32_t>(LARGEST));
    if (!shot_.frame->read(checked_, into, size)) {
      return Piece::UNREADABLE;
    }
    crc_.add(into, size);
    checked_ += size;
    return Piece::SKIPPED;
  }
  if (offset_ == shot_.size) {
    state_ = State::SENT;
    Message message;
    message.type = MessageType::CAPTURE_END;
    message.handle = handle_;
    message.captureEnd = CaptureEnd{crc_.value()};
    *written = MessageWriter::write(message, into, LARGEST);
    return Piece::WRITTEN;
  }
  uint32_t size = lesser(shot_.size - offset_, static_cast<uint32_t>(PIECE));
  if (!shot_.frame->read(offset_, into + DATA_HEAD, size)) {
    return Piece::UNREADABLE;
  }
  crc_.add(into + DATA_HEAD, size);
  *written = writeDataHead(handle_, offset_, size, into);
  offset_ += size;
  checked_ = offset_;
  tried_ = true;
  return Piece::WRITTEN;
}

void Upload::sayCancel(Message* message) {
  cancelSent_ = true;
  state_ = State::SENT;
  message->type = MessageType::CAPTURE_CANCEL;
  message->handle = handle_;
}

bool Upload::accept(uint32_t from) {
  if (cancelSent_ || shot_.frame == nullptr) {
    return true;
  }
  if (from > shot_.size) {
    return false;
  }
  bool first = !accepted_;
  accepted_ = true;
  if (first && (state_ == State::SENT || (state_ == State::SENDING && from <= offset_))) {
    return true;  // what was sent without waiting need not be sent again
  }
  if (from < checked_) {
    crc_.reset();
    checked_ = 0;
  }
  offset_ = from;
  state_ = State::SENDING;
  return true;
}

}  // namespace camrelay
