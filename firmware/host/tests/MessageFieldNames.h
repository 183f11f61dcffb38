#pragma once

#include "Message.h"

namespace camrelay {

// Each field of a message by its name in protocol/SPEC.md, with a dot where one group is inside
// another, in the order in which they lie in the payload.

template <class Visitor>
void eachFieldOf(const char* group, CaptureId& id, Visitor& visit) {
  visit(group, "epoch", id.epoch);
  visit(group, "number", id.number);
}

template <class Visitor>
void eachFieldOf(const char* group, FlightRecord& flight, Visitor& visit) {
  visit(group, "freeHeap", flight.freeHeap);
  visit(group, "largestBlock", flight.largestBlock);
  visit(group, "freePsram", flight.freePsram);
  visit(group, "uptimeSeconds", flight.uptimeSeconds);
  visit(group, "connectMillis", flight.connectMillis);
  visit(group, "handshakeMillis", flight.handshakeMillis);
  visit(group, "writeStalls", flight.writeStalls);
  visit(group, "rssi", flight.rssi);
  visit(group, "reset", flight.reset);
}

template <class Visitor>
void eachFieldOf(const char* group, ProfileData& profile, Visitor& visit) {
  visit(group, "version", profile.version);
  visit(group, "intervalSeconds", profile.intervalSeconds);
  visit(group, "quality", profile.quality);
  visit(group, "flash", profile.flash);
  visit(group, "frameSize", profile.frameSize);
  visit(group, "question", profile.question);
}

template <class Visitor>
void eachFieldOf(const char* group, Hello& hello, Visitor& visit) {
  visit(group, "version", hello.version);
  visit(group, "heartbeat", hello.heartbeat);
  visit(group, "answerBuffer", hello.answerBuffer);
  visit(group, "charset", hello.charset);
  visit(group, "abilities", hello.abilities);
  visit(group, "epoch", hello.epoch);
  visit(group, "device", hello.device);
  visit(group, "token", hello.token);
  visit(group, "firmware", hello.firmware);
  visit(group, "board", hello.board);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureBegin& begin, Visitor& visit) {
  eachFieldOf("id.", begin.id, visit);
  visit(group, "size", begin.size);
  visit(group, "crc", begin.crc);
  visit(group, "ageMillis", begin.ageMillis);
  visit(group, "width", begin.width);
  visit(group, "height", begin.height);
  visit(group, "trigger", begin.trigger);
  visit(group, "frameIndex", begin.frameIndex);
  visit(group, "frameCount", begin.frameCount);
  visit(group, "urgency", begin.urgency);
  eachFieldOf("flight.", begin.flight, visit);
  visit(group, "question", begin.question);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureData& data, Visitor& visit) {
  visit(group, "offset", data.offset);
  visit(group, "bytes", data.bytes);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureEnd& end, Visitor& visit) {
  visit(group, "crc", end.crc);
}

template <class Visitor>
void eachFieldOf(const char* group, Ask& ask, Visitor& visit) {
  eachFieldOf("id.", ask.id, visit);
  eachFieldOf("parent.", ask.parent, visit);
  visit(group, "question", ask.question);
}

template <class Visitor>
void eachFieldOf(const char* group, AnswerAck& ack, Visitor& visit) {
  visit(group, "generation", ack.generation);
  visit(group, "offset", ack.offset);
  visit(group, "end", ack.end);
}

template <class Visitor>
void eachFieldOf(const char* group, Status& status, Visitor& visit) {
  eachFieldOf("flight.", status.flight, visit);
  visit(group, "queued", status.queued);
  visit(group, "dropped", status.dropped);
}

template <class Visitor>
void eachFieldOf(const char* group, LogLine& log, Visitor& visit) {
  visit(group, "level", log.level);
  visit(group, "uptimeMillis", log.uptimeMillis);
  visit(group, "text", log.text);
}

template <class Visitor>
void eachFieldOf(const char* group, Ping& ping, Visitor& visit) {
  visit(group, "nonce", ping.nonce);
}

template <class Visitor>
void eachFieldOf(const char* group, Pong& pong, Visitor& visit) {
  visit(group, "nonce", pong.nonce);
}

template <class Visitor>
void eachFieldOf(const char* group, Welcome& welcome, Visitor& visit) {
  visit(group, "timeMillis", welcome.timeMillis);
  visit(group, "heartbeat", welcome.heartbeat);
  visit(group, "answerBuffer", welcome.answerBuffer);
  visit(group, "maxFrame", welcome.maxFrame);
  visit(group, "maxFrames", welcome.maxFrames);
  visit(group, "maxInFlight", welcome.maxInFlight);
  eachFieldOf("profile.", welcome.profile, visit);
}

template <class Visitor>
void eachFieldOf(const char* group, Refused& refused, Visitor& visit) {
  visit(group, "code", refused.code);
  visit(group, "retryAfterMillis", refused.retryAfterMillis);
  visit(group, "hint", refused.hint);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureAccept& accept, Visitor& visit) {
  visit(group, "offset", accept.offset);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureProgress& progress, Visitor& visit) {
  visit(group, "received", progress.received);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureStored& stored, Visitor& visit) {
  visit(group, "promise", stored.promise);
}

template <class Visitor>
void eachFieldOf(const char* group, Stage& stage, Visitor& visit) {
  visit(group, "stage", stage.stage);
  visit(group, "retryInMillis", stage.retryInMillis);
  visit(group, "detail", stage.detail);
}

template <class Visitor>
void eachFieldOf(const char*, AnswerBegin& begin, Visitor& visit) {
  eachFieldOf("id.", begin.id, visit);
}

template <class Visitor>
void eachFieldOf(const char* group, AnswerText& text, Visitor& visit) {
  visit(group, "generation", text.generation);
  visit(group, "offset", text.offset);
  visit(group, "bytes", text.bytes);
}

template <class Visitor>
void eachFieldOf(const char* group, AnswerEnd& end, Visitor& visit) {
  visit(group, "status", end.status);
  visit(group, "generation", end.generation);
  visit(group, "length", end.length);
  visit(group, "promptTokens", end.promptTokens);
  visit(group, "answerTokens", end.answerTokens);
  visit(group, "millis", end.millis);
}

template <class Visitor>
void eachFieldOf(const char* group, Deferred& deferred, Visitor& visit) {
  visit(group, "code", deferred.code);
  visit(group, "retryAfterMillis", deferred.retryAfterMillis);
  visit(group, "hint", deferred.hint);
}

template <class Visitor>
void eachFieldOf(const char* group, Failed& failed, Visitor& visit) {
  visit(group, "code", failed.code);
  visit(group, "hint", failed.hint);
}

template <class Visitor>
void eachFieldOf(const char* group, CaptureNow& now, Visitor& visit) {
  visit(group, "question", now.question);
}

template <class Visitor>
void eachFieldOf(const char* group, Notice& notice, Visitor& visit) {
  visit(group, "level", notice.level);
  visit(group, "text", notice.text);
}

template <class Visitor>
void eachFieldOf(const char* group, Token& token, Visitor& visit) {
  visit(group, "token", token.token);
}

template <class Visitor>
void eachFieldOf(const char* group, Reboot& reboot, Visitor& visit) {
  visit(group, "delayMillis", reboot.delayMillis);
}

template <class Visitor>
void eachFieldOf(const char* group, Goodbye& goodbye, Visitor& visit) {
  visit(group, "code", goodbye.code);
  visit(group, "returnAfterMillis", goodbye.returnAfterMillis);
  visit(group, "hint", goodbye.hint);
}

/**
 * Calls `visit(group, name, field)` for each field that the message's type has; `group` ends with a
 * dot or is empty.
 */
template <class Visitor>
void eachField(Message& message, Visitor& visit) {
  switch (message.type) {
    case MessageType::HELLO:
      return eachFieldOf("", message.hello, visit);
    case MessageType::CAPTURE_BEGIN:
      return eachFieldOf("", message.captureBegin, visit);
    case MessageType::CAPTURE_DATA:
      return eachFieldOf("", message.captureData, visit);
    case MessageType::CAPTURE_END:
      return eachFieldOf("", message.captureEnd, visit);
    case MessageType::CAPTURE_CANCEL:
      return;
    case MessageType::ASK:
      return eachFieldOf("", message.ask, visit);
    case MessageType::ANSWER_ACK:
      return eachFieldOf("", message.answerAck, visit);
    case MessageType::STATUS:
      return eachFieldOf("", message.status, visit);
    case MessageType::LOG:
      return eachFieldOf("", message.log, visit);
    case MessageType::PING:
      return eachFieldOf("", message.ping, visit);
    case MessageType::PONG:
      return eachFieldOf("", message.pong, visit);
    case MessageType::WELCOME:
      return eachFieldOf("", message.welcome, visit);
    case MessageType::REFUSED:
      return eachFieldOf("", message.refused, visit);
    case MessageType::CAPTURE_ACCEPT:
      return eachFieldOf("", message.captureAccept, visit);
    case MessageType::CAPTURE_PROGRESS:
      return eachFieldOf("", message.captureProgress, visit);
    case MessageType::CAPTURE_STORED:
      return eachFieldOf("", message.captureStored, visit);
    case MessageType::STAGE:
      return eachFieldOf("", message.stage, visit);
    case MessageType::ANSWER_BEGIN:
      return eachFieldOf("", message.answerBegin, visit);
    case MessageType::ANSWER_TEXT:
      return eachFieldOf("", message.answerText, visit);
    case MessageType::ANSWER_END:
      return eachFieldOf("", message.answerEnd, visit);
    case MessageType::DEFERRED:
      return eachFieldOf("", message.deferred, visit);
    case MessageType::FAILED:
      return eachFieldOf("", message.failed, visit);
    case MessageType::PROFILE:
      return eachFieldOf("profile.", message.profile, visit);
    case MessageType::CAPTURE_NOW:
      return eachFieldOf("", message.captureNow, visit);
    case MessageType::NOTICE:
      return eachFieldOf("", message.notice, visit);
    case MessageType::TOKEN:
      return eachFieldOf("", message.token, visit);
    case MessageType::REBOOT:
      return eachFieldOf("", message.reboot, visit);
    case MessageType::GOODBYE:
      return eachFieldOf("", message.goodbye, visit);
  }
}

}  // namespace camrelay
