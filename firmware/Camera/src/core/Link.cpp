#include "Link.h"

namespace camrelay {

Link::Link(Session& session, Transport& transport, Clock& clock, SessionListener& listener,
           uint8_t* readBuffer)
    : session_(session),
      transport_(transport),
      clock_(clock),
      listener_(listener),
      reader_(Sender::RELAY, readBuffer),
      up_(false),
      network_(LinkFault::NONE),
      told_(LinkFault::NONE),
      tellAt_(0),
      moved_(false),
      next_(in_),
      unread_(0),
      outSize_(0),
      written_(0) {}

uint32_t Link::step() {
  int64_t now = clock_.millis();
  session_.elapse(now);
  if (session_.takeReboot(now)) {
    if (up_) {
      hangUp("the camera restarts, as the relay's operator wanted", LinkFault::NONE);
    }
    listener_.reboot();
    return 0;
  }
  LinkFault fault = transport_.network();
  if (fault != LinkFault::NONE) {
    return withoutNetwork(fault, now);
  }
  if (network_ != LinkFault::NONE) {
    network_ = LinkFault::NONE;
    session_.networkBack();
  }
  return up_ ? converse() : connect(now);
}

uint32_t Link::withoutNetwork(LinkFault fault, int64_t now) {
  if (up_) {
    hangUp(nullptr, fault);
    told_ = fault;
    tellAt_ = now + NETWORK_REMINDER;
  } else if (network_ == LinkFault::NONE) {
    told_ = LinkFault::NONE;
    tellAt_ = now + NETWORK_PATIENCE;
  }
  network_ = fault;
  bool news = fault != LinkFault::WIFI_JOINING && fault != told_;
  if (news || now >= tellAt_) {
    told_ = fault;
    tellAt_ = now + NETWORK_REMINDER;
    listener_.linkLost(nullptr, fault, 0, 0);
  }
  return IDLE_MILLIS;
}

uint32_t Link::connect(int64_t now) {
  if (now < session_.connectAt()) {
    int64_t wait = session_.connectAt() - now;
    return wait < IDLE_MILLIS ? static_cast<uint32_t>(wait) : IDLE_MILLIS;
  }
  session_.connecting();
  Transport::Opened opened = transport_.open();
  int64_t after = clock_.millis();
  if (opened.fault != LinkFault::NONE) {
    session_.disconnected(nullptr, opened.fault, opened.number, after);
    return IDLE_MILLIS;
  }
  up_ = true;
  reader_.reset();
  unread_ = 0;
  outSize_ = 0;
  written_ = 0;
  session_.secured(opened.connectMillis, opened.handshakeMillis, after);
  return 0;
}

uint32_t Link::converse() {
  moved_ = false;
  uint8_t writes = 0;
  uint8_t messages = 0;
  listen();
  while (up_ && messages < MESSAGES_A_TURN && writes < WRITES_A_TURN && speak(&writes)) {
    messages++;
    listen();
  }
  int64_t now = clock_.millis();
  if (up_ && session_.parting(now) != nullptr) {
    hangUp(nullptr, LinkFault::NONE);
  }
  if (!up_ || moved_ || written_ < outSize_) {
    return 0;
  }
  int64_t wait = session_.wakeAt(now) - now;
  return wait < IDLE_MILLIS ? static_cast<uint32_t>(wait < 0 ? 0 : wait) : IDLE_MILLIS;
}

void Link::listen() {
  for (uint8_t i = 0; i < READS_A_TURN && up_; i++) {
    understand();
    if (unread_ > 0) {
      // Its own choice: the relay cannot be heard, and is not silent.
      session_.heard(clock_.millis());
      return;
    }
    int32_t size = transport_.read(in_, sizeof(in_));
    if (size < 0) {
      hangUp(nullptr, LinkFault::CONNECTION_LOST);
    }
    if (size <= 0) {
      return;
    }
    moved_ = true;
    session_.heard(clock_.millis());
    next_ = in_;
    unread_ = static_cast<size_t>(size);
  }
  understand();
}

void Link::understand() {
  int64_t now = clock_.millis();
  Message message;
  while (unread_ > 0 && session_.hears()) {
    if (session_.parting(now) != nullptr) {
      unread_ = 0;  // nothing that follows the last word counts
      return;
    }
    switch (reader_.read(&next_, &unread_, &message)) {
      case MessageReader::Result::MORE:
        break;
      case MessageReader::Result::MESSAGE:
        session_.received(message, now);
        break;
      case MessageReader::Result::VIOLATION:
        session_.misbehaved(reader_.violation().detail);
        break;
    }
  }
}

bool Link::speak(uint8_t* writes) {
  if (written_ == outSize_) {
    written_ = 0;
    outSize_ = session_.next(out_, clock_.millis());
    if (outSize_ == 0) {
      return false;
    }
  }
  while (written_ < outSize_ && *writes < WRITES_A_TURN) {
    size_t size = transport_.write(out_ + written_, outSize_ - written_);
    (*writes)++;
    if (size == 0) {
      hangUp(nullptr, LinkFault::CONNECTION_LOST);
      return false;
    }
    moved_ = true;
    written_ += size;
    if (written_ < outSize_) {
      session_.stalled();
    }
  }
  return true;
}

void Link::hangUp(const char* cause, LinkFault fault) {
  up_ = false;
  outSize_ = 0;
  written_ = 0;
  unread_ = 0;
  transport_.close();
  session_.disconnected(cause, fault, 0, clock_.millis());
}

}  // namespace camrelay
