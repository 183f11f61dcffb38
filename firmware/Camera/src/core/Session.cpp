#include "Session.h"

#include "MessageWriter.h"

namespace camrelay {

namespace {

/** A view of a string that may be null. */
Text textOrNone(const char* string) { return string == nullptr ? Text{"", 0} : text(string); }

/** Without a network there is nothing to wait for but the network, see networkBack(). */
bool ofNetwork(LinkFault fault) {
  return fault != LinkFault::NONE && fault < LinkFault::RELAY_NOT_SET;
}

constexpr FlightRecord NOTHING_KNOWN = {
    Limits::UNKNOWN,     Limits::UNKNOWN, Limits::UNKNOWN, Limits::UNKNOWN,
    Limits::UNKNOWN,     Limits::UNKNOWN, Limits::UNKNOWN, 0,
    ResetReason::UNKNOWN};

}  // namespace

Session::Session(const SessionSettings& settings, Clock& clock, SessionListener& listener)
    : settings_(settings),
      listener_(listener),
      backoff_(clock),
      ends_(settings.epoch),
      uploads_(settings.epoch, ends_, listener),
      inbox_(uploads_, ends_, listener),
      orders_(listener),
      link_(LinkState::DOWN),
      agreed_(),
      parted_(false),
      parting_(),
      tokensSwapped_(false),
      pongFirst_(0),
      pongCount_(0),
      nonce_(0),
      logFirst_(0),
      logCount_(0),
      flight_(NOTHING_KNOWN),
      connectMillis_(Limits::UNKNOWN),
      handshakeMillis_(Limits::UNKNOWN),
      writeStalls_(0),
      queued_(0),
      dropped_(0),
      safe_(true),
      statusAt_(Orders::NEVER),
      attempt_(0),
      welcomeBy_(0),
      connectAt_(0),
      namedAt_(0) {
  token_.set(textOrNone(settings.token));
  otherToken_.set(textOrNone(settings.otherToken));
}

// For the camera.

void Session::log(LogLevel level, const Text& text, uint32_t uptimeMillis) {
  if (logCount_ == LOG_LINES) {
    return;
  }
  Line& line = lines_[(logFirst_ + logCount_) % LOG_LINES];
  line.level = level;
  line.uptimeMillis = uptimeMillis;
  line.text.set(text);
  logCount_++;
}

void Session::vitals(const FlightRecord& flight) {
  flight_ = flight;
  if (flight.rssi > 0 || flight.rssi < FlightRecord::MIN_RSSI) {
    flight_.rssi = 0;  // what is out of bounds would cost the message that it rides on
  }
}

void Session::counts(uint16_t queued, uint32_t dropped) {
  queued_ = queued;
  dropped_ = dropped;
}

void Session::reconnect() {
  if (link_ == LinkState::DOWN) {
    connectAt_ = namedAt_;
  } else if (!parted_) {
    part("a new connection is wanted", 0, false, true);
  }
}

void Session::elsewhere() {
  namedAt_ = 0;
  reconnect();
}

FlightRecord Session::flight() const {
  FlightRecord flight = flight_;
  flight.connectMillis = connectMillis_;
  flight.handshakeMillis = handshakeMillis_;
  flight.writeStalls = writeStalls_;
  return flight;
}

// For the link.

void Session::networkBack() { connectAt_ = namedAt_; }

void Session::connecting() {
  attempt_++;
  listener_.connecting(attempt_);
}

void Session::secured(uint32_t connectMillis, uint32_t handshakeMillis, int64_t now) {
  connectMillis_ = connectMillis;
  handshakeMillis_ = handshakeMillis;
  writeStalls_ = 0;
  link_ = LinkState::SECURED;
  welcomeBy_ = now + WELCOME_PATIENCE;
  liveness_.begin(settings_.heartbeatSeconds, now);
  listener_.secured(connectMillis, handshakeMillis);
}

const Parting* Session::parting(int64_t now) {
  if (!parted_ && link_ != LinkState::DOWN && liveness_.silent(now)) {
    part("nothing was heard from the relay for too long", 0, false, false);
  }
  const bool greeting = link_ == LinkState::SECURED || link_ == LinkState::GREETED;
  if (!parted_ && greeting && now >= welcomeBy_) {
    part("the relay has not answered for too long", 0, false, false);
  }
  return parted_ ? &parting_ : nullptr;
}

bool Session::takeReboot(int64_t now) {
  bool quiet = uploads_.count() == 0 && inbox_.quiet();
  return orders_.takeReboot(quiet, safe_, now);
}

int64_t Session::wakeAt(int64_t now) const {
  if (link_ == LinkState::DOWN) {
    return connectAt_;
  }
  if (link_ != LinkState::OPEN) {
    return liveness_.silentAt() < welcomeBy_ ? liveness_.silentAt() : welcomeBy_;
  }
  if (uploads_.working()) {
    return now;
  }
  int64_t earliest = uploads_.wakeAt(now);
  const int64_t times[] = {liveness_.pingAt(), liveness_.silentAt(), statusAt_, orders_.photoAt()};
  for (int64_t time : times) {
    if (time > now && time < earliest) {
      earliest = time;
    }
  }
  return earliest;
}

size_t Session::next(uint8_t* into, int64_t now) {
  if (parting(now) != nullptr) {
    return 0;
  }
  switch (link_) {
    case LinkState::DOWN:
    case LinkState::GREETED:
      return 0;
    case LinkState::SECURED:
      link_ = LinkState::GREETED;
      return sayHello(into);
    case LinkState::OPEN:
      break;
  }
  return nextInSession(into, now);
}

size_t Session::sayHello(uint8_t* into) {
  Message message;
  message.type = MessageType::HELLO;
  message.handle = 0;
  message.hello = Hello{Limits::VERSION,
                        settings_.heartbeatSeconds,
                        settings_.answerBuffer,
                        settings_.charset,
                        settings_.abilities,
                        settings_.epoch,
                        textOrNone(settings_.device),
                        token_.view(),
                        textOrNone(settings_.firmware),
                        textOrNone(settings_.board)};
  size_t size = MessageWriter::write(message, into, LARGEST);
  if (size == 0) {
    part("the settings are out of bounds: device, token, heartbeat or labels", 0, true, false);
  }
  return size;
}

size_t Session::sayLogLine(uint8_t* into) {
  while (logCount_ > 0) {
    const Line& line = lines_[logFirst_];
    Message message;
    message.type = MessageType::LOG;
    message.handle = 0;
    message.log = LogLine{line.level, line.uptimeMillis, line.text.view()};
    logFirst_ = static_cast<uint8_t>((logFirst_ + 1) % LOG_LINES);
    logCount_--;
    size_t size = MessageWriter::write(message, into, LARGEST);
    if (size > 0) {
      return size;  // a line that is no UTF-8 is left out
    }
  }
  return 0;
}

/** Signs of life come before the ends, the ends before news, and news before frames. */
bool Session::urgent(Message* message, int64_t now) {
  message->handle = 0;
  if (pongCount_ > 0) {
    message->type = MessageType::PONG;
    message->pong = Pong{pongs_[pongFirst_]};
    pongFirst_ = static_cast<uint8_t>((pongFirst_ + 1) % PONGS);
    pongCount_--;
    return true;
  }
  if (liveness_.pingDue(now)) {
    liveness_.pinged();
    message->type = MessageType::PING;
    message->ping = Ping{++nonce_};
    return true;
  }
  if (inbox_.next(agreed_.answerBuffer, message)) {
    return true;
  }
  if (now >= statusAt_) {
    statusAt_ = now + settings_.statusEveryMillis;
    message->handle = 0;
    message->type = MessageType::STATUS;
    message->status = Status{flight(), queued_, dropped_};
    return true;
  }
  return false;
}

size_t Session::nextInSession(uint8_t* into, int64_t now) {
  Message message;
  if (urgent(&message, now)) {
    return MessageWriter::write(message, into, LARGEST);
  }
  size_t size = sayLogLine(into);
  return size > 0 ? size : uploads_.next(agreed_, flight(), into, now);
}

void Session::disconnected(const char* cause, LinkFault fault, int32_t number, int64_t now) {
  int64_t wait = 0;
  if (parted_ ? !parting_.atOnce : !ofNetwork(fault)) {
    wait = parted_ && parting_.rarely ? backoff_.longest() : backoff_.next();
  }
  if (parted_) {
    cause = parting_.cause;
    fault = LinkFault::NONE;
    number = 0;
    if (parting_.returnAfterMillis > 0) {
      int64_t named = backoff_.after(parting_.returnAfterMillis);
      namedAt_ = now + named;
      wait = wait < named ? named : wait;
    }
  }
  connectAt_ = now + wait;
  parted_ = false;
  link_ = LinkState::DOWN;
  statusAt_ = Orders::NEVER;
  pongCount_ = 0;
  uploads_.unlink();
  inbox_.unlink();
  uint32_t told = wait < Limits::UNKNOWN ? static_cast<uint32_t>(wait) : Limits::UNKNOWN;
  listener_.linkLost(cause, fault, number, told);
}

void Session::part(const char* cause, uint32_t returnAfterMillis, bool rarely, bool atOnce) {
  parted_ = true;
  parting_ = Parting{cause, returnAfterMillis, rarely, atOnce};
}

}  // namespace camrelay
