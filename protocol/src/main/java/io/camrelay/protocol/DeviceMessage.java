package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** What a device may send. */
public sealed interface DeviceMessage extends Message
    permits DeviceMessage.Hello,
        DeviceMessage.CaptureBegin,
        DeviceMessage.CaptureData,
        DeviceMessage.CaptureEnd,
        DeviceMessage.CaptureCancel,
        DeviceMessage.Ask,
        DeviceMessage.AnswerAck,
        DeviceMessage.Status,
        DeviceMessage.Log,
        Ping,
        Pong {

  /**
   * True where a device's question may be asked: at most {@link Limits#MAX_QUESTION} bytes of UTF-8
   * without U+FFFD, which the reader puts where the bytes were no UTF-8. The reader lets the others
   * through, because a bad question costs its capture and not the connection.
   */
  static boolean isGoodQuestion(String question) {
    return question.getBytes(UTF_8).length <= Limits.MAX_QUESTION && question.indexOf('\uFFFD') < 0;
  }

  /**
   * Opens the session; the first message of every connection.
   *
   * @param version the protocol's version, {@link Limits#VERSION}
   * @param heartbeat seconds between signs of life when idle, {@link Limits#MIN_HEARTBEAT} to
   *     {@link Limits#MAX_HEARTBEAT}
   * @param answerBuffer the bytes of answer that the device can hold unread: the relay's credit
   * @param charset what the device's monitor can show
   * @param abilities a set of {@link Ability} bits
   * @param epoch the device's epoch, see {@link CaptureId}
   * @param device its name
   * @param token its secret
   * @param firmware name and version of its software
   * @param board what it runs on
   */
  record Hello(
      int version,
      int heartbeat,
      long answerBuffer,
      Charset charset,
      int abilities,
      long epoch,
      String device,
      String token,
      String firmware,
      String board)
      implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.HELLO;
    }

    @Override
    public int handle() {
      return 0;
    }

    /** Leaves the token out: messages are logged. */
    @Override
    public String toString() {
      return "Hello[version=%d, heartbeat=%d, answerBuffer=%d, charset=%s, abilities=%#x, epoch=%x, device=%s, firmware=%s, board=%s]"
          .formatted(
              version, heartbeat, answerBuffer, charset, abilities, epoch, device, firmware, board);
    }
  }

  /**
   * Announces a frame and binds the handle to the capture's identity.
   *
   * @param id the capture's identity
   * @param size the frame's bytes
   * @param crc CRC-32 of the whole frame, as in {@link CaptureEnd}: another frame under a known
   *     identity is a CONFLICT from its first message on, and two frames are never mixed on resume
   * @param ageMillis how long ago the frame was taken
   * @param width pixels as the camera says, 0 when it does not know
   * @param height pixels as the camera says, 0 when it does not know
   * @param trigger what started the capture
   * @param frameIndex which frame of the capture this is, from 0
   * @param frameCount how many frames the capture has
   * @param urgency how much the device minds waiting
   * @param question the question, empty for the profile's
   * @param flight the device's state when the capture was made
   */
  record CaptureBegin(
      int handle,
      CaptureId id,
      long size,
      long crc,
      long ageMillis,
      int width,
      int height,
      Trigger trigger,
      int frameIndex,
      int frameCount,
      Urgency urgency,
      String question,
      FlightRecord flight)
      implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_BEGIN;
    }
  }

  /**
   * A piece of the frame.
   *
   * @param offset where in the frame the piece begins
   * @param bytes the piece; a view of the reader's buffer, valid until the next read
   */
  record CaptureData(int handle, long offset, ByteBuffer bytes) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_DATA;
    }
  }

  /**
   * Ends the frame.
   *
   * @param crc CRC-32 (IEEE 802.3, as in zip) of the whole frame, unsigned; computed again over
   *     what was really sent, so that a frame which changed in the device's memory is found
   */
  record CaptureEnd(int handle, long crc) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_END;
    }
  }

  /** The device no longer wants an answer. */
  record CaptureCancel(int handle) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_CANCEL;
    }
  }

  /**
   * A capture without a frame of its own: a further question about an earlier one of this device.
   *
   * @param id the identity of this capture
   * @param parent the capture whose frame and conversation it goes on with
   * @param question what is asked, not empty
   */
  record Ask(int handle, CaptureId id, CaptureId parent, String question) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.ASK;
    }
  }

  /**
   * Says how far the device has taken an answer in, or that it has the end and the relay may forget
   * it.
   *
   * @param generation the answer's generation that the offset is in
   * @param offset the bytes taken in, counted from the start of the answer: credit
   * @param end true once ANSWER_END or FAILED was taken in
   */
  record AnswerAck(int handle, long generation, long offset, boolean end) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.ANSWER_ACK;
    }
  }

  /**
   * How the device is.
   *
   * @param flight its memory, link and uptime now
   * @param queued captures that wait in its outbox
   * @param dropped captures that a full outbox has cost since it started
   */
  record Status(FlightRecord flight, int queued, long dropped) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.STATUS;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /**
   * A line of the device's log.
   *
   * @param level how bad it is
   * @param uptimeMillis the device's clock when it was written
   * @param text the line
   */
  record Log(LogLevel level, long uptimeMillis, String text) implements DeviceMessage {

    @Override
    public MessageType type() {
      return MessageType.LOG;
    }

    @Override
    public int handle() {
      return 0;
    }
  }
}
