package io.camrelay.protocol;

import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.DeviceMessage.Log;
import io.camrelay.protocol.DeviceMessage.Status;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureNow;
import io.camrelay.protocol.RelayMessage.CaptureProgress;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Profile;
import io.camrelay.protocol.RelayMessage.Reboot;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.RelayMessage.Token;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Makes bytes out of messages: the mirror of {@link MessageReader}. It refuses what the reader
 * would refuse, so that a programming error is seen where it was made and never reaches the wire.
 */
public final class MessageWriter {

  private MessageWriter() {}

  /**
   * The bytes that a message takes on the wire, its header included.
   *
   * @throws IllegalArgumentException if a field is out of its bounds; the text says which
   */
  public static int size(Message message) {
    return Limits.HEADER + payloadSize(message);
  }

  /**
   * Writes a message at the buffer's position. Views that it holds keep their position.
   *
   * @throws IllegalArgumentException if a field is out of its bounds; nothing was written
   * @throws BufferOverflowException if fewer than {@link #size} bytes are left; nothing was written
   */
  public static void write(Message message, ByteBuffer out) {
    int length = payloadSize(message);
    if (out.remaining() < Limits.HEADER + length) {
      throw new BufferOverflowException();
    }
    PayloadWriter fields = new PayloadWriter(out);
    writeHeader(message, length, fields);
    write(message, fields);
  }

  private static int payloadSize(Message message) {
    MessageType type = message.type();
    if (!type.mayCarry(message.handle())) {
      throw new IllegalArgumentException(type + " with handle %#x".formatted(message.handle()));
    }
    PayloadWriter counter = new PayloadWriter(null);
    write(message, counter);
    counter.bounded(counter.size(), type.minimum(), Limits.MAX_PAYLOAD, "length of " + type);
    return counter.size();
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
  private static void writeHeader(Message message, int length, PayloadWriter out) {
    out.u8(message.type().number(), "type");
    out.u8(0, "flags");
    out.u16(length, "length");
    out.bits32(message.handle());
  }

  private static void write(Message message, PayloadWriter out) {
    switch (message.type()) {
      case HELLO -> writeHello((Hello) message, out);
      case CAPTURE_BEGIN -> writeCaptureBegin((CaptureBegin) message, out);
      case CAPTURE_DATA -> writeCaptureData((CaptureData) message, out);
      case CAPTURE_END -> out.u32(((CaptureEnd) message).crc(), "crc");
      case CAPTURE_CANCEL -> {}
      case ASK -> writeAsk((Ask) message, out);
      case ANSWER_ACK -> writeAnswerAck((AnswerAck) message, out);
      case STATUS -> writeStatus((Status) message, out);
      case LOG -> writeLog((Log) message, out);
      case PING -> out.u64(((Ping) message).nonce());
      case PONG -> out.u64(((Pong) message).nonce());
      case WELCOME -> writeWelcome((Welcome) message, out);
      case REFUSED -> writeRefused((Refused) message, out);
      case CAPTURE_ACCEPT -> out.u32(((CaptureAccept) message).offset(), "offset");
      case CAPTURE_PROGRESS -> out.u32(((CaptureProgress) message).received(), "received");
      case CAPTURE_STORED -> out.u8(((CaptureStored) message).promise().number(), "promise");
      case STAGE -> writeStage((Stage) message, out);
      case ANSWER_BEGIN -> writeId(((AnswerBegin) message).id(), out);
      case ANSWER_TEXT -> writeAnswerText((AnswerText) message, out);
      case ANSWER_END -> writeAnswerEnd((AnswerEnd) message, out);
      case DEFERRED -> writeDeferred((Deferred) message, out);
      case FAILED -> writeFailed((Failed) message, out);
      case PROFILE -> writeProfileData(((Profile) message).profile(), out);
      case CAPTURE_NOW ->
          out.text(((CaptureNow) message).question(), 0, Limits.MAX_QUESTION, "question");
      case NOTICE -> writeNotice((Notice) message, out);
      case TOKEN -> out.text(((Token) message).token(), 1, Limits.MAX_TOKEN, "token");
      case REBOOT -> out.u32(((Reboot) message).delayMillis(), "delay");
      case GOODBYE -> writeGoodbye((Goodbye) message, out);
    }
  }

  private static void writeHello(Hello hello, PayloadWriter out) {
    out.u16(hello.version(), "version");
    if (hello.version() != Limits.VERSION) {
      return;
    }
    writeHeartbeat(hello.heartbeat(), out);
    out.bounded(hello.answerBuffer(), Limits.MIN_ANSWER_BUFFER, Limits.UNKNOWN, "answer buffer");
    out.u32(hello.answerBuffer(), "answer buffer");
    out.u8(hello.charset().number(), "charset");
    out.bits32(hello.abilities());
    out.u64(hello.epoch());
    out.text(hello.device(), 1, Limits.MAX_DEVICE, "device");
    out.text(hello.token(), 1, Limits.MAX_TOKEN, "token");
    out.text(hello.firmware(), 0, Limits.MAX_LABEL, "firmware");
    out.text(hello.board(), 0, Limits.MAX_LABEL, "board");
  }

  private static void writeCaptureBegin(CaptureBegin begin, PayloadWriter out) {
    writeId(begin.id(), out);
    out.u32(begin.size(), "size");
    out.u32(begin.crc(), "crc");
    out.u32(begin.ageMillis(), "age");
    out.u16(begin.width(), "width");
    out.u16(begin.height(), "height");
    out.u8(begin.trigger().number(), "trigger");
    out.u8(begin.frameIndex(), "frame index");
    out.bounded(begin.frameCount(), begin.frameIndex() + 1, 0xFF, "frame count");
    out.u8(begin.frameCount(), "frame count");
    out.u8(begin.urgency().number(), "urgency");
    writeFlightRecord(begin.flight(), out);
    out.question(begin.question());
  }

  private static void writeCaptureData(CaptureData data, PayloadWriter out) {
    out.u32(data.offset(), "offset");
    out.rest(data.bytes());
  }

  private static void writeAsk(Ask ask, PayloadWriter out) {
    writeId(ask.id(), out);
    writeId(ask.parent(), out);
    out.question(ask.question());
  }

  private static void writeAnswerAck(AnswerAck ack, PayloadWriter out) {
    out.u32(ack.generation(), "generation");
    out.u32(ack.offset(), "offset");
    out.flag(ack.end());
  }

  private static void writeStatus(Status status, PayloadWriter out) {
    writeFlightRecord(status.flight(), out);
    out.u16(status.queued(), "queued");
    out.u32(status.dropped(), "dropped");
  }

  private static void writeLog(Log log, PayloadWriter out) {
    out.u8(log.level().number(), "level");
    out.u32(log.uptimeMillis(), "uptime");
    out.text(log.text(), 0, Limits.MAX_TEXT, "text");
  }

  private static void writeWelcome(Welcome welcome, PayloadWriter out) {
    out.u64(welcome.timeMillis());
    writeHeartbeat(welcome.heartbeat(), out);
    out.bounded(
        welcome.answerBuffer(),
        Limits.MIN_ANSWER_BUFFER,
        Limits.MAX_ANSWER_BUFFER,
        "answer buffer");
    out.u32(welcome.answerBuffer(), "answer buffer");
    out.u32(welcome.maxFrame(), "largest frame");
    out.bounded(welcome.maxFrames(), 1, 0xFF, "most frames");
    out.u8(welcome.maxFrames(), "most frames");
    out.bounded(welcome.maxInFlight(), 1, 0xFF, "most in flight");
    out.u8(welcome.maxInFlight(), "most in flight");
    writeProfileData(welcome.profile(), out);
  }

  private static void writeRefused(Refused refused, PayloadWriter out) {
    writeCode(refused.code(), MessageType.REFUSED, out);
    out.u32(refused.retryAfterMillis(), "retry after");
    writeHint(refused.hint(), out);
  }

  private static void writeStage(Stage stage, PayloadWriter out) {
    out.u8(stage.stage().number(), "stage");
    out.u32(stage.retryInMillis(), "retry in");
    out.text(stage.detail(), 0, Limits.MAX_TEXT, "detail");
  }

  private static void writeAnswerText(AnswerText text, PayloadWriter out) {
    writeGeneration(text.generation(), out);
    out.u32(text.offset(), "offset");
    out.rest(text.bytes());
  }

  private static void writeAnswerEnd(AnswerEnd end, PayloadWriter out) {
    out.u8(end.status().number(), "status");
    writeGeneration(end.generation(), out);
    out.u32(end.length(), "length");
    out.u32(end.promptTokens(), "prompt tokens");
    out.u32(end.answerTokens(), "answer tokens");
    out.u32(end.millis(), "milliseconds");
  }

  private static void writeDeferred(Deferred deferred, PayloadWriter out) {
    writeCode(deferred.code(), MessageType.DEFERRED, out);
    out.u32(deferred.retryAfterMillis(), "retry after");
    writeHint(deferred.hint(), out);
  }

  private static void writeFailed(Failed failed, PayloadWriter out) {
    writeCode(failed.code(), MessageType.FAILED, out);
    writeHint(failed.hint(), out);
  }

  private static void writeNotice(Notice notice, PayloadWriter out) {
    out.u8(notice.level().number(), "level");
    out.text(notice.text(), 0, Limits.MAX_TEXT, "text");
  }

  private static void writeGoodbye(Goodbye goodbye, PayloadWriter out) {
    writeCode(goodbye.code(), MessageType.GOODBYE, out);
    out.u32(goodbye.returnAfterMillis(), "return after");
    writeHint(goodbye.hint(), out);
  }

  private static void writeId(CaptureId id, PayloadWriter out) {
    out.u64(id.epoch());
    out.u32(id.number(), "number");
  }

  private static void writeFlightRecord(FlightRecord flight, PayloadWriter out) {
    out.u32(flight.freeHeap(), "free heap");
    out.u32(flight.largestBlock(), "largest block");
    out.u32(flight.freePsram(), "free PSRAM");
    out.u32(flight.uptimeSeconds(), "uptime");
    out.u32(flight.connectMillis(), "connect");
    out.u32(flight.handshakeMillis(), "handshake");
    out.u32(flight.writeStalls(), "write stalls");
    out.i8(flight.rssi(), FlightRecord.MIN_RSSI, 0, "RSSI");
    out.u8(flight.reset().number(), "reset");
  }

  private static void writeProfileData(ProfileData profile, PayloadWriter out) {
    out.u32(profile.version(), "profile version");
    out.u32(profile.intervalSeconds(), "interval");
    if (profile.quality() != ProfileData.OWN_QUALITY) {
      out.bounded(profile.quality(), 0, ProfileData.MAX_QUALITY, "quality");
    }
    out.u8(profile.quality(), "quality");
    out.flag(profile.flash());
    out.text(profile.frameSize(), 0, Limits.MAX_FRAME_SIZE_NAME, "frame size");
    out.text(profile.question(), 0, Limits.MAX_QUESTION, "question");
  }

  private static void writeHeartbeat(int seconds, PayloadWriter out) {
    out.bounded(seconds, Limits.MIN_HEARTBEAT, Limits.MAX_HEARTBEAT, "heartbeat");
    out.u16(seconds, "heartbeat");
  }

  private static void writeGeneration(long generation, PayloadWriter out) {
    out.bounded(generation, 1, Limits.UNKNOWN, "generation");
    out.u32(generation, "generation");
  }

  private static void writeCode(Code code, MessageType carrier, PayloadWriter out) {
    if (!code.mayRideOn(carrier)) {
      throw new IllegalArgumentException(carrier + " cannot carry " + code);
    }
    out.u16(code.number(), "code");
  }

  private static void writeHint(String hint, PayloadWriter out) {
    out.text(hint, 0, Limits.MAX_TEXT, "hint");
  }
}
