package io.camrelay.protocol;

import java.nio.ByteBuffer;

/** What the relay may send. */
public sealed interface RelayMessage extends Message
    permits RelayMessage.Welcome,
        RelayMessage.Refused,
        RelayMessage.CaptureAccept,
        RelayMessage.CaptureProgress,
        RelayMessage.CaptureStored,
        RelayMessage.Stage,
        RelayMessage.AnswerBegin,
        RelayMessage.AnswerText,
        RelayMessage.AnswerEnd,
        RelayMessage.Deferred,
        RelayMessage.Failed,
        RelayMessage.Profile,
        RelayMessage.CaptureNow,
        RelayMessage.Notice,
        RelayMessage.Token,
        RelayMessage.Reboot,
        RelayMessage.Goodbye,
        Ping,
        Pong {

  /**
   * The device is in.
   *
   * @param timeMillis the relay's clock, milliseconds since 1970 UTC
   * @param heartbeat seconds, as agreed: the device's wish within the relay's bounds
   * @param answerBuffer the credit that the relay will use, at most what the device announced
   * @param maxFrame the largest frame that will be taken, in bytes
   * @param maxFrames the most frames that one capture may hold
   * @param maxInFlight the most captures whose upload may be unfinished at a time
   * @param profile what the operator has set for the device
   */
  record Welcome(
      long timeMillis,
      int heartbeat,
      long answerBuffer,
      long maxFrame,
      int maxFrames,
      int maxInFlight,
      ProfileData profile)
      implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.WELCOME;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /**
   * The device is not let in; the connection closes.
   *
   * @param code why
   * @param retryAfterMillis when trying again may help
   * @param hint what the maker can do
   */
  record Refused(Code code, long retryAfterMillis, String hint) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.REFUSED;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /**
   * The frame may come.
   *
   * @param offset the bytes that the relay already has; go on from there
   */
  record CaptureAccept(int handle, long offset) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_ACCEPT;
    }
  }

  /**
   * How far the upload has come.
   *
   * @param received bytes of the frame that have arrived
   */
  record CaptureProgress(int handle, long received) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_PROGRESS;
    }
  }

  /**
   * The capture is durable; the device may forget the frame.
   *
   * @param promise what would have to fail for the capture to be lost
   */
  record CaptureStored(int handle, Promise promise) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_STORED;
    }
  }

  /**
   * What happens to the capture just now.
   *
   * @param stage the stage it has reached
   * @param retryInMillis when the relay tries again, 0 where that does not apply
   * @param detail the model's name, or why it is waiting; may be empty
   */
  record Stage(int handle, StageKind stage, long retryInMillis, String detail)
      implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.STAGE;
    }
  }

  /**
   * An answer or a failure is about to come; binds a relay's handle where the header has one.
   *
   * @param id the capture that is answered
   */
  record AnswerBegin(int handle, CaptureId id) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.ANSWER_BEGIN;
    }
  }

  /**
   * A piece of the answer, in the device's charset, never splitting a code point.
   *
   * @param generation starts at 1; a higher one begins the answer anew at offset 0
   * @param offset where in the answer the piece begins, counted in bytes as sent
   * @param bytes the piece
   */
  record AnswerText(int handle, long generation, long offset, ByteBuffer bytes)
      implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.ANSWER_TEXT;
    }
  }

  /**
   * The answer is whole.
   *
   * @param status whether the model said all it had to say
   * @param generation the generation that is the answer
   * @param length the answer's bytes as sent
   * @param promptTokens as billed, {@link Limits#UNKNOWN} where the provider did not say
   * @param answerTokens as billed, {@link Limits#UNKNOWN} where the provider did not say
   * @param millis from STORED to the end of the answer
   */
  record AnswerEnd(
      int handle,
      AnswerStatus status,
      long generation,
      long length,
      long promptTokens,
      long answerTokens,
      long millis)
      implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.ANSWER_END;
    }
  }

  /**
   * Not now. No end: the device keeps the frame and begins the same capture again.
   *
   * @param code why
   * @param retryAfterMillis when to come back
   * @param hint what the maker can do, or need not do
   */
  record Deferred(int handle, Code code, long retryAfterMillis, String hint)
      implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.DEFERRED;
    }
  }

  /**
   * The capture has ended without an answer. Final and durable; acknowledged like an answer.
   *
   * @param code why
   * @param hint what the maker can do
   */
  record Failed(int handle, Code code, String hint) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.FAILED;
    }
  }

  /** What the operator has set for the device, when it changes. */
  record Profile(ProfileData profile) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.PROFILE;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /**
   * Take a photo now.
   *
   * @param question what to ask about it, empty for the profile's
   */
  record CaptureNow(String question) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.CAPTURE_NOW;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /** A text to show on the monitor. */
  record Notice(LogLevel level, String text) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.NOTICE;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /** The device's next secret; the old one serves until the new one was used once. */
  record Token(String token) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.TOKEN;
    }

    @Override
    public int handle() {
      return 0;
    }

    /** Leaves the token out: messages are logged. */
    @Override
    public String toString() {
      return "Token[***]";
    }
  }

  /** Start anew once what is under way is safe. */
  record Reboot(long delayMillis) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.REBOOT;
    }

    @Override
    public int handle() {
      return 0;
    }
  }

  /**
   * The relay closes the connection.
   *
   * @param code why
   * @param returnAfterMillis when to come back
   * @param hint what the maker can do, or need not do
   */
  record Goodbye(Code code, long returnAfterMillis, String hint) implements RelayMessage {

    @Override
    public MessageType type() {
      return MessageType.GOODBYE;
    }

    @Override
    public int handle() {
      return 0;
    }
  }
}
