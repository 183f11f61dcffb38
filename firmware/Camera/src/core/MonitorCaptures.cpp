// What a Monitor tells of a capture on its way up, and of its end.

#include <inttypes.h>

#include "Monitor.h"

namespace camrelay {

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

}  // namespace camrelay
