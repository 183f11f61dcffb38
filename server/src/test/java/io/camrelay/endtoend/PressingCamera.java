package io.camrelay.endtoend;

import io.camrelay.camera.CameraEvent;
import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraSettings;
import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.capture.CaptureKey;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.CaptureId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A camera that presses again as soon as it was answered, until it is told to stop. */
final class PressingCamera {

  private static final AtomicInteger FRAMES = new AtomicInteger();

  /** A press and what came of it. */
  record Press(CaptureKey key, int frame, CompletableFuture<Reply> reply) {

    /** The frame that was sent. */
    byte[] photo() {
      return Jpegs.of(TestRelay.FRAME, frame);
    }

    /** The answer that came; null for a failure. */
    @Nullable String answer() {
      return reply.join() instanceof Reply.Answered answered ? answered.text() : null;
    }
  }

  private final String device;
  private final VirtualCamera camera;

  // All below: guarded by this.

  private final List<Press> presses = new ArrayList<>();
  private final Map<CaptureId, Integer> ends = new HashMap<>();
  private boolean stopped;

  private PressingCamera(CameraFleet fleet, CameraSettings settings) {
    this.device = settings.device();
    this.camera = fleet.camera(settings, this::heard);
  }

  static PressingCamera start(CameraFleet fleet, CameraSettings settings) {
    PressingCamera pressing = new PressingCamera(fleet, settings);
    var unused = pressing.camera.connect();
    pressing.press();
    return pressing;
  }

  private synchronized void press() {
    if (stopped) {
      return;
    }
    int frame = FRAMES.incrementAndGet();
    Pressed pressed = camera.press(Jpegs.of(TestRelay.FRAME, frame), "");
    CompletableFuture<Reply> reply = pressed.reply().toCompletableFuture();
    presses.add(new Press(new CaptureKey(device, pressed.capture()), frame, reply));
    var unused = reply.thenRun(this::press);
  }

  private synchronized void heard(CameraEvent event) {
    if (event instanceof CameraEvent.Answered answered) {
      ends.merge(answered.capture(), 1, Integer::sum);
    } else if (event instanceof CameraEvent.Failed failed) {
      ends.merge(failed.capture(), 1, Integer::sum);
    }
  }

  /** Presses no more. */
  synchronized void stop() {
    stopped = true;
  }

  synchronized List<Press> presses() {
    return List.copyOf(presses);
  }

  /** Captures of which the maker would have seen two ends. */
  synchronized List<CaptureId> endsHeardTwice() {
    return ends.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
  }

  void awaitReplies(Duration patience) throws Exception {
    CompletableFuture.allOf(presses().stream().map(Press::reply).toArray(CompletableFuture[]::new))
        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
