#include "Uploads.h"

#include <string.h>

#include "MessageWriter.h"
#include "Orders.h"

namespace camrelay {

Uploads::Uploads(uint64_t epoch, KnownEnds& known, SessionListener& listener)
    : epoch_(epoch),
      known_(known),
      listener_(listener),
      count_(0),
      awaitedCount_(0),
      bound_(),
      nextHandle_(1) {}

bool Uploads::before(const CaptureId& one, const CaptureId& other) const {
  if (one.epoch != other.epoch) {
    return other.epoch == epoch_ || (one.epoch != epoch_ && one.epoch < other.epoch);
  }
  return one.number < other.number;
}

bool Uploads::add(const Shot& shot) {
  if (count_ == MAX || inHand(shot.id)) {
    return false;
  }
  for (uint8_t i = 0; i < awaitedCount_; i++) {
    if (awaited_[i].id == shot.id) {
      removeAwaited(i);
      break;
    }
  }
  uint8_t place = count_;
  while (place > 0 && before(shot.id, uploads_[place - 1].id())) {
    uploads_[place] = uploads_[place - 1];
    place--;
  }
  uploads_[place] = Upload(shot);
  count_++;
  return true;
}

size_t Uploads::next(const Agreed& agreed, const FlightRecord& flight, uint8_t* into, int64_t now) {
  Message message;
  if (sayCancel(&message)) {
    return MessageWriter::write(message, into, Upload::LARGEST);
  }
  for (;;) {
    const uint8_t before = count_;
    size_t size = 0;
    Upload* due = dueToBegin(agreed, now);
    Upload* onItsWay = sending();
    if (due != nullptr) {
      size = begin(due, agreed, flight, into, now);
    } else if (onItsWay != nullptr) {
      size = piece(onItsWay, into, now);
    }
    if (size > 0 || count_ == before) {
      return size;  // else one could not be sent, and it is the next one's turn
    }
  }
}

Upload* Uploads::sending() {
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].state() == Upload::State::SENDING) {
      return &uploads_[i];
    }
  }
  return nullptr;
}

bool Uploads::working() const {
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].state() == Upload::State::SENDING) {
      return true;
    }
  }
  return false;
}

int64_t Uploads::wakeAt(int64_t now) const {
  int64_t earliest = Orders::NEVER;
  for (uint8_t i = 0; i < count_; i++) {
    const Upload& upload = uploads_[i];
    if (upload.state() == Upload::State::WAITING && upload.notBefore() > now &&
        upload.notBefore() < earliest) {
      earliest = upload.notBefore();
    }
  }
  return earliest;
}

const CaptureId* Uploads::capture(uint32_t handle) const {
  const Bound& bound = bound_[handle % HANDLES];
  if (handle != 0 && bound.handle == handle) {
    return &bound.id;
  }
  for (uint8_t i = 0; handle != 0 && i < count_; i++) {
    if (uploads_[i].handle() == handle) {
      return &uploads_[i].id();
    }
  }
  for (uint8_t i = 0; handle != 0 && i < awaitedCount_; i++) {
    if (awaited_[i].handle == handle) {
      return &awaited_[i].id;
    }
  }
  return nullptr;
}

void Uploads::cancel(const CaptureId& capture) {
  Upload* upload = find(capture);
  if (upload != nullptr) {
    upload->cancel();
    return;
  }
  for (uint8_t i = 0; i < awaitedCount_; i++) {
    if (awaited_[i].id == capture) {
      awaited_[i].cancelled = true;
    }
  }
}

const char* Uploads::accepted(uint32_t handle, const CaptureAccept& message) {
  Upload* upload = unfinished(handle);
  if (upload == nullptr) {
    return nullptr;
  }
  if (!upload->accept(message.offset)) {
    return "CAPTURE_ACCEPT beyond the frame's end";
  }
  listener_.accepted(upload->id(), message.offset);
  return nullptr;
}

void Uploads::progress(uint32_t handle, const CaptureProgress& message) {
  Upload* upload = unfinished(handle);
  if (upload != nullptr) {
    listener_.progress(upload->id(), message.received, upload->shot().size);
  }
}

void Uploads::stored(uint32_t handle, int64_t now) {
  Upload* upload = unfinished(handle);
  if (upload == nullptr) {
    return;
  }
  const CaptureId id = upload->id();
  uint32_t millis = upload->ageMillis(now);
  await(*upload);
  remove(upload);
  listener_.stored(id, millis);
}

void Uploads::deferred(uint32_t handle, const Deferred& message, int64_t now) {
  Upload* upload = unfinished(handle);
  if (upload == nullptr) {
    return;
  }
  uint32_t wait = message.retryAfterMillis < LEAST_DEFERRAL_MILLIS
                      ? static_cast<uint32_t>(LEAST_DEFERRAL_MILLIS)
                      : message.retryAfterMillis;
  upload->deferUntil(now + wait);
  listener_.deferred(upload->id(), message, wait);
}

void Uploads::ended(const CaptureId& capture) {
  Upload* upload = find(capture);
  if (upload != nullptr) {
    remove(upload);
  }
  for (uint8_t i = 0; i < awaitedCount_; i++) {
    if (awaited_[i].id == capture) {
      removeAwaited(i);
      break;
    }
  }
}

void Uploads::release(uint32_t handle) {
  Bound& bound = bound_[handle % HANDLES];
  if (bound.handle == handle) {
    bound.handle = 0;
  }
}

void Uploads::unlink() {
  for (uint8_t i = 0; i < count_; i++) {
    uploads_[i].unlink();
  }
  for (uint8_t i = 0; i < awaitedCount_; i++) {
    awaited_[i].handle = 0;
    awaited_[i].cancelSent = false;
  }
  for (uint8_t i = 0; i < HANDLES; i++) {
    bound_[i].handle = 0;
  }
  nextHandle_ = 1;
}

Upload* Uploads::find(const CaptureId& capture) {
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].id() == capture) {
      return &uploads_[i];
    }
  }
  return nullptr;
}

Upload* Uploads::unfinished(uint32_t handle) {
  for (uint8_t i = 0; handle != 0 && i < count_; i++) {
    if (uploads_[i].handle() == handle && uploads_[i].unfinished()) {
      return &uploads_[i];
    }
  }
  return nullptr;
}

bool Uploads::inHand(const CaptureId& capture) const {
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].id() == capture) {
      return true;
    }
  }
  return false;
}

Upload* Uploads::dueToBegin(const Agreed& agreed, int64_t now) {
  if (nextHandle_ == Limits::RELAY_HANDLES) {
    return nullptr;
  }
  uint8_t unfinished = 0;
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].unfinished()) {
      unfinished++;
      if (uploads_[i].state() != Upload::State::SENT) {
        return nullptr;  // one frame after the other
      }
    }
  }
  if (unfinished >= agreed.maxInFlight) {
    return nullptr;
  }
  for (uint8_t i = 0; i < count_; i++) {
    Upload& upload = uploads_[i];
    if (upload.state() == Upload::State::WAITING && upload.notBefore() <= now &&
        !waitsForParent(upload)) {
      return &upload;
    }
  }
  return nullptr;
}

bool Uploads::waitsForParent(const Upload& upload) const {
  const CaptureId& parent = upload.shot().parent;
  // A parent is older. What claims otherwise is not waited for: it could wait in turn.
  return upload.shot().frame == nullptr && inHand(parent) && before(parent, upload.id());
}

size_t Uploads::begin(Upload* upload, const Agreed& agreed, const FlightRecord& flight,
                      uint8_t* into, int64_t now) {
  release(upload->handle());
  Message message;
  upload->begin(nextHandle_, agreed.maxFrame, flight, now, &message);
  size_t size = MessageWriter::write(message, into, Upload::LARGEST);
  if (size == 0) {
    drop(upload);  // its question is too long, or no UTF-8
    return 0;
  }
  bound_[nextHandle_ % HANDLES] = Bound{nextHandle_, upload->id()};
  nextHandle_++;
  listener_.begun(upload->shot());
  return size;
}

size_t Uploads::piece(Upload* upload, uint8_t* into, int64_t now) {
  size_t size = 0;
  switch (upload->piece(into, &size)) {
    case Upload::Piece::WRITTEN:
      if (upload->state() == Upload::State::SENT) {
        listener_.sent(upload->id(), static_cast<uint32_t>(now - upload->begunAt()));
      }
      return size;
    case Upload::Piece::SKIPPED:
      return 0;
    case Upload::Piece::UNREADABLE:
      break;
  }
  Message message;
  upload->sayCancel(&message);
  return drop(upload) ? MessageWriter::write(message, into, Upload::LARGEST) : 0;
}

bool Uploads::drop(const Upload* upload) {
  const CaptureId id = upload->id();
  const uint32_t handle = upload->handle();
  remove(upload);
  if (listener_.unreadable(id)) {
    known_.add(id);
    return true;
  }
  release(handle);
  return false;
}

bool Uploads::sayCancel(Message* message) {
  for (uint8_t i = 0; i < count_; i++) {
    if (uploads_[i].cancelDue()) {
      uploads_[i].sayCancel(message);
      return true;
    }
  }
  for (uint8_t i = 0; i < awaitedCount_; i++) {
    Awaited& awaited = awaited_[i];
    if (awaited.cancelled && !awaited.cancelSent && awaited.handle != 0) {
      awaited.cancelSent = true;
      message->type = MessageType::CAPTURE_CANCEL;
      message->handle = awaited.handle;
      return true;
    }
  }
  return false;
}

void Uploads::await(const Upload& upload) {
  if (awaitedCount_ == AWAITING) {
    removeAwaited(0);
  }
  awaited_[awaitedCount_++] =
      Awaited{upload.id(), upload.handle(), upload.cancelled(), upload.cancelSent()};
}

void Uploads::removeAwaited(uint8_t index) {
  awaitedCount_--;
  for (uint8_t i = index; i < awaitedCount_; i++) {
    awaited_[i] = awaited_[i + 1];
  }
}

void Uploads::remove(const Upload* upload) {
  count_--;
  for (uint8_t i = static_cast<uint8_t>(upload - uploads_); i < count_; i++) {
    uploads_[i] = uploads_[i + 1];
  }
}

}  // namespace camrelay
