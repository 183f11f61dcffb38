package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Press;
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
  private final long size;
  private final Surroundings around;
  private final Link link;
  private final Deliveries deliveries;
  private final long begunAt;

  UploadOutcome(int handle, Press press, Surroundings around, Link link, Deliveries deliveries) {
    this.handle = handle;
    this.key = press.key();
    this.size = press.size();
    this.around = around;
    this.link = link;
    this.deliveries = deliveries;
    this.begunAt = around.clock().nanos();
  }

  /** It is durable just now. */
  void stored() {
    long millis = Duration.ofNanos(around.clock().nanos() - begunAt).toMillis();
    log.info(
        "capture stored device={} capture={} bytes={} ms={}",
        key.device(),
        key.shortForm(),
        size,
        millis);
    link.send(new CaptureStored(handle, Promise.THIS_DISK));
    deliveries.release(key);
    around.ports().feed().stage(key, StageKind.CHECKED, Duration.ZERO, "");
    around.ports().dispatch().stored(key);
  }

  /** It was known before, and perhaps has its end. */
  void known(@Nullable Ending ending) {
    if (!(ending instanceof Ending.Failure)) {
      link.send(new CaptureStored(handle, Promise.THIS_DISK));
    }
    deliveries.bind(handle, key, false);
    if (ending != null) {
      deliveries.endedBefore(key, ending);
    } else {
      around.ports().dispatch().stored(key);
    }
    if (size == 0 && ending == null) {
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
   * @param elsewhere true where it goes on at another handle, which has nothing to do with this
   */
  void failed(Ending.Failure wanted, Ending ending, boolean elsewhere) {
    if (!elsewhere && !deliveries.delivers(handle)) {
      deliveries.bind(handle, key, false);
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

  /** There is no room for it now. */
  void deferred(UploadStep.Defer defer) {
    log.info(
        "capture deferred device={} capture={} code={}",
        key.device(),
        key.shortForm(),
        defer.code().word());
    deliveries.move(handle, key);
    long retry = Math.min(defer.retryAfter().toMillis(), Limits.UNKNOWN);
    link.send(new Deferred(handle, defer.code(), retry, defer.code().hint()));
  }
}
