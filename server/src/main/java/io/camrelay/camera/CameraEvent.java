package io.camrelay.camera;

import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.StageKind;
import io.camrelay.protocol.Trigger;

/** What a camera goes through. {@link Kind} tells which one it is. */
public sealed interface CameraEvent {

  /** One for each event. */
  enum Kind {
    CONNECTING,
    SECURED,
    WELCOMED,
    REFUSED,
    GOODBYE,
    LINK_LOST,
    RELAY_MISBEHAVED,
    TAKEN,
    DROPPED,
    ACCEPTED,
    PROGRESS,
    FRAME_STORED,
    STORED,
    STAGE,
    DEFERRED,
    ANSWER_BEGUN,
    ANSWER_RESTARTED,
    ANSWER_PIECE,
    ANSWERED,
    FAILED,
    END_REPEATED,
    PROFILE,
    NOTICE,
    PHOTO_WANTED,
    TOKEN_CHANGED,
    REBOOT
  }

  /** Which event this is. */
  Kind kind();

  /** An event in the life of one capture. */
  sealed interface OfCapture extends CameraEvent {

    /** The capture. */
    CaptureId capture();
  }

  // The link.

  /**
   * It begins to connect.
   *
   * @param host where the relay is
   * @param port where the relay is
   * @param attempt which try since the last WELCOME this is, from 1
   */
  record Connecting(String host, int port, int attempt) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.CONNECTING;
    }
  }

  /**
   * TLS is up, and the relay's certificate was checked.
   *
   * @param tls the version and the cipher suite
   * @param connectMillis how long TCP took
   * @param handshakeMillis how long TLS took
   */
  record Secured(String tls, long connectMillis, long handshakeMillis) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.SECURED;
    }
  }

  /** The relay has let it in. */
  record Welcomed(Welcome welcome) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.WELCOMED;
    }
  }

  /**
   * The relay has not let it in.
   *
   * @param retryAfterMillis when trying again may help, 0 where the relay does not say
   */
  record Refused(Code code, long retryAfterMillis, String hint) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.REFUSED;
    }
  }

  /**
   * The relay closes the connection.
   *
   * @param returnAfterMillis when to come back, 0 where the relay does not say
   */
  record Goodbye(Code code, long returnAfterMillis, String hint) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.GOODBYE;
    }
  }

  /**
   * There is no link any more, or none came about.
   *
   * @param cause why, as far as the camera can tell
   * @param returnInMillis how long until it tries again
   */
  record LinkLost(String cause, long returnInMillis) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.LINK_LOST;
    }
  }

  /**
   * The relay has broken the protocol, and the camera hangs up.
   *
   * @param detail how
   */
  record RelayMisbehaved(String detail) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.RELAY_MISBEHAVED;
    }
  }

  // A capture on its way in.

  /**
   * Photos were taken, or a further question asked, and wait in the outbox.
   *
   * @param frames how many; 0 for a further question
   * @param bytes the size of all frames; 0 for a further question
   * @param width the first one's in pixels, 0 if not known
   * @param height the first one's in pixels, 0 if not known
   * @param question empty for the profile's
   */
  record Taken(
      CaptureId capture,
      int frames,
      int bytes,
      int width,
      int height,
      Trigger trigger,
      String question)
      implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.TAKEN;
    }
  }

  /**
   * A press was lost, because the outbox is full.
   *
   * @param dropped how many were lost since the camera started
   */
  record Dropped(CaptureId capture, long dropped) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.DROPPED;
    }
  }

  /**
   * The relay takes the frame.
   *
   * @param offset what it already has of it
   */
  record Accepted(CaptureId capture, long offset) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.ACCEPTED;
    }
  }

  /**
   * How far the frame has come.
   *
   * @param received bytes that the relay has
   * @param size bytes of the frame
   */
  record Progress(CaptureId capture, long received, long size) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.PROGRESS;
    }
  }

  /**
   * The relay keeps one frame of several, and not yet all.
   *
   * @param index which one, from 0
   * @param stored how many it keeps
   * @param count how many the capture has
   */
  record FrameStored(CaptureId capture, int index, int stored, int count) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.FRAME_STORED;
    }
  }

  /**
   * The relay keeps the capture with all its frames, and the camera forgets them.
   *
   * @param millis since it was taken
   */
  record Stored(CaptureId capture, Promise promise, long millis) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.STORED;
    }
  }

  /** What the relay does with the capture just now. */
  record Stage(CaptureId capture, StageKind stage, long retryInMillis, String detail)
      implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.STAGE;
    }
  }

  /** Not now: the camera keeps the frame and comes back with it. */
  record Deferred(CaptureId capture, Code code, long retryInMillis, String hint)
      implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.DEFERRED;
    }
  }

  // An answer.

  /** An answer or a failure is about to come. */
  record AnswerBegun(CaptureId capture) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.ANSWER_BEGUN;
    }
  }

  /** What was shown of the answer is void: it begins anew. */
  record AnswerRestarted(CaptureId capture, long generation) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.ANSWER_RESTARTED;
    }
  }

  /** The next piece of the answer. */
  record AnswerPiece(CaptureId capture, long generation, long offset, String text)
      implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.ANSWER_PIECE;
    }
  }

  /**
   * The answer is whole.
   *
   * @param millis from STORED to the end, by the relay's clock
   */
  record Answered(
      CaptureId capture,
      AnswerStatus status,
      long generation,
      long length,
      long promptTokens,
      long answerTokens,
      long millis)
      implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.ANSWERED;
    }
  }

  /** The capture has ended without an answer. */
  record Failed(CaptureId capture, Code code, String hint) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.FAILED;
    }
  }

  /** An end has come that the camera had already; it was acknowledged again, and no more. */
  record EndRepeated(CaptureId capture) implements OfCapture {
    @Override
    public Kind kind() {
      return Kind.END_REPEATED;
    }
  }

  // What the operator wants.

  /** The operator has changed the profile. */
  record Profile(ProfileData profile) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.PROFILE;
    }
  }

  /** A text for the monitor. */
  record Notice(LogLevel level, String text) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.NOTICE;
    }
  }

  /** The operator, or the profile's interval, wants a photo. */
  record PhotoWanted(Trigger trigger, String question) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.PHOTO_WANTED;
    }
  }

  /** A new token was kept; the next connection uses it. */
  record TokenChanged() implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.TOKEN_CHANGED;
    }
  }

  /** The camera will start anew once what is under way is safe, and not before the delay. */
  record Reboot(long delayMillis) implements CameraEvent {
    @Override
    public Kind kind() {
      return Kind.REBOOT;
    }
  }
}
