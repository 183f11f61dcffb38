#include "Monitor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
    begin(about, LogLevel::WARN);
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

// A capture on its way up.

void Monitor::begun(const Shot& shot) {
  const bool question = shot.frame == nullptr;
  uploads_.begin(shot.id, question);
  if (question) {
    say(About("photo", shot.id.number).text, "sending the question");
  } else {
    say(About("photo", shot.id.number).text, "sending %" PRIu32 " bytes", shot.size);
  }
}

void Monitor::accepted(const CaptureId& capture, uint32_t offset) {
  if (offset > 0) {
    say(About("photo", capture.number).text,
        "the relay has %" PRIu32 " bytes of it already; going on there", offset);
  }
}

void Monitor::sent(const CaptureId& capture, uint32_t millis) {
  uploads_.sent(capture);
  say(About("photo", capture.number).text, "sent in %" PRIu32 " ms", millis);
}

void Monitor::progress(const CaptureId& capture, uint32_t received, uint32_t size) {
  const uint8_t percents = uploads_.reached(capture, received, size);
  if (percents > 0) {
    say(About("photo", capture.number).text, "%d %% sent", percents);
  }
}

void Monitor::stored(const CaptureId& capture, uint32_t millis) {
  begin(About("photo", capture.number), LogLevel::INFO);
  put(text("STORED"));
  if (millis != Limits::UNKNOWN) {
    put(" after %" PRIu32 " ms", millis);
  }
  put(": the %s is safe with the relay", uploads_.isQuestion(capture) ? "question" : "photo");
  end();
}

void Monitor::stage(const CaptureId& capture, const Stage& stage) {
  begin(About("photo", capture.number));
  const char* what = "the relay is at work";
  switch (stage.stage) {
    case StageKind::CHECKED:
      what = "the picture is sound";
      break;
    case StageKind::QUEUED:
      what = "waiting for its turn";
      break;
    case StageKind::ASKING:
      what = "asking";
      break;
    case StageKind::RETRYING:
      what = "no answer yet, asking again";
      break;
    case StageKind::BUSY:
      what = "the relay's disk is busy";
      break;
    case StageKind::OTHER:
      break;
  }
  put(text(what));
  if (stage.retryInMillis > 0) {
    put(" in %s", Span(stage.retryInMillis).text);
  }
  if (!stage.detail.empty()) {
    put(text(stage.stage == StageKind::RETRYING ? ": " : " "));
    put(stage.detail);
  }
  end();
}

void Monitor::deferred(const CaptureId& capture, const Deferred& deferred, uint32_t retryInMillis) {
  begin(About("photo", capture.number), LogLevel::WARN);
  put("not now, %s; again in %s: ", word(deferred.code), Span(retryInMillis).text);
  put(deferred.hint.empty() ? text(hint(deferred.code)) : deferred.hint);
  end();
}

// Its end.

void Monitor::answerBegun(const CaptureId& capture) {
  const bool again = answer_.begin(capture);
  say(About("photo", capture.number).text, "%s",
      again ? "the answer comes once more, from its start:" : "the answer:");
}

void Monitor::answerRestarted(const CaptureId& capture, uint32_t) {
  answer_.begin(capture);
  say(About("photo", capture.number).text, "%s",
      "the answer begins anew; forget what was shown of it:");
}

void Monitor::answerPiece(const CaptureId& capture, const Bytes& piece) {
  if (!answer_.has(capture)) {
    answerBegun(capture);
  }
  answer_.add(piece);
}

void Monitor::answered(const CaptureId& capture, const AnswerEnd& end) {
  answer_.end();
  begin(About("photo", capture.number), LogLevel::INFO);
  put("ANSWERED after %" PRIu32 " ms (", end.millis);
  if (end.promptTokens == Limits::UNKNOWN || end.answerTokens == Limits::UNKNOWN) {
    put(text("tokens unknown"));
  } else {
    put("%" PRIu32 " + %" PRIu32 " tokens", end.promptTokens, end.answerTokens);
  }
  put(text(end.status == AnswerStatus::CUT ? ", cut at its limit)" : ")"));
  Teller::end();
}

void Monitor::failed(const CaptureId& capture, const Failed& failed) {
  answer_.end();
  begin(About("photo", capture.number), LogLevel::WARN);
  put("FAILED %s: ", word(failed.code));
  put(failed.hint.empty() ? text(hint(failed.code)) : failed.hint);
  end();
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

void Monitor::cardMissing() {
  if (!cardTold_) {
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
  say(About("photo", capture.number).text, "waits on the card for the link");
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
