package io.camrelay.session;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** What devices say in tests. */
public final class Says {

  public static final long EPOCH = 0xe1;

  private Says() {}

  public static Hello hello(String device, String token, int heartbeat) {
    return new Hello(
        Limits.VERSION, heartbeat, 4_096, Charset.UTF_8, 0, EPOCH, device, token, "test", "desk");
  }

  public static CaptureBegin begin(int handle, long number, byte[] frame) {
    return new CaptureBegin(
        handle,
        new CaptureId(EPOCH, number),
        frame.length,
        crc(frame),
        0,
        0,
        0,
        Trigger.TOUCH,
        0,
        1,
        Urgency.NORMAL,
        "What is this?",
        FlightRecord.UNKNOWN);
  }

  /** One of several frames of a capture. */
  public static CaptureBegin begin(int handle, long number, int index, int count, byte[] frame) {
    return new CaptureBegin(
        handle,
        new CaptureId(EPOCH, number),
        frame.length,
        crc(frame),
        0,
        0,
        0,
        Trigger.BUTTON,
        index,
        count,
        Urgency.HIGH,
        "Frame " + index + "?",
        FlightRecord.UNKNOWN);
  }

  /** A whole upload of one of several frames. */
  public static List<DeviceMessage> upload(
      int handle, long number, int index, int count, byte[] frame) {
    List<DeviceMessage> messages = new ArrayList<>();
    messages.add(begin(handle, number, index, count, frame));
    messages.addAll(pieces(handle, frame, 0, frame.length));
    messages.add(new CaptureEnd(handle, crc(frame)));
    return messages;
  }

  public static long crc(byte[] frame) {
    CRC32 crc = new CRC32();
    crc.update(frame);
    return crc.getValue();
  }

  /** The frame from there to there, in pieces of 4 KB as boards send them. */
  public static List<DeviceMessage> pieces(int handle, byte[] frame, int from, int to) {
    List<DeviceMessage> pieces = new ArrayList<>();
    for (int at = from; at < to; at += 4_096) {
      int length = Math.min(4_096, to - at);
      pieces.add(new CaptureData(handle, at, ByteBuffer.wrap(frame, at, length)));
    }
    return pieces;
  }

  /** A whole upload. */
  public static List<DeviceMessage> upload(int handle, long number, byte[] frame) {
    List<DeviceMessage> messages = new ArrayList<>();
    messages.add(begin(handle, number, frame));
    messages.addAll(pieces(handle, frame, 0, frame.length));
    messages.add(new CaptureEnd(handle, crc(frame)));
    return messages;
  }

  /** A failure, or an answer without text, was taken in. */
  public static AnswerAck acknowledge(int handle) {
    return new AnswerAck(handle, 0, 0, true);
  }
}
