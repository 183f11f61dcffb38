#include "MessageWriter.h"

#include "PayloadWriter.h"

namespace camrelay {

namespace {

void writeId(const CaptureId& id, PayloadWriter& out) {
  out.u64(id.epoch);
  out.u32(id.number);
}

void writeFlightRecord(const FlightRecord& flight, PayloadWriter& out) {
  out.u32(flight.freeHeap);
  out.u32(flight.largestBlock);
  out.u32(flight.freePsram);
  out.u32(flight.uptimeSeconds);
  out.u32(flight.connectMillis);
  out.u32(flight.handshakeMillis);
  out.u32(flight.writeStalls);
  out.i8(flight.rssi, FlightRecord::MIN_RSSI, 0);
  out.u8(static_cast<uint8_t>(flight.reset));
}

void writeProfileData(const ProfileData& profile, PayloadWriter& out) {
  out.u32(profile.version);
  out.u32(profile.intervalSeconds);
  if (profile.quality != ProfileData::OWN_QUALITY) {
    out.bounded(profile.quality, 0, ProfileData::MAX_QUALITY);
  }
  out.u8(profile.quality);
  out.flag(profile.flash);
  out.text(profile.frameSize, 0, Limits::MAX_FRAME_SIZE_NAME);
  out.text(profile.question, 0, Limits::MAX_QUESTION);
}

void writeHeartbeat(uint16_t seconds, PayloadWriter& out) {
  out.bounded(seconds, Limits::MIN_HEARTBEAT, Limits::MAX_HEARTBEAT);
  out.u16(seconds);
}

void writeGeneration(uint32_t generation, PayloadWriter& out) {
  out.bounded(generation, 1, Limits::UNKNOWN);
  out.u32(generation);
}

/** Which code may ride on which message binds the relay, and is not judged here [R-FLD-5]. */
void writeCode(Code code, PayloadWriter& out) { out.u16(static_cast<uint16_t>(code)); }

void writeHint(const Text& hint, PayloadWriter& out) { out.text(hint, 0, Limits::MAX_TEXT); }

// From the device.

void writeHello(const Hello& hello, PayloadWriter& out) {
  out.u16(hello.version);
  if (hello.version != Limits::VERSION) {
    return;
  }
  writeHeartbeat(hello.heartbeat, out);
  out.bounded(hello.answerBuffer, Limits::MIN_ANSWER_BUFFER, Limits::UNKNOWN);
  out.u32(hello.answerBuffer);
  out.u8(static_cast<uint8_t>(hello.charset));
  out.u32(hello.abilities);
  out.u64(hello.epoch);
  out.text(hello.device, 1, Limits::MAX_DEVICE);
  out.text(hello.token, 1, Limits::MAX_TOKEN);
  out.text(hello.firmware, 0, Limits::MAX_LABEL);
  out.text(hello.board, 0, Limits::MAX_LABEL);
}

void writeCaptureBegin(const CaptureBegin& begin, PayloadWriter& out) {
  writeId(begin.id, out);
  out.u32(begin.size);
  out.u32(begin.crc);
  out.u32(begin.ageMillis);
  out.u16(begin.width);
  out.u16(begin.height);
  out.u8(static_cast<uint8_t>(begin.trigger));
  out.u8(begin.frameIndex);
  out.bounded(begin.frameCount, begin.frameIndex + 1u, 0xFF);
  out.u8(begin.frameCount);
  out.u8(static_cast<uint8_t>(begin.urgency));
  writeFlightRecord(begin.flight, out);
  out.question(begin.question);
}

void writeCaptureData(const CaptureData& data, PayloadWriter& out) {
  out.u32(data.offset);
  out.rest(data.bytes);
}

void writeCaptureEnd(const CaptureEnd& end, PayloadWriter& out) { out.u32(end.crc); }

void writeAsk(const Ask& ask, PayloadWriter& out) {
  writeId(ask.id, out);
  writeId(ask.parent, out);
  out.question(ask.question);
}

void writeAnswerAck(const AnswerAck& ack, PayloadWriter& out) {
  out.u32(ack.generation);
  out.u32(ack.offset);
  out.flag(ack.end);
}

void writeStatus(const Status& status, PayloadWriter& out) {
  writeFlightRecord(status.flight, out);
  out.u16(status.queued);
  out.u32(status.dropped);
}

void writeLog(const LogLine& log, PayloadWriter& out) {
  out.u8(static_cast<uint8_t>(log.level));
  out.u32(log.uptimeMillis);
  out.text(log.text, 0, Limits::MAX_TEXT);
}

// From either side.

void writePing(const Ping& ping, PayloadWriter& out) { out.u64(ping.nonce); }

void writePong(const Pong& pong, PayloadWriter& out) { out.u64(pong.nonce); }

// From the relay.

void writeWelcome(const Welcome& welcome, PayloadWriter& out) {
  out.u64(welcome.timeMillis);
  writeHeartbeat(welcome.heartbeat, out);
  out.bounded(welcome.answerBuffer, Limits::MIN_ANSWER_BUFFER, Limits::MAX_ANSWER_BUFFER);
  out.u32(welcome.answerBuffer);
  out.u32(welcome.maxFrame);
  out.bounded(welcome.maxFrames, 1, 0xFF);
  out.u8(welcome.maxFrames);
  out.bounded(welcome.maxInFlight, 1, 0xFF);
  out.u8(welcome.maxInFlight);
  writeProfileData(welcome.profile, out);
}

void writeRefused(const Refused& refused, PayloadWriter& out) {
  writeCode(refused.code, out);
  out.u32(refused.retryAfterMillis);
  writeHint(refused.hint, out);
}

void writeCaptureAccept(const CaptureAccept& accept, PayloadWriter& out) { out.u32(accept.offset); }

void writeCaptureProgress(const CaptureProgress& progress, PayloadWriter& out) {
  out.u32(progress.received);
}

void writeCaptureStored(const CaptureStored& stored, PayloadWriter& out) {
  out.u8(static_cast<uint8_t>(stored.promise));
}

void writeStage(const Stage& stage, PayloadWriter& out) {
  out.u8(static_cast<uint8_t>(stage.stage));
  out.u32(stage.retryInMillis);
  out.text(stage.detail, 0, Limits::MAX_TEXT);
}

void writeAnswerBegin(const AnswerBegin& begin, PayloadWriter& out) { writeId(begin.id, out); }

void writeAnswerText(const AnswerText& text, PayloadWriter& out) {
  writeGeneration(text.generation, out);
  out.u32(text.offset);
  out.rest(text.bytes);
}

void writeAnswerEnd(const AnswerEnd& end, PayloadWriter& out) {
  out.u8(static_cast<uint8_t>(end.status));
  writeGeneration(end.generation, out);
  out.u32(end.length);
  out.u32(end.promptTokens);
  out.u32(end.answerTokens);
  out.u32(end.millis);
}

void writeDeferred(const Deferred& deferred, PayloadWriter& out) {
  writeCode(deferred.code, out);
  out.u32(deferred.retryAfterMillis);
  writeHint(deferred.hint, out);
}

void writeFailed(const Failed& failed, PayloadWriter& out) {
  writeCode(failed.code, out);
  writeHint(failed.hint, out);
}

void writeCaptureNow(const CaptureNow& now, PayloadWriter& out) {
  out.text(now.question, 0, Limits::MAX_QUESTION);
}

void writeNotice(const Notice& notice, PayloadWriter& out) {
  out.u8(static_cast<uint8_t>(notice.level));
  out.text(notice.text, 0, Limits::MAX_TEXT);
}

void writeToken(const Token& token, PayloadWriter& out) {
  out.text(token.token, 1, Limits::MAX_TOKEN);
}

void writeReboot(const Reboot& reboot, PayloadWriter& out) { out.u32(reboot.delayMillis); }

void writeGoodbye(const Goodbye& goodbye, PayloadWriter& out) {
  writeCode(goodbye.code, out);
  out.u32(goodbye.returnAfterMillis);
  writeHint(goodbye.hint, out);
}

void writeFields(const Message& message, PayloadWriter& out) {
  switch (message.type) {
    case MessageType::HELLO:
      return writeHello(message.hello, out);
    case MessageType::CAPTURE_BEGIN:
      return writeCaptureBegin(message.captureBegin, out);
    case MessageType::CAPTURE_DATA:
      return writeCaptureData(message.captureData, out);
    case MessageType::CAPTURE_END:
      return writeCaptureEnd(message.captureEnd, out);
    case MessageType::CAPTURE_CANCEL:
      return;
    case MessageType::ASK:
      return writeAsk(message.ask, out);
    case MessageType::ANSWER_ACK:
      return writeAnswerAck(message.answerAck, out);
    case MessageType::STATUS:
      return writeStatus(message.status, out);
    case MessageType::LOG:
      return writeLog(message.log, out);
    case MessageType::PING:
      return writePing(message.ping, out);
    case MessageType::PONG:
      return writePong(message.pong, out);
    case MessageType::WELCOME:
      return writeWelcome(message.welcome, out);
    case MessageType::REFUSED:
      return writeRefused(message.refused, out);
    case MessageType::CAPTURE_ACCEPT:
      return writeCaptureAccept(message.captureAccept, out);
    case MessageType::CAPTURE_PROGRESS:
      return writeCaptureProgress(message.captureProgress, out);
    case MessageType::CAPTURE_STORED:
      return writeCaptureStored(message.captureStored, out);
    case MessageType::STAGE:
      return writeStage(message.stage, out);
    case MessageType::ANSWER_BEGIN:
      return writeAnswerBegin(message.answerBegin, out);
    case MessageType::ANSWER_TEXT:
      return writeAnswerText(message.answerText, out);
    case MessageType::ANSWER_END:
      return writeAnswerEnd(message.answerEnd, out);
    case MessageType::DEFERRED:
      return writeDeferred(message.deferred, out);
    case MessageType::FAILED:
      return writeFailed(message.failed, out);
    case MessageType::PROFILE:
      return writeProfileData(message.profile, out);
    case MessageType::CAPTURE_NOW:
      return writeCaptureNow(message.captureNow, out);
    case MessageType::NOTICE:
      return writeNotice(message.notice, out);
    case MessageType::TOKEN:
      return writeToken(message.token, out);
    case MessageType::REBOOT:
      return writeReboot(message.reboot, out);
    case MessageType::GOODBYE:
      return writeGoodbye(message.goodbye, out);
  }
}

/**
 * Writes a header; flags are 0 until a later time gives them a meaning.
 *
 * <pre>
 * 0        1        2                 4                                   8
 * +--------+--------+-----------------+-----------------------------------+
 * |  type  | flags  |  length (u16)   |  handle (u32; 0: the connection)  |   big-endian
 * +--------+--------+-----------------+-----------------------------------+
 * </pre>
 */
void writeHeader(const Message& message, size_t length, uint8_t* into) {
  PayloadWriter out(into, Limits::HEADER);
  out.u8(static_cast<uint8_t>(message.type));
  out.u8(0);
  out.u16(static_cast<uint16_t>(length));
  out.u32(message.handle);
}

}  // namespace

size_t MessageWriter::write(const Message& message, uint8_t* into, size_t room) {
  const MessageRules* rules = rulesOf(static_cast<uint8_t>(message.type));
  if (rules == nullptr || !rules->mayCarry(message.handle) || room < Limits::HEADER) {
    return 0;
  }
  const size_t left = room - Limits::HEADER;
  PayloadWriter fields(into + Limits::HEADER,
                       left < Limits::MAX_PAYLOAD ? left : Limits::MAX_PAYLOAD);
  writeFields(message, fields);
  if (!fields.good() || fields.size() < rules->minimum) {
    return 0;
  }
  writeHeader(message, fields.size(), into);
  return Limits::HEADER + fields.size();
}

}  // namespace camrelay
