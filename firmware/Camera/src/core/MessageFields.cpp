#include "MessageFields.h"

namespace camrelay {

namespace {

CaptureId readId(PayloadReader& in) {
  CaptureId id;
  id.epoch = in.u64("epoch");
  id.number = in.u32("number");
  return id;
}

/** Drivers give odd values while there is no link; that is no reason to hang up. */
int8_t knownRssi(int8_t rssi) { return rssi >= FlightRecord::MIN_RSSI && rssi < 0 ? rssi : 0; }

FlightRecord readFlightRecord(PayloadReader& in) {
  FlightRecord flight;
  flight.freeHeap = in.u32("free heap");
  flight.largestBlock = in.u32("largest block");
  flight.freePsram = in.u32("free PSRAM");
  flight.uptimeSeconds = in.u32("uptime");
  flight.connectMillis = in.u32("connect");
  flight.handshakeMillis = in.u32("handshake");
  flight.writeStalls = in.u32("write stalls");
  flight.rssi = knownRssi(in.i8("RSSI"));
  flight.reset = resetReasonOf(in.u8("reset"));
  return flight;
}

void readProfileData(PayloadReader& in, ProfileData* profile) {
  profile->version = in.u32("profile version");
  profile->intervalSeconds = in.u32("interval");
  profile->quality = in.u8("quality");
  if (profile->quality != ProfileData::OWN_QUALITY) {
    in.bounded(profile->quality, 0, ProfileData::MAX_QUALITY, "quality");
  }
  profile->flash = in.flag("flash");
  profile->frameSize = in.text(0, Limits::MAX_FRAME_SIZE_NAME, "frame size");
  profile->question = in.text(0, Limits::MAX_QUESTION, "question");
}

uint16_t readHeartbeat(PayloadReader& in) {
  return static_cast<uint16_t>(
      in.bounded(in.u16("heartbeat"), Limits::MIN_HEARTBEAT, Limits::MAX_HEARTBEAT, "heartbeat"));
}

uint32_t readGeneration(PayloadReader& in) {
  return in.bounded(in.u32("generation"), 1, Limits::UNKNOWN, "generation");
}

Code readCode(PayloadReader& in) { return codeOf(in.u16("code")); }

Text readHint(PayloadReader& in) { return in.text(0, Limits::MAX_TEXT, "hint"); }

// From the device.

/** Of another version nothing but the number is known, so nothing else is read. */
void readHello(PayloadReader& in, Hello* hello) {
  *hello = Hello{};
  hello->version = in.u16("version");
  if (hello->version != Limits::VERSION) {
    hello->heartbeat = Limits::MIN_HEARTBEAT;
    hello->answerBuffer = Limits::MIN_ANSWER_BUFFER;
    return;
  }
  hello->heartbeat = readHeartbeat(in);
  hello->answerBuffer = in.bounded(in.u32("answer buffer"), Limits::MIN_ANSWER_BUFFER,
                                   Limits::UNKNOWN, "answer buffer");
  hello->charset = charsetOf(in.u8("charset"));
  hello->abilities = in.u32("abilities");
  hello->epoch = in.u64("epoch");
  hello->device = in.text(1, Limits::MAX_DEVICE, "device");
  hello->token = in.text(1, Limits::MAX_TOKEN, "token");
  hello->firmware = in.text(0, Limits::MAX_LABEL, "firmware");
  hello->board = in.text(0, Limits::MAX_LABEL, "board");
}

void readCaptureBegin(PayloadReader& in, CaptureBegin* begin) {
  begin->id = readId(in);
  begin->size = in.u32("size");
  begin->crc = in.u32("crc");
  begin->ageMillis = in.u32("age");
  begin->width = in.u16("width");
  begin->height = in.u16("height");
  begin->trigger = triggerOf(in.u8("trigger"));
  begin->frameIndex = in.u8("frame index");
  begin->frameCount = in.u8("frame count");
  in.bounded(begin->frameCount, begin->frameIndex + 1u, 0xFF, "frame count");
  begin->urgency = urgencyOf(in.u8("urgency"));
  begin->flight = readFlightRecord(in);
  begin->question = in.question();
}

void readCaptureData(PayloadReader& in, CaptureData* data) {
  data->offset = in.u32("offset");
  data->bytes = in.rest();
}

void readCaptureEnd(PayloadReader& in, CaptureEnd* end) { end->crc = in.u32("crc"); }

void readAsk(PayloadReader& in, Ask* ask) {
  ask->id = readId(in);
  ask->parent = readId(in);
  ask->question = in.question();
}

void readAnswerAck(PayloadReader& in, AnswerAck* ack) {
  ack->generation = in.u32("generation");
  ack->offset = in.u32("offset");
  ack->end = in.flag("end");
}

void readStatus(PayloadReader& in, Status* status) {
  status->flight = readFlightRecord(in);
  status->queued = in.u16("queued");
  status->dropped = in.u32("dropped");
}

void readLog(PayloadReader& in, LogLine* log) {
  log->level = logLevelOf(in.u8("level"));
  log->uptimeMillis = in.u32("uptime");
  log->text = in.text(0, Limits::MAX_TEXT, "text");
}

// From either side.

void readPing(PayloadReader& in, Ping* ping) { ping->nonce = in.u64("nonce"); }

void readPong(PayloadReader& in, Pong* pong) { pong->nonce = in.u64("nonce"); }

// From the relay.

void readWelcome(PayloadReader& in, Welcome* welcome) {
  welcome->timeMillis = in.u64("time");
  welcome->heartbeat = readHeartbeat(in);
  welcome->answerBuffer = in.bounded(in.u32("answer buffer"), Limits::MIN_ANSWER_BUFFER,
                                     Limits::MAX_ANSWER_BUFFER, "answer buffer");
  welcome->maxFrame = in.u32("largest frame");
  welcome->maxFrames = in.u8("most frames");
  in.bounded(welcome->maxFrames, 1, 0xFF, "most frames");
  welcome->maxInFlight = in.u8("most in flight");
  in.bounded(welcome->maxInFlight, 1, 0xFF, "most in flight");
  readProfileData(in, &welcome->profile);
}

void readRefused(PayloadReader& in, Refused* refused) {
  refused->code = readCode(in);
  refused->retryAfterMillis = in.u32("retry after");
  refused->hint = readHint(in);
}

void readCaptureAccept(PayloadReader& in, CaptureAccept* accept) {
  accept->offset = in.u32("offset");
}

void readCaptureProgress(PayloadReader& in, CaptureProgress* progress) {
  progress->received = in.u32("received");
}

void readCaptureStored(PayloadReader& in, CaptureStored* stored) {
  stored->promise = promiseOf(in.u8("promise"));
}

void readStage(PayloadReader& in, Stage* stage) {
  stage->stage = stageKindOf(in.u8("stage"));
  stage->retryInMillis = in.u32("retry in");
  stage->detail = in.text(0, Limits::MAX_TEXT, "detail");
}

void readAnswerBegin(PayloadReader& in, AnswerBegin* begin) { begin->id = readId(in); }

void readAnswerText(PayloadReader& in, AnswerText* text) {
  text->generation = readGeneration(in);
  text->offset = in.u32("offset");
  text->bytes = in.rest();
}

void readAnswerEnd(PayloadReader& in, AnswerEnd* end) {
  end->status = answerStatusOf(in.u8("status"));
  end->generation = readGeneration(in);
  end->length = in.u32("length");
  end->promptTokens = in.u32("prompt tokens");
  end->answerTokens = in.u32("answer tokens");
  end->millis = in.u32("milliseconds");
}

void readDeferred(PayloadReader& in, Deferred* deferred) {
  deferred->code = readCode(in);
  deferred->retryAfterMillis = in.u32("retry after");
  deferred->hint = readHint(in);
}

void readFailed(PayloadReader& in, Failed* failed) {
  failed->code = readCode(in);
  failed->hint = readHint(in);
}

void readCaptureNow(PayloadReader& in, CaptureNow* now) {
  now->question = in.text(0, Limits::MAX_QUESTION, "question");
}

void readNotice(PayloadReader& in, Notice* notice) {
  notice->level = logLevelOf(in.u8("level"));
  notice->text = in.text(0, Limits::MAX_TEXT, "text");
}

void readToken(PayloadReader& in, Token* token) {
  token->token = in.text(1, Limits::MAX_TOKEN, "token");
}

void readReboot(PayloadReader& in, Reboot* reboot) { reboot->delayMillis = in.u32("delay"); }

void readGoodbye(PayloadReader& in, Goodbye* goodbye) {
  goodbye->code = readCode(in);
  goodbye->returnAfterMillis = in.u32("return after");
  goodbye->hint = readHint(in);
}

}  // namespace

void MessageFields::read(MessageType type, uint32_t handle, PayloadReader& in, Message* message) {
  message->type = type;
  message->handle = handle;
  switch (type) {
    case MessageType::HELLO:
      return readHello(in, &message->hello);
    case MessageType::CAPTURE_BEGIN:
      return readCaptureBegin(in, &message->captureBegin);
    case MessageType::CAPTURE_DATA:
      return readCaptureData(in, &message->captureData);
    case MessageType::CAPTURE_END:
      return readCaptureEnd(in, &message->captureEnd);
    case MessageType::CAPTURE_CANCEL:
      return;
    case MessageType::ASK:
      return readAsk(in, &message->ask);
    case MessageType::ANSWER_ACK:
      return readAnswerAck(in, &message->answerAck);
    case MessageType::STATUS:
      return readStatus(in, &message->status);
    case MessageType::LOG:
      return readLog(in, &message->log);
    case MessageType::PING:
      return readPing(in, &message->ping);
    case MessageType::PONG:
      return readPong(in, &message->pong);
    case MessageType::WELCOME:
      return readWelcome(in, &message->welcome);
    case MessageType::REFUSED:
      return readRefused(in, &message->refused);
    case MessageType::CAPTURE_ACCEPT:
      return readCaptureAccept(in, &message->captureAccept);
    case MessageType::CAPTURE_PROGRESS:
      return readCaptureProgress(in, &message->captureProgress);
    case MessageType::CAPTURE_STORED:
      return readCaptureStored(in, &message->captureStored);
    case MessageType::STAGE:
      return readStage(in, &message->stage);
    case MessageType::ANSWER_BEGIN:
      return readAnswerBegin(in, &message->answerBegin);
    case MessageType::ANSWER_TEXT:
      return readAnswerText(in, &message->answerText);
    case MessageType::ANSWER_END:
      return readAnswerEnd(in, &message->answerEnd);
    case MessageType::DEFERRED:
      return readDeferred(in, &message->deferred);
    case MessageType::FAILED:
      return readFailed(in, &message->failed);
    case MessageType::PROFILE:
      return readProfileData(in, &message->profile);
    case MessageType::CAPTURE_NOW:
      return readCaptureNow(in, &message->captureNow);
    case MessageType::NOTICE:
      return readNotice(in, &message->notice);
    case MessageType::TOKEN:
      return readToken(in, &message->token);
    case MessageType::REBOOT:
      return readReboot(in, &message->reboot);
    case MessageType::GOODBYE:
      return readGoodbye(in, &message->goodbye);
  }
}

}  // namespace camrelay
