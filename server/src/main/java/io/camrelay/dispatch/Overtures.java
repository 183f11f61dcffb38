package io.camrelay.dispatch;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Press;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were begun while their frames still arrive: at most {@link #MOST} at a time,
 * and only where the profile sends the picture as it is. What is not begun here is asked from the
 * store, like everything else.
 */
final class Overtures {

  /** A connection and a frame in memory each. */
  static final int MOST = 16;

  /** A device whose request came to nothing is asked from the store alone for so long. */
  static final Duration COOL_OFF = Duration.ofSeconds(30);

  /** Devices of which that is remembered. */
  static final int REMEMBERED = 1_000;

  private final Ports ports;
  private final DispatchSettings settings;
  private final Desk desk;
  private final Semaphore places = new Semaphore(MOST);

  /** Owned by the dispatcher's thread. */
  private final Map<CaptureKey, Overture> byKey = new HashMap<>();

  /** When a device's request last came to nothing, the latest last; of the dispatcher's thread. */
  private final Map<String, Instant> wasted = new LinkedHashMap<>();

  Overtures(Ports ports, DispatchSettings settings, Desk desk) {
    this.ports = ports;
    this.settings = settings;
    this.desk = desk;
  }

  /** A frame has begun to arrive. From any thread. */
  Arrival arriving(Press press, Frame announced) {
    if (!isWorthIt(press, announced) || !places.tryAcquire()) {
      return Arrival.IGNORED;
    }
    IncomingFrame frame = new IncomingFrame((int) announced.size());
    ports.line().run(() -> begin(press, announced, frame));
    return new Arrival() {
      @Override
      public void bytes(byte[] from, int offset, int count) {
        frame.arrive(from, offset, count);
      }

      @Override
      public void brokenOff(String why) {
        frame.abandon(why);
      }
    };
  }

  /** Hands over what was begun for this capture; null where nothing was, or it has failed. */
  @Nullable Overture take(CaptureKey key) {
    Overture known = byKey.remove(key);
    return known == null || !known.open() ? null : known;
  }

  /** The relay stops. */
  void abortAll() {
    List.copyOf(byKey.values()).forEach(overture -> overture.abort("the relay stops"));
  }

  /** Several frames come one after the other: a request would wait for all of them. */
  private static boolean isWorthIt(Press press, Frame frame) {
    return press.frameCount() == 1 && frame.size() >= 1 && frame.size() <= IncomingFrame.MAX_BYTES;
  }

  private void begin(Press press, Frame announced, IncomingFrame frame) {
    boolean may = !desk.stopping() && !isCoolingOff(press.key().device());
    Overture overture = may ? overture(press, announced, frame) : null;
    if (overture == null) {
      frame.abandon("it is asked from the store");
      places.release();
      return;
    }
    Overture before = byKey.put(press.key(), overture);
    if (before != null) {
      before.abort("its upload was begun again");
    }
    overture.begin();
  }

  private @Nullable Overture overture(Press press, Frame announced, IncomingFrame frame) {
    Instant now = ports.line().now();
    Capture arriving = arriving(press, announced, now);
    Subject subject = Subject.of(arriving, ports.profiles().apply(arriving));
    if (!subject.profile().overlap() || subject.hasCheaperChain()) {
      return null;
    }
    List<String> names = Plan.candidates(subject.chain(false), List.of(), List.of());
    Plan.Step step = Plan.next(names, name -> desk.state(name).room(now, 0));
    if (!(step instanceof Plan.Step.Ask chosen)) {
      return null;
    }
    ProviderState provider = desk.state(chosen.provider());
    boolean free = provider.provider().terms(Wording.manner(subject.profile())).answerTokens() == 0;
    if (free) {
      // Nobody waits for its network.
      return null;
    }
    Overture[] self = new Overture[1];
    self[0] =
        new Overture(
            subject, provider, frame, ports, settings, desk, () -> gone(press.key(), self[0]));
    return self[0];
  }

  private void gone(CaptureKey key, Overture overture) {
    byKey.remove(key, overture);
    places.release();
    if (overture.wasted()) {
      wasted.remove(key.device());
      wasted.put(key.device(), ports.line().now());
      if (wasted.size() > REMEMBERED) {
        wasted.remove(wasted.keySet().iterator().next());
      }
    }
  }

  private boolean isCoolingOff(String device) {
    Instant at = wasted.get(device);
    if (at == null) {
      return false;
    }
    // A clock that was set back keeps nobody waiting.
    Duration since = Duration.between(at, ports.line().now()).abs();
    return since.compareTo(COOL_OFF) < 0;
  }

  private static Capture arriving(Press press, Frame announced, Instant now) {
    return new Capture(
        press,
        null,
        null,
        List.of(announced),
        CaptureState.RECEIVING,
        now,
        null,
        null,
        null,
        null,
        null,
        null,
        Capture.Asked.AS_USUAL,
        List.of(),
        null);
  }
}
