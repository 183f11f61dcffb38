#include "Monitor.h"

#include <inttypes.h>

#include "Crc32.h"

namespace camrelay {

namespace {

/** Short writes that are worth a word; again at each doubling. */
constexpr uint32_t MANY_STALLS = 16;

/** What tells one question from another. */
uint32_t questionOf(const ProfileData& profile) {
  return Crc32::of(reinterpret_cast<const uint8_t*>(profile.question.data), profile.question.size);
}

bool ofWifi(LinkFault fault) {
  return fault >= LinkFault::WIFI_NOT_SET && fault <= LinkFault::WIFI_LOST;
}

}  // namespace

Monitor::Monitor(Clock& clock, LineRing& lines, LogSink& log)
    : Teller(clock, lines, log),
      host_(""),
      port_(0),
      fault_(LinkFault::NONE),
      repeats_(0),
      failures_(0),
      network_(LinkFault::WIFI_LOST),
      profileVersion_(0),
      question_(0),
      profileTold_(false),
      answer_(lines),
      toldStalls_(0),
      cardTold_(false) {}

void Monitor::relay(const char* host, uint16_t port) {
  host_ = host;
  port_ = port;
}

// The link.

void Monitor::connecting(uint32_t attempt) {
  if (host_[0] == 0) {
    return;  // that it is not set comes with linkLost()
  }
  begin(About("link"));
  put(text("connecting to "));
  put(text(host_));
  put(" port %d", port_);
  if (attempt > 1) {
    put(", attempt %" PRIu32, attempt);
  }
  end();
}

void Monitor::secured(uint32_t connectMillis, uint32_t handshakeMillis) {
  if (connectMillis == Limits::UNKNOWN) {
    say("link", "secured (TCP and TLS handshake %" PRIu32 " ms)", handshakeMillis);
    return;
  }
  say("link", "secured (TCP %" PRIu32 " ms, TLS handshake %" PRIu32 " ms)", connectMillis,
      handshakeMillis);
}

void Monitor::welcomed(const Welcome& welcome) {
  begin(About("link"), LogLevel::INFO);
  put(text("the relay lets us in"));
  if (failures_ > 0) {
    put(", after %" PRIu32 " %s", failures_, failures_ == 1 ? "failure" : "failures");
  }
  if (!profileTold_ || questionOf(welcome.profile) != question_) {
    putAsks(welcome.profile);
  }
  end();
  repeats_ = 0;
  failures_ = 0;
  fault_ = LinkFault::NONE;
}

void Monitor::refused(const Refused& refused) {
  begin(About("link"), LogLevel::WARN);
  put("REFUSED %s: ", word(refused.code));
  put(refused.hint.empty() ? text(hint(refused.code)) : refused.hint);
  end();
}

void Monitor::goodbye(const Goodbye& goodbye) {
  begin(About("link"), LogLevel::INFO);
  put("goodbye, %s: ", word(goodbye.code));
  put(goodbye.hint.empty() ? text(hint(goodbye.code)) : goodbye.hint);
  end();
}

void Monitor::relayMisbehaved(const char* detail) {
  begin(About("link"), LogLevel::ERROR);
  put(text("the relay broke the protocol: "));
  put(text(detail));
  end();
}

void Monitor::linkLost(const char* cause, LinkFault fault, int32_t number,
                       uint32_t returnInMillis) {
  answer_.breakOff();
  const bool news = repeats_ == 0 || fault != fault_;
  const About about(ofWifi(fault) ? "wifi" : "link");
  if (news) {
    begin(about, cause == nullptr ? LogLevel::WARN : LogLevel::INFO);
  } else {
    begin(about);
  }
  const Diagnosis diagnosis = Diagnosis::of(fault, number);
  put(text("no link"));
  if (cause != nullptr) {
    put(text(" ("));
    put(text(cause));
    put(text(")"));
  } else if (fault != LinkFault::NONE) {
    put(text(", "));
    put(text(diagnosis.word));
    if (number < -1) {
      put(" (%" PRId32 ", -0x%04" PRIX32 ")", number, static_cast<uint32_t>(-number));
    }
    put(text(": "));
    put(text(diagnosis.cause));
  }
  endLog();
  if (returnInMillis > 0) {
    put("; again in %s", Span(returnInMillis).text);
  }
  if (cause == nullptr && (news || repeats_ % CURE_EVERY == 0)) {
    put(text("."));
    putCure(diagnosis);
  }
  end();
  fault_ = fault;
  repeats_++;
  failures_ += fault != LinkFault::NONE ? 1 : 0;
}

void Monitor::network(LinkFault fault, const char* description) {
  if (fault == LinkFault::NONE && network_ != LinkFault::NONE) {
    begin(About("wifi"), LogLevel::INFO);
    put(text(description));
    end();
  }
  network_ = fault;
}

// What the operator wants.

void Monitor::profile(const ProfileData& profile) {
  if (profileTold_ && profile.version == profileVersion_) {
    return;
  }
  begin(About("relay"), LogLevel::INFO);
  put("new settings, version %" PRIu32, profile.version);
  putAsks(profile);
  end();
}

void Monitor::notice(const Notice& notice) {
  begin(About("relay"));
  if (notice.level >= LogLevel::WARN) {
    put(text(notice.level == LogLevel::WARN ? "WARNING: " : "ERROR: "));
  }
  put(notice.text);
  end();
}

void Monitor::photoWanted(Trigger trigger, const Text& question) {
  if (trigger == Trigger::TIMER) {
    return;  // the loop task tells of it when it takes the photo
  }
  begin(About("relay"), LogLevel::INFO);
  put(text("wants a photo"));
  putQuestion(": ", question);
  end();
}

void Monitor::token(bool kept) {
  if (kept) {
    report(LogLevel::INFO, "relay", "sent a new token; it is kept");
  } else {
    report(LogLevel::ERROR, "relay", Diagnosis::of(Trouble::NOT_KEPT));
  }
}

void Monitor::rebootWanted(uint32_t delayMillis) {
  report(LogLevel::INFO, "relay", "wants a restart in %s", Span(delayMillis).text);
}

void Monitor::reboot() { report(LogLevel::INFO, "boot", "restarting now"); }

// The outbox and the card.

void Monitor::photoKept(const CaptureId& capture, const char* path) {
  begin(About("photo", capture.number));
  put(text("kept on the card as "));
  put(text(path));
  end();
}

void Monitor::photoNotKept(const CaptureId& capture) {
  say(About("photo", capture.number).text, "not kept on a card");
}

void Monitor::cardMissing(bool inBanner) {
  if (!cardTold_ && !inBanner) {
    report(LogLevel::WARN, "card", Diagnosis::of(Trouble::CARD_MISSING));
  }
  cardTold_ = true;
}

void Monitor::cardFull() { report(LogLevel::WARN, "card", Diagnosis::of(Trouble::CARD_FULL)); }

void Monitor::cardBack(uint32_t waiting) {
  cardTold_ = false;
  begin(About("card"), LogLevel::INFO);
  put(text("the SD card is there"));
  if (waiting > 0) {
    put("; %" PRIu32 " %s on it for the relay", waiting,
        waiting == 1 ? "photo waits" : "photos wait");
  }
  end();
}

void Monitor::waitsOnCard(const CaptureId& capture) {
  say(About("photo", capture.number).text, "waits on the card");
}

void Monitor::lost(const CaptureId& capture, Loss loss) {
  const Diagnosis diagnosis = Diagnosis::of(loss);
  begin(About("photo", capture.number), LogLevel::ERROR);
  put("LOST, %s: %s.", diagnosis.word, diagnosis.cause);
  putCure(diagnosis);
  end();
}

void Monitor::vitals(const FlightRecord& flight, bool linked) {
  switch (heap_.look(flight, linked, clock_.millis())) {
    case HeapWatch::Finding::BROKEN_UP:
      say("memory", "%" PRIu32 " bytes are free, and the largest block has %" PRIu32,
          flight.freeHeap, flight.largestBlock);
      report(LogLevel::WARN, "memory", Diagnosis::of(Trouble::HEAP_BROKEN_UP));
      break;
    case HeapWatch::Finding::SHRINKING:
      say("memory", "%" PRIu32 " bytes are free, less each minute", flight.freeHeap);
      report(LogLevel::WARN, "memory", Diagnosis::of(Trouble::HEAP_SHRINKING));
      break;
    case HeapWatch::Finding::NONE:
      break;
  }
  if (flight.writeStalls != Limits::UNKNOWN) {
    tellStalls(flight.writeStalls);
  }
}

// The log command.

void Monitor::showLog(const LogRing& log) {
  say("log", "the last lines since boot:");
  logView_.start(log);
}

void Monitor::step() { logView_.step(*this, room()); }

// Private.

void Monitor::putAsks(const ProfileData& profile) {
  putQuestion("; a press asks: ", profile.question);
  profileVersion_ = profile.version;
  question_ = questionOf(profile);
  profileTold_ = true;
}

void Monitor::tellStalls(uint32_t stalls) {
  const uint32_t enough = toldStalls_ == 0 ? MANY_STALLS : 2 * toldStalls_;
  if (stalls >= enough) {
    toldStalls_ = stalls;
    say("link", "%" PRIu32 " writes were taken in part", stalls);
    report(LogLevel::WARN, "link", Diagnosis::of(Trouble::WRITE_STALLS));
  }
}

}  // namespace camrelay
