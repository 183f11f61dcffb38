package io.camrelay.protocol;

import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
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

/**
 * Reads each type's fields, in the order in which they lie in the payload; {@link MessageWriter} is
 * its mirror. Bytes after the last field are left alone: they are from a later time.
 */
final class MessageFields {

  private MessageFields() {}

  static Message read(MessageType type, int handle, PayloadReader in) {
    return switch (type) {
      case HELLO -> readHello(in);
      case CAPTURE_BEGIN -> readCaptureBegin(handle, in);
      case CAPTURE_DATA -> readCaptureData(handle, in);
      case CAPTURE_END -> readCaptureEnd(handle, in);
      case CAPTURE_CANCEL -> new CaptureCancel(handle);
      case ASK -> readAsk(handle, in);
      case ANSWER_ACK -> readAnswerAck(handle, in);
      case STATUS -> readStatus(in);
      case LOG -> readLog(in);
      case PING -> new Ping(in.u64("nonce"));
      case PONG -> new Pong(in.u64("nonce"));
      case WELCOME -> readWelcome(in);
      case REFUSED -> readRefused(in);
      case CAPTURE_ACCEPT -> new CaptureAccept(handle, in.u32("offset"));
      case CAPTURE_PROGRESS -> new CaptureProgress(handle, in.u32("received"));
      case CAPTURE_STORED -> new CaptureStored(handle, Promise.of(in.u8("promise")));
      case STAGE -> readStage(handle, in);
      case ANSWER_BEGIN -> new AnswerBegin(handle, readId(in));
      case ANSWER_TEXT -> readAnswerText(handle, in);
      case ANSWER_END -> readAnswerEnd(handle, in);
      case DEFERRED -> readDeferred(handle, in);
      case FAILED -> readFailed(handle, in);
      case PROFILE -> new Profile(readProfileData(in));
      case CAPTURE_NOW -> new CaptureNow(in.text(0, Limits.MAX_QUESTION, "question"));
      case NOTICE -> readNotice(in);
      case TOKEN -> new Token(in.text(1, Limits.MAX_TOKEN, "token"));
      case REBOOT -> new Reboot(in.u32("delay"));
      case GOODBYE -> readGoodbye(in);
    };
  }

  /** Of another version nothing but the number is known, so nothing else is read. */
  private static Hello readHello(PayloadReader in) {
    int version = in.u16("version");
    if (version != Limits.VERSION) {
      return new Hello(
          version,
          Limits.MIN_HEARTBEAT,
          Limits.MIN_ANSWER_BUFFER,
          Charset.ASCII,
          0,
          0,
          "",
          "",
          "",
          "");
    }
    return new Hello(
        version,
        readHeartbeat(in),
        in.bounded(
            in.u32("answer buffer"), Limits.MIN_ANSWER_BUFFER, Limits.UNKNOWN, "answer buffer"),
        Charset.of(in.u8("charset")),
        in.bits32("abilities"),
        in.u64("epoch"),
        in.text(1, Limits.MAX_DEVICE, "device"),
        in.text(1, Limits.MAX_TOKEN, "token"),
        in.text(0, Limits.MAX_LABEL, "firmware"),
        in.text(0, Limits.MAX_LABEL, "board"));
  }

  private static CaptureBegin readCaptureBegin(int handle, PayloadReader in) {
    CaptureId id = readId(in);
    long size = in.u32("size");
    long crc = in.u32("crc");
    long ageMillis = in.u32("age");
    int width = in.u16("width");
    int height = in.u16("height");
    Trigger trigger = Trigger.of(in.u8("trigger"));
    int frameIndex = in.u8("frame index");
    int frameCount = in.bounded(in.u8("frame count"), frameIndex + 1, 0xFF, "frame count");
    Urgency urgency = Urgency.of(in.u8("urgency"));
    FlightRecord flight = readFlightRecord(in);
    return new CaptureBegin(
        handle,
        id,
        size,
        crc,
        ageMillis,
        width,
        height,
        trigger,
        frameIndex,
        frameCount,
        urgency,
        in.question(),
        flight);
  }

  private static CaptureData readCaptureData(int handle, PayloadReader in) {
    return new CaptureData(handle, in.u32("offset"), in.rest());
  }

  private static CaptureEnd readCaptureEnd(int handle, PayloadReader in) {
    return new CaptureEnd(handle, in.u32("crc"));
  }

  private static Ask readAsk(int handle, PayloadReader in) {
    return new Ask(handle, readId(in), readId(in), in.question());
  }

  private static AnswerAck readAnswerAck(int handle, PayloadReader in) {
    return new AnswerAck(handle, in.u32("generation"), in.u32("offset"), in.flag("end"));
  }

  private static Status readStatus(PayloadReader in) {
    return new Status(readFlightRecord(in), in.u16("queued"), in.u32("dropped"));
  }

  private static DeviceMessage.Log readLog(PayloadReader in) {
    LogLevel level = LogLevel.of(in.u8("level"));
    return new Log(level, in.u32("uptime"), in.text(0, Limits.MAX_TEXT, "text"));
  }

  private static Welcome readWelcome(PayloadReader in) {
    return new Welcome(
        in.u64("time"),
        readHeartbeat(in),
        in.bounded(
            in.u32("answer buffer"),
            Limits.MIN_ANSWER_BUFFER,
            Limits.MAX_ANSWER_BUFFER,
            "answer buffer"),
        in.u32("largest frame"),
        in.bounded(in.u8("most frames"), 1, 0xFF, "most frames"),
        in.bounded(in.u8("most in flight"), 1, 0xFF, "most in flight"),
        readProfileData(in));
  }

  private static Refused readRefused(PayloadReader in) {
    return new Refused(readCode(in), in.u32("retry after"), readHint(in));
  }

  private static Stage readStage(int handle, PayloadReader in) {
    StageKind stage = StageKind.of(in.u8("stage"));
    return new Stage(handle, stage, in.u32("retry in"), in.text(0, Limits.MAX_TEXT, "detail"));
  }

  private static AnswerText readAnswerText(int handle, PayloadReader in) {
    return new AnswerText(handle, readGeneration(in), in.u32("offset"), in.rest());
  }

  private static AnswerEnd readAnswerEnd(int handle, PayloadReader in) {
    return new AnswerEnd(
        handle,
        AnswerStatus.of(in.u8("status")),
        readGeneration(in),
        in.u32("length"),
        in.u32("prompt tokens"),
        in.u32("answer tokens"),
        in.u32("milliseconds"));
  }

  private static Deferred readDeferred(int handle, PayloadReader in) {
    return new Deferred(handle, readCode(in), in.u32("retry after"), readHint(in));
  }

  private static Failed readFailed(int handle, PayloadReader in) {
    return new Failed(handle, readCode(in), readHint(in));
  }

  private static Notice readNotice(PayloadReader in) {
    return new Notice(LogLevel.of(in.u8("level")), in.text(0, Limits.MAX_TEXT, "text"));
  }

  private static Goodbye readGoodbye(PayloadReader in) {
    return new Goodbye(readCode(in), in.u32("return after"), readHint(in));
  }

  private static CaptureId readId(PayloadReader in) {
    return new CaptureId(in.u64("epoch"), in.u32("number"));
  }

  private static FlightRecord readFlightRecord(PayloadReader in) {
    return new FlightRecord(
        in.u32("free heap"),
        in.u32("largest block"),
        in.u32("free PSRAM"),
        in.u32("uptime"),
        in.u32("connect"),
        in.u32("handshake"),
        in.u32("write stalls"),
        knownRssi(in.i8("RSSI")),
        ResetReason.of(in.u8("reset")));
  }

  /** Drivers give odd values while there is no link; that is no reason to hang up. */
  private static int knownRssi(int rssi) {
    return rssi >= FlightRecord.MIN_RSSI && rssi < 0 ? rssi : 0;
  }

  private static ProfileData readProfileData(PayloadReader in) {
    long version = in.u32("profile version");
    long intervalSeconds = in.u32("interval");
    int quality = in.u8("quality");
    if (quality != ProfileData.OWN_QUALITY) {
      in.bounded(quality, 0, ProfileData.MAX_QUALITY, "quality");
    }
    boolean flash = in.flag("flash");
    String frameSize = in.text(0, Limits.MAX_FRAME_SIZE_NAME, "frame size");
    String question = in.text(0, Limits.MAX_QUESTION, "question");
    return new ProfileData(version, frameSize, quality, intervalSeconds, flash, question);
  }

  private static int readHeartbeat(PayloadReader in) {
    return in.bounded(in.u16("heartbeat"), Limits.MIN_HEARTBEAT, Limits.MAX_HEARTBEAT, "heartbeat");
  }

  private static long readGeneration(PayloadReader in) {
    return in.bounded(in.u32("generation"), 1, Limits.UNKNOWN, "generation");
  }

  private static Code readCode(PayloadReader in) {
    return Code.of(in.u16("code"));
  }

  private static String readHint(PayloadReader in) {
    return in.text(0, Limits.MAX_TEXT, "hint");
  }
}
