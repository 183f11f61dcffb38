package io.camrelay.session;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Dispatch;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Press;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.StageKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What tests compose sessions of. */
public final class TestSettings {

  public static final ProfileData PROFILE =
      new ProfileData(1, "", ProfileData.OWN_QUALITY, 0, false, "");

  private TestSettings() {}

  /** Every heartbeat that the protocol allows, and small bounds. */
  public static SessionSettings of(long maxFrameBytes, int maxInFlight) {
    return of(maxFrameBytes, 4, maxInFlight);
  }

  public static SessionSettings of(long maxFrameBytes, int maxFrames, int maxInFlight) {
    return new SessionSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(Limits.MIN_HEARTBEAT),
        Duration.ofSeconds(Limits.MAX_HEARTBEAT),
        Limits.MAX_ANSWER_BUFFER,
        maxFrameBytes,
        maxFrames,
        maxInFlight,
        16,
        1 << 20,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        120);
  }

  public static SessionPorts ports(MemoryStore store, CaptureFeed feed, Dispatch dispatch) {
    return new SessionPorts(store, store, store, feed, dispatch, device -> PROFILE);
  }

  static ByteBuffer bytes(DeviceMessage message) {
    ByteBuffer bytes = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, bytes);
    return bytes.flip();
  }

  /** Remembers what it was told. */
  public static final class Told implements Dispatch {

    private final List<String> brokenOff = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong arrived = new AtomicLong();
    private final List<CaptureKey> stored = Collections.synchronizedList(new ArrayList<>());
    private final List<CaptureKey> cancelled = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Arrival arriving(Press press, Frame frame) {
      return new Arrival() {
        @Override
        public void bytes(byte[] from, int offset, int count) {
          arrived.addAndGet(count);
        }

        @Override
        public void brokenOff(String why) {
          brokenOff.add(press.key().shortForm() + ": " + why);
        }
      };
    }

    /** Frames that were broken off after they had begun to arrive, and why. */
    public List<String> brokenOff() {
      return List.copyOf(brokenOff);
    }

    /** Bytes of frames that have arrived, as those who look on were given them. */
    public long arrived() {
      return arrived.get();
    }

    @Override
    public void stored(CaptureKey key) {
      stored.add(key);
    }

    @Override
    public void cancelled(CaptureKey key) {
      cancelled.add(key);
    }

    public List<CaptureKey> stored() {
      return List.copyOf(stored);
    }

    public List<CaptureKey> cancelled() {
      return List.copyOf(cancelled);
    }
  }

  /** Watches every capture. */
  public static final class Heard implements CaptureListener {

    private final List<CaptureKey> ended = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail) {}

    @Override
    public void text(CaptureKey key, int generation, int offset, String piece) {}

    @Override
    public void ended(CaptureKey key, int generation, Ending ending) {
      ended.add(key);
    }

    public List<CaptureKey> ended() {
      return List.copyOf(ended);
    }
  }
}
