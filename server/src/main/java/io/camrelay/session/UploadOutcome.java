package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.StageKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the device, the log and the rest of the relay what became of one upload. */
final class UploadOutcome {

  private static final Logger log = LoggerFactory.getLogger(UploadOutcome.class);

  private final int handle;
  private final CaptureKey key;
  private final Frame frame;

  /** How many the capture has; 0 for a further question. */
  private final int frames;

  private final Surroundings around;
  private final Link link;
  private final Deliveries deliveries;
  private final long begunAt;

  UploadOutcome(Bound bound, Surroundings around, Link link, Deliveries deliveries) {
    this.handle = bound.handle();
    this.key = bound.key();
    this.frame = bound.frame();
    this.frames = bound.press().frameCount();
    this.around = around;
    this.link = link;
    this.deliveries = deliveries;
    this.begunAt = around.clock().nanos();
  }

  /**
   * It is durable just now, and another frame of its capture is still to come.
   *
   * @param storing whether another one is being made durable, and the capture with it perhaps
   */
  void frameStored(boolean storing) {
    log.info(
        "frame stored device={} capture={} frame={} of={} bytes={} ms={}",
        key.device(),
        key.shortForm(),
        frame.index(),
        frames,
        frame.size(),
        millis());
    link.send(new CaptureStored(handle, Promise.THIS_DISK));
    if (!storing) {
      deliveries.release(key);
    }
  }

  /**
   * It was stored before, and another frame of its capture is still to come.
   *
   * @param last the handle for what concerns the whole capture
   * @param storing whether another one is being made durable
   */
  void frameKnown(int last, boolean storing) {
    log.info(
        "frame known device={} capture={} frame={} of={}",
        key.device(),
        key.shortForm(),
        frame.index(),
        frames);
    link.send(new CaptureStored(handle, Promise.THIS_DISK));
    deliveries.join(last, key, storing);
    if (!storing) {
      deliveries.release(key);
    }
  }

  /** The whole capture is durable just now. */
  void stored() {
    log.info(
        "capture stored device={} capture={} frames={} bytes={} ms={}",
        key.device(),
        key.shortForm(),
        frames,
        frame.size(),
        millis());
    link.send(new CaptureStored(handle, Promise.THIS_DISK));
    deliveries.release(key);
    around.ports().feed().stage(key, StageKind.CHECKED, Duration.ZERO, "");
    around.ports().dispatch().stored(key);
  }

  private long millis() {
    return Duration.ofNanos(around.clock().nanos() - begunAt).toMillis();
  }

  /**
   * The whole capture was known before, and perhaps has its end.
   *
   * @param last the handle for what concerns the whole capture
   * @param joins whether what the device is told for another frame here is for this one too
   */
  void known(@Nullable Ending ending, int last, boolean joins) {
    if (!(ending instanceof Ending.Failure)) {
      link.send(new CaptureStored(handle, Promise.THIS_DISK));
    }
    if (joins) {
      deliveries.join(last, key, false);
    } else {
      deliveries.bind(last, key, false);
    }
    if (ending != null) {
      deliveries.endedBefore(key, ending);
    } else {
      around.ports().dispatch().stored(key);
    }
    if (frames == 0 && ending == null) {
      log.info("question stored device={} capture={}", key.device(), key.shortForm());
      return;
    }
    String state = ending == null ? "stored" : "ended";
    log.info("capture known device={} capture={} state={}", key.device(), key.shortForm(), state);
  }

  /**
   * It was to be ended, and has its end.
   *
   * @param wanted the failure that it was to end in
   * @param ending how it has ended: so, or otherwise before
   * @param last the handle for what concerns the whole capture
   * @param elsewhere true where it goes on at another handle, which has nothing to do with this
   */
  void failed(Ending.Failure wanted, Ending ending, int last, boolean elsewhere) {
    if (!elsewhere && !deliveries.delivers(last)) {
      deliveries.bind(last, key, false);
    }
    deliveries.release(key);
    if (!ending.equals(wanted)) {
      deliveries.endedBefore(key, ending);
      return;
    }
    log.info(
        "capture failed device={} capture={} code={}",
        key.device(),
        key.shortForm(),
        wanted.code().word());
    around.ports().feed().ended(key, 0, wanted);
    around.ports().dispatch().cancelled(key);
  }

  /** The message was not taken; the capture, if there is one, knows nothing of it. */
  void declined(Ending.Failure failure) {
    log.info(
        "capture declined device={} capture={} code={}",
        key.device(),
        key.shortForm(),
        failure.code().word());
    deliveries.unbind(handle);
    deliveries.resume(key);
    link.send(new Failed(handle, failure.code(), failure.hint()));
  }

  /**
   * There is no room for it now.
   *
   * @param last the handle for what concerns the whole capture
   */
  void deferred(UploadStep.Defer defer, int last) {
    log.info(
        "capture deferred device={} capture={} code={}",
        key.device(),
        key.shortForm(),
        defer.code().word());
    deliveries.move(last, key);
    long retry = Math.min(defer.retryAfter().toMillis(), Limits.UNKNOWN);
    link.send(new Deferred(handle, defer.code(), retry, defer.code().hint()));
  }
}
