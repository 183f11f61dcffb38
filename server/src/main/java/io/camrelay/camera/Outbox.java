package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureProgress;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The captures that have no end yet, in the order in which they were taken, and which of them is to
 * be spoken of next. Handles rise through a connection and are bound to one frame each.
 */
final class Outbox {

  /** Captures that may wait for their answers; beyond it a press is dropped. */
  static final int MAX_STORED = 10_000;

  /** A capture is not begun again sooner than this, whatever DEFERRED says. */
  static final long LEAST_DEFERRAL_MILLIS = 100;

  private final CameraSettings settings;
  private final CameraListener listener;

  /** Captures that the relay does not keep yet, oldest first. */
  private final Map<CaptureId, Outgoing> toSend = new LinkedHashMap<>();

  /** Captures that the relay keeps, and has not ended. */
  private final Map<CaptureId, Outgoing> stored = new HashMap<>();

  /** Those without an end that the maker does not want answered any more. */
  private final List<Outgoing> cancelled = new ArrayList<>();

  /** What this connection's handles stand for. */
  private final Map<Integer, Upload> handles = new HashMap<>();

  /** The handle that is bound next on this connection. */
  private int nextHandle = 1;

  /** The upload that sent the last piece; the next piece is another's, where there is one. */
  private @Nullable Upload lastServed;

  Outbox(CameraSettings settings, CameraListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Puts a capture in; false if there is no room. */
  boolean add(Shot shot, long now) {
    boolean known = toSend.containsKey(shot.id());
    if (known || toSend.size() == settings.outbox() || stored.size() == MAX_STORED) {
      return false;
    }
    stored.remove(shot.id());
    toSend.put(shot.id(), new Outgoing(shot, now));
    return true;
  }

  /** Captures that the relay does not keep yet. */
  int queued() {
    return toSend.size();
  }

  /** What is to be said next about a capture, or null if nothing is for now. */
  @Nullable DeviceMessage next(Welcome welcome, FlightRecord flight, long now) {
    Outgoing unwanted = unwanted();
    if (unwanted != null) {
      return unwanted.sayCancel();
    }
    Upload due = dueToBegin(welcome, now);
    if (due != null) {
      handles.remove(due.handle());
      handles.put(nextHandle, due);
      outgoing(due).begun();
      return due.begin(nextHandle++, welcome, flight, now);
    }
    Upload turn = sendingAfter(lastServed);
    lastServed = turn;
    return turn == null ? null : turn.next(settings.piece());
  }

  /** When a deferred capture may be begun again, after this time; never where there is none. */
  long wakeAt(long now) {
    long earliest = Long.MAX_VALUE;
    for (Upload upload : uploads()) {
      if (upload.state() == Upload.State.WAITING && upload.notBefore() > now) {
        earliest = Math.min(earliest, upload.notBefore());
      }
    }
    return earliest;
  }

  /** The capture that a handle stands for, also where its end has come on another handle. */
  @Nullable CaptureId capture(int handle) {
    Upload upload = handles.get(handle);
    return upload == null ? null : upload.id();
  }

  /** The upload that a handle stands for; null where its capture is over. */
  private @Nullable Upload upload(int handle) {
    Upload upload = handles.get(handle);
    Outgoing outgoing = upload == null ? null : outgoing(upload.id());
    return outgoing != null && outgoing.uploads().contains(upload) ? upload : null;
  }

  /** A capture that has no end yet; null where there is none. */
  @Nullable Outgoing outgoing(CaptureId id) {
    Outgoing outgoing = toSend.get(id);
    return outgoing == null ? stored.get(id) : outgoing;
  }

  private Outgoing outgoing(Upload upload) {
    return Objects.requireNonNull(outgoing(upload.id()));
  }

  private List<Upload> uploads() {
    return toSend.values().stream().flatMap(outgoing -> outgoing.uploads().stream()).toList();
  }

  /** The maker does not want an answer to this capture any more. */
  void cancel(CaptureId id) {
    Outgoing outgoing = outgoing(id);
    if (outgoing != null && !cancelled.contains(outgoing)) {
      outgoing.cancel();
      cancelled.add(outgoing);
    }
  }

  /** ACCEPT has come. Returns what is wrong with it, or null. */
  @Nullable String accepted(CaptureAccept message) {
    Upload upload = upload(message.handle());
    if (upload == null || !upload.unfinished()) {
      return null;
    }
    if (!upload.accept(message.offset())) {
      return "ACCEPT at %d of %d bytes".formatted(message.offset(), upload.size());
    }
    listener.heard(new CameraEvent.Accepted(upload.id(), message.offset()));
    return null;
  }

  /** PROGRESS has come. */
  void progress(CaptureProgress message) {
    Upload upload = upload(message.handle());
    if (upload != null && upload.unfinished()) {
      listener.heard(new CameraEvent.Progress(upload.id(), message.received(), upload.size()));
    }
  }

  /** STORED has come: the frame may go. */
  void stored(CaptureStored message, long now) {
    Upload upload = upload(message.handle());
    if (upload != null && upload.unfinished()) {
      upload.stored();
      Outgoing outgoing = outgoing(upload);
      if (outgoing.stored()) {
        toSend.remove(upload.id());
        stored.put(upload.id(), outgoing);
        listener.heard(
            new CameraEvent.Stored(upload.id(), message.promise(), now - outgoing.takenAt()));
      } else {
        listener.heard(
            new CameraEvent.FrameStored(
                upload.id(), upload.index(), outgoing.storedFrames(), outgoing.uploads().size()));
      }
    }
  }

  /** DEFERRED has come: the capture is begun again when it says. */
  void deferred(Deferred message, long now) {
    Upload upload = upload(message.handle());
    if (upload != null && upload.unfinished()) {
      long wait = Math.max(message.retryAfterMillis(), LEAST_DEFERRAL_MILLIS);
      upload.deferUntil(now + wait);
      listener.heard(new CameraEvent.Deferred(upload.id(), message.code(), wait, message.hint()));
    }
  }

  /** The capture has its end. */
  void ended(CaptureId id) {
    Outgoing outgoing = outgoing(id);
    if (outgoing != null && outgoing.uploads().size() > 1) {
      // Nothing more is heard on any but the last.
      Upload last = outgoing.lastBound().orElse(null);
      handles.values().removeIf(one -> one != last && outgoing.uploads().contains(one));
    }
    toSend.remove(id);
    stored.remove(id);
    cancelled.removeIf(other -> other.id().equals(id));
  }

  /** A handle has served its purpose. */
  void release(int handle) {
    handles.remove(handle);
  }

  /** The link is gone: everything that is not stored is to be begun again. */
  void unlink() {
    toSend.values().forEach(Outgoing::unlink);
    stored.values().forEach(Outgoing::unlink);
    handles.clear();
    nextHandle = 1;
    lastServed = null;
  }

  private @Nullable Outgoing unwanted() {
    for (Outgoing outgoing : cancelled) {
      if (outgoing.cancelDue()) {
        return outgoing;
      }
    }
    return null;
  }

  private @Nullable Upload dueToBegin(Welcome welcome, long now) {
    int unfinished = 0;
    int sending = 0;
    for (Upload upload : uploads()) {
      unfinished += upload.unfinished() ? 1 : 0;
      sending += upload.unfinished() && upload.state() != Upload.State.SENT ? 1 : 0;
    }
    if (unfinished >= welcome.maxInFlight()
        || sending >= settings.uploadsAtOnce()
        || nextHandle == Limits.RELAY_HANDLES) {
      return null;
    }
    for (Upload upload : uploads()) {
      CaptureId parent = outgoing(upload).parent();
      boolean parentFirst = parent != null && toSend.containsKey(parent);
      if (upload.state() == Upload.State.WAITING && upload.notBefore() <= now && !parentFirst) {
        return upload;
      }
    }
    return null;
  }

  /** The next one that sends, behind the one that was served last. */
  private @Nullable Upload sendingAfter(@Nullable Upload last) {
    Upload first = null;
    boolean behind = last == null;
    for (Upload upload : uploads()) {
      if (upload.state() == Upload.State.SENDING) {
        if (behind) {
          return upload;
        }
        first = first == null ? upload : first;
      }
      behind |= upload == last;
    }
    return first;
  }
}
