package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a capture, or a further question, on its way to the relay: the device's side of
 * section 10 of the specification.
 *
 * <pre>
 *             begin, first time               all sent
 *   WAITING ────────────────────► SENDING ◄──────────────► SENT ───► STORED
 *    ▲   └──► BEGUN ──ACCEPT────────┘    further ACCEPT
 *    │   begin, again
 *    └── DEFERRED or the link's end, from anywhere before STORED
 * </pre>
 *
 * A frame that was never sent goes out without waiting for ACCEPT, from its start. One that was
 * waits to be told what the relay has.
 */
final class Upload {

  /** Where the frame is. */
  enum State {
    /** To be begun, once its time has come. */
    WAITING,
    /** Begun; ACCEPT tells where to go on. */
    BEGUN,
    /** The frame is on its way. */
    SENDING,
    /** The frame was sent; STORED is awaited. */
    SENT,
    /** The relay keeps it; the end is awaited. */
    STORED
  }

  private final CaptureId id;

  /** Which of the capture's frames. */
  private final int index;

  private final long takenAt;

  /** What is to be sent; null from STORED on, when the frame is forgotten. */
  private @Nullable Shot shot;

  private State state = State.WAITING;

  /** The handle on this connection; 0 where there is none yet. */
  private int handle;

  /** The next byte of the frame to be sent. */
  private int offset;

  /** Whether this BEGIN was answered by an ACCEPT. */
  private boolean accepted;

  /** Whether the relay was told that no answer is wanted, since this was begun. */
  private boolean silenced;

  /** Whether a byte of the frame has ever left. */
  private boolean tried;

  /** Not to be begun before this time. */
  private long notBefore = Long.MIN_VALUE;

  Upload(Shot shot, int index, long now) {
    this.id = shot.id();
    this.index = index;
    this.shot = shot;
    this.takenAt = now;
  }

  CaptureId id() {
    return id;
  }

  State state() {
    return state;
  }

  int handle() {
    return handle;
  }

  int index() {
    return index;
  }

  /** The frame's bytes; 0 for a further question, and once the frame is forgotten. */
  int size() {
    return shot == null || shot.photos().isEmpty() ? 0 : shot.photos().get(index).size();
  }

  /** When it may be begun; the past unless it was deferred. */
  long notBefore() {
    return notBefore;
  }

  /** True while the relay knows of it on this connection and has not said STORED. */
  boolean unfinished() {
    return state == State.BEGUN || state == State.SENDING || state == State.SENT;
  }

  /**
   * Begins it on a handle, for the first time or again.
   *
   * @param welcome a frame beyond its bounds is not sent before it is accepted, which it hardly
   *     will be
   */
  DeviceMessage begin(int newHandle, Welcome welcome, FlightRecord flight, long now) {
    Shot what = Objects.requireNonNull(shot);
    handle = newHandle;
    offset = 0;
    accepted = false;
    silenced = false;
    if (what.photos().isEmpty()) {
      state = State.SENT;
      return new Ask(handle, id, Objects.requireNonNull(what.parent()), what.question());
    }
    Photo photo = what.photos().get(index);
    int count = what.photos().size();
    boolean beyond = photo.size() > welcome.maxFrame() || count > welcome.maxFrames();
    state = tried || beyond ? State.BEGUN : State.SENDING;
    return new CaptureBegin(
        handle,
        id,
        photo.size(),
        photo.crc(),
        Math.min(now - takenAt, Limits.UNKNOWN),
        photo.width(),
        photo.height(),
        what.trigger(),
        index,
        count,
        what.urgency(),
        what.question(),
        flight);
  }

  /** The next piece of the frame, or its end. Only while SENDING. */
  DeviceMessage next(int piece) {
    Photo photo = Objects.requireNonNull(shot).photos().get(index);
    if (offset == photo.size()) {
      state = State.SENT;
      return new CaptureEnd(handle, photo.crcNow());
    }
    int length = Math.min(piece, photo.size() - offset);
    CaptureData data = new CaptureData(handle, offset, photo.piece(offset, length));
    offset += length;
    tried = true;
    return data;
  }

  /** No answer is wanted any more: nothing more of the frame is sent. */
  void silence() {
    silenced = true;
    if (unfinished()) {
      state = State.SENT;
    }
  }

  /**
   * ACCEPT has come for an unfinished upload.
   *
   * @return false if it speaks of bytes that the frame does not have
   */
  boolean accept(long from) {
    if (silenced) {
      return true;
    }
    if (from > size()) {
      return false;
    }
    boolean first = !accepted;
    accepted = true;
    if (first && (state == State.SENT || (state == State.SENDING && from <= offset))) {
      return true; // what was sent without waiting need not be sent again
    }
    offset = (int) from;
    state = State.SENDING;
    return true;
  }

  /** STORED has come: the frame may go. */
  void stored() {
    state = State.STORED;
    shot = null;
  }

  /** DEFERRED has come. */
  void deferUntil(long time) {
    state = State.WAITING;
    notBefore = time;
  }

  /** The link is gone. */
  void unlink() {
    handle = 0;
    if (state != State.STORED) {
      state = State.WAITING;
    }
  }
}
