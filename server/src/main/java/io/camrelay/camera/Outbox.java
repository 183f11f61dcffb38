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
import org.jspecify.annotations.Nullable;

/**
 * The captures that have no end yet, in the order in which they were taken, and which of them is to
 * be spoken of next. Handles rise through a connection and are bound to one capture each.
 */
final class Outbox {

  /** Captures that may wait for their answers; beyond it a press is dropped. */
  static final int MAX_STORED = 10_000;

  /** A capture is not begun again sooner than this, whatever DEFERRED says. */
  static final long LEAST_DEFERRAL_MILLIS = 100;

  private final CameraSettings settings;
  private final CameraListener listener;

  /** Frames and questions that the relay does not keep yet, oldest first. */
  private final Map<CaptureId, Upload> toSend = new LinkedHashMap<>();

  /** Captures that the relay keeps, and has not ended. */
  private final Map<CaptureId, Upload> stored = new HashMap<>();

  /** Those without an end that the maker does not want answered any more. */
  private final List<Upload> cancelled = new ArrayList<>();

  /** What this connection's handles stand for. */
  private final Map<Integer, CaptureId> handles = new HashMap<>();

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
    toSend.put(shot.id(), new Upload(shot, now));
    return true;
  }

  /** Captures that the relay does not keep yet. */
  int queued() {
    return toSend.size();
  }

  /** What is to be said next about a capture, or null if nothing is for now. */
  @Nullable DeviceMessage next(Welcome welcome, FlightRecord flight, long now) {
    Upload unwanted = unwanted();
    if (unwanted != null) {
      return unwanted.sayCancel();
    }
    Upload due = dueToBegin(welcome, now);
    if (due != null) {
      handles.remove(due.handle());
      handles.put(nextHandle, due.id());
      return due.begin(nextHandle++, welcome.maxFrame(), flight, now);
    }
    Upload turn = sendingAfter(lastServed);
    lastServed = turn;
    return turn == null ? null : turn.next(settings.piece());
  }

  /** When a deferred capture may be begun again, after this time; never where there is none. */
  long wakeAt(long now) {
    long earliest = Long.MAX_VALUE;
    for (Upload upload : toSend.values()) {
      if (upload.state() == Upload.State.WAITING && upload.notBefore() > now) {
        earliest = Math.min(earliest, upload.notBefore());
      }
    }
    return earliest;
  }

  /** The capture that a handle stands for, also where its end has come on another handle. */
  @Nullable CaptureId capture(int handle) {
    return handles.get(handle);
  }

  /** The upload that a handle stands for; null where it is over. */
  private @Nullable Upload upload(int handle) {
    CaptureId id = handles.get(handle);
    return id == null ? null : upload(id);
  }

  /** The upload of a capture; null where it is over. */
  @Nullable Upload upload(CaptureId id) {
    Upload upload = toSend.get(id);
    return upload == null ? stored.get(id) : upload;
  }

  /** The maker does not want an answer to this capture any more. */
  void cancel(CaptureId id) {
    Upload upload = upload(id);
    if (upload != null && !cancelled.contains(upload)) {
      upload.cancel();
      cancelled.add(upload);
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
      toSend.remove(upload.id());
      stored.put(upload.id(), upload);
      listener.heard(
          new CameraEvent.Stored(upload.id(), message.promise(), now - upload.takenAt()));
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
    toSend.remove(id);
    stored.remove(id);
    cancelled.removeIf(upload -> upload.id().equals(id));
  }

  /** A handle has served its purpose. */
  void release(int handle) {
    handles.remove(handle);
  }

  /** The link is gone: everything that is not stored is to be begun again. */
  void unlink() {
    toSend.values().forEach(Upload::unlink);
    stored.values().forEach(Upload::unlink);
    handles.clear();
    nextHandle = 1;
    lastServed = null;
  }

  private @Nullable Upload unwanted() {
    for (Upload upload : cancelled) {
      if (upload.cancelDue()) {
        return upload;
      }
    }
    return null;
  }

  private @Nullable Upload dueToBegin(Welcome welcome, long now) {
    int unfinished = 0;
    int sending = 0;
    for (Upload upload : toSend.values()) {
      unfinished += upload.unfinished() ? 1 : 0;
      sending += upload.unfinished() && upload.state() != Upload.State.SENT ? 1 : 0;
    }
    if (unfinished >= welcome.maxInFlight()
        || sending >= settings.uploadsAtOnce()
        || nextHandle == Limits.RELAY_HANDLES) {
      return null;
    }
    for (Upload upload : toSend.values()) {
      CaptureId parent = upload.parent();
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
    for (Upload upload : toSend.values()) {
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
