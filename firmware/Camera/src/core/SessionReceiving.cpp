// What a Session does with the relay's messages.

#include "Session.h"

namespace camrelay {

namespace {

/** After these, trying again will hardly help. */
bool hopeless(Code code) {
  return code == Code::UNAUTHORIZED || code == Code::REVOKED || code == Code::VERSION;
}

}  // namespace

void Session::received(const Message& message, int64_t now) {
  if (parted_) {
    return;
  }
  if (message.type == MessageType::WELCOME) {
    welcome(message.welcome, now);
  } else if (message.type == MessageType::REFUSED) {
    refused(message.refused);
  } else if (link_ == LinkState::OPEN) {
    receivedInSession(message, now);
  } else {
    misbehaved("a message before WELCOME");
  }
}

void Session::misbehaved(const char* detail) {
  if (!parted_) {
    part("the relay broke the protocol", 0, false, false);
    listener_.relayMisbehaved(detail);
  }
}

void Session::receivedInSession(const Message& message, int64_t now) {
  switch (message.type) {
    case MessageType::PING:
      keepPong(message.ping.nonce);
      break;
    case MessageType::PONG:
      break;  // it was heard, and that is all it is for
    case MessageType::CAPTURE_ACCEPT:
    case MessageType::CAPTURE_PROGRESS:
    case MessageType::CAPTURE_STORED:
    case MessageType::STAGE:
    case MessageType::DEFERRED:
      receivedOfUpload(message, now);
      break;
    case MessageType::ANSWER_BEGIN:
    case MessageType::ANSWER_TEXT:
    case MessageType::ANSWER_END:
    case MessageType::FAILED:
      receivedOfAnswer(message);
      break;
    case MessageType::PROFILE:
    case MessageType::CAPTURE_NOW:
    case MessageType::NOTICE:
    case MessageType::TOKEN:
    case MessageType::REBOOT:
      receivedOrder(message, now);
      break;
    case MessageType::GOODBYE:
      goodbye(message.goodbye);
      break;
    case MessageType::WELCOME:
    case MessageType::REFUSED:
    case MessageType::HELLO:
    case MessageType::CAPTURE_BEGIN:
    case MessageType::CAPTURE_DATA:
    case MessageType::CAPTURE_END:
    case MessageType::CAPTURE_CANCEL:
    case MessageType::ASK:
    case MessageType::ANSWER_ACK:
    case MessageType::STATUS:
    case MessageType::LOG:
      misbehaved("a message that only a device may send");
      break;
  }
}

void Session::receivedOfUpload(const Message& message, int64_t now) {
  if (message.type == MessageType::CAPTURE_ACCEPT) {
    judge(uploads_.accepted(message.handle, message.captureAccept));
  } else if (message.type == MessageType::CAPTURE_PROGRESS) {
    uploads_.progress(message.handle, message.captureProgress);
  } else if (message.type == MessageType::CAPTURE_STORED) {
    uploads_.stored(message.handle, now);
  } else if (message.type == MessageType::DEFERRED) {
    uploads_.deferred(message.handle, message.deferred, now);
  } else {
    stage(message.handle, message.stage);
  }
}

void Session::receivedOfAnswer(const Message& message) {
  if (message.type == MessageType::ANSWER_BEGIN) {
    judge(inbox_.begin(message.handle, message.answerBegin));
  } else if (message.type == MessageType::ANSWER_TEXT) {
    judge(inbox_.text(message.handle, message.answerText, agreed_.answerBuffer));
  } else if (message.type == MessageType::ANSWER_END) {
    judge(inbox_.end(message.handle, message.answerEnd));
  } else {
    inbox_.failed(message.handle, message.failed);
  }
}

void Session::receivedOrder(const Message& message, int64_t now) {
  if (message.type == MessageType::PROFILE) {
    orders_.interval(message.profile.intervalSeconds, now);
    listener_.profile(message.profile);
  } else if (message.type == MessageType::CAPTURE_NOW) {
    listener_.photoWanted(Trigger::REMOTE, message.captureNow.question);
  } else if (message.type == MessageType::NOTICE) {
    listener_.notice(message.notice);
  } else if (message.type == MessageType::TOKEN) {
    keepToken(message.token);
  } else {
    orders_.reboot(message.reboot.delayMillis, now);
  }
}

void Session::welcome(const Welcome& message, int64_t now) {
  if (link_ != LinkState::GREETED) {
    misbehaved("WELCOME at the wrong time");
    return;
  }
  link_ = LinkState::OPEN;
  agreed_.answerBuffer =
      message.answerBuffer < settings_.answerBuffer ? message.answerBuffer : settings_.answerBuffer;
  agreed_.maxFrame = message.maxFrame;
  agreed_.maxInFlight = message.maxInFlight;
  attempt_ = 0;
  tokensSwapped_ = false;
  backoff_.reset();
  liveness_.begin(message.heartbeat, now);
  statusAt_ = settings_.statusEveryMillis == 0 ? static_cast<int64_t>(Orders::NEVER) : now;
  orders_.interval(message.profile.intervalSeconds, now);
  listener_.welcomed(message);
  listener_.profile(message.profile);
}

void Session::refused(const Refused& message) {
  if (link_ != LinkState::GREETED) {
    misbehaved("REFUSED at the wrong time");
    return;
  }
  bool rarely = hopeless(message.code);
  if (message.code == Code::UNAUTHORIZED && !otherToken_.empty()) {
    FixedText<Limits::MAX_TOKEN> other = otherToken_;
    otherToken_ = token_;
    token_ = other;
    rarely = tokensSwapped_;
    tokensSwapped_ = true;
  }
  part("refused", message.retryAfterMillis, rarely, false);
  listener_.refused(message);
}

void Session::goodbye(const Goodbye& message) {
  part("goodbye", message.returnAfterMillis, hopeless(message.code), false);
  listener_.goodbye(message);
}

void Session::stage(uint32_t handle, const Stage& message) {
  const CaptureId* capture = uploads_.capture(handle);
  if (capture == nullptr) {
    capture = inbox_.capture(handle);
  }
  if (capture != nullptr) {
    listener_.stage(*capture, message);
  }
}

void Session::keepToken(const Token& message) {
  if (message.token == token_.view() || !listener_.keepToken(message.token)) {
    return;
  }
  // Until the new one was used once, the relay may still know the old one alone.
  otherToken_ = token_;
  token_.set(message.token);
}

void Session::keepPong(uint64_t nonce) {
  if (pongCount_ == PONGS) {
    pongFirst_ = static_cast<uint8_t>((pongFirst_ + 1) % PONGS);
    pongCount_--;
  }
  pongs_[(pongFirst_ + pongCount_) % PONGS] = nonce;
  pongCount_++;
}

void Session::judge(const char* problem) {
  if (problem != nullptr) {
    misbehaved(problem);
  }
}

}  // namespace camrelay
