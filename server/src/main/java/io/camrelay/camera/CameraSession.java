package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.DeviceMessage.Log;
import io.camrelay.protocol.DeviceMessage.Status;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureProgress;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The device's side of {@code camrelay/1}: what has happened goes in, {@link #next} says what to
 * send whenever the link can take it, {@link #parting} when to hang up, {@link #wakeAt} when to ask
 * again. It lives as long as the camera, through any number of connections.
 *
 * <p>Pure: no clock, thread or socket; times are milliseconds of any clock that never goes back.
 * Calls come one after another.
 */
final class CameraSession {

  /** Lines of log and answers to pings that wait to be sent; the oldest go first. */
  static final int MAX_WAITING = 32;

  /** After these, trying again will hardly help. */
  private static final Set<Code> HOPELESS = Set.of(Code.UNAUTHORIZED, Code.REVOKED, Code.VERSION);

  /** Where the connection is. */
  private enum Link {
    DOWN,
    /** TLS is up and HELLO is due. */
    SECURED,
    /** HELLO was sent. */
    GREETED,
    /** WELCOME has come. */
    OPEN
  }

  private final CameraSettings settings;
  private final CameraMemory memory;
  private final CameraListener listener;
  private final Backoff backoff;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Orders orders;
  private final Vitals vitals;

  private Link link = Link.DOWN;
  private @Nullable Welcome welcome;
  private Liveness liveness;

  /** Why the connection is to be closed; null while it is not. */
  private @Nullable Parting parting;

  private final Queue<Pong> pongs = new ArrayDeque<>();
  private final Queue<Log> logs = new ArrayDeque<>();

  /** Tries to connect since the last WELCOME. */
  private int attempt;

  private long dropped;
  private long nonce;
  private long statusAt = Long.MAX_VALUE;

  CameraSession(
      CameraSettings settings,
      CameraMemory memory,
      RandomGenerator random,
      CameraListener listener,
      long now) {
    this.settings = settings;
    this.memory = memory;
    this.listener = listener;
    this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), random);
    this.outbox = new Outbox(settings, listener);
    this.inbox = new Inbox(settings.charset(), outbox, listener);
    this.orders = new Orders(memory, listener);
    this.liveness = new Liveness(settings.heartbeat(), now);
    this.vitals = new Vitals(now);
  }

  /** The maker has pressed. False if there was no room, and the capture is lost. */
  boolean take(Shot shot, long now) {
    inbox.forget(shot.id());
    if (!outbox.add(shot, now)) {
      dropped++;
      listener.heard(new CameraEvent.Dropped(shot.id(), dropped));
      return false;
    }
    List<Photo> photos = shot.photos();
    int width = photos.isEmpty() ? 0 : photos.get(0).width();
    int height = photos.isEmpty() ? 0 : photos.get(0).height();
    listener.heard(
        new CameraEvent.Taken(
            shot.id(), photos.size(), shot.size(), width, height, shot.trigger(), shot.question()));
    return true;
  }

  /** The maker does not want an answer any more. */
  void cancel(CaptureId capture) {
    outbox.cancel(capture);
  }

  /** A line for the operator's eyes. */
  void log(LogLevel level, String text, long now) {
    keep(logs, new Log(level, vitals.uptimeMillis(now) & Limits.UNKNOWN, text));
  }

  /** The link begins to connect. */
  void connecting() {
    attempt++;
    listener.heard(new CameraEvent.Connecting(settings.host(), settings.port(), attempt));
  }

  /** TLS is up. */
  void secured(String tls, long connectMillis, long handshakeMillis, long now) {
    vitals.secured(connectMillis, handshakeMillis);
    link = Link.SECURED;
    liveness = new Liveness(settings.heartbeat(), now);
    listener.heard(new CameraEvent.Secured(tls, connectMillis, handshakeMillis));
  }

  /** Bytes have come, whatever they mean. */
  void heard(long now) {
    liveness.heard(now);
  }

  /** The link could not take all that it was given at once. */
  void stalled() {
    vitals.stalled();
  }

  /** Why the connection is to be closed now; null if it is not. */
  @Nullable Parting parting(long now) {
    if (parting == null && link != Link.DOWN && liveness.silent(now)) {
      parting = Parting.because("nothing was heard from the relay for too long");
    }
    boolean safe = link == Link.OPEN && outbox.queued() == 0 && inbox.quiet();
    if (parting == null && safe && orders.takeReboot(now)) {
      parting = Parting.because("the camera restarts, as the relay's operator wanted");
      vitals.restarted(now);
    }
    return parting;
  }

  /**
   * When {@link #next} and {@link #parting} are to be asked again, if nothing else happens: a time
   * after this one. What is due already waits for the link or for the relay, and not for a time.
   */
  long wakeAt(long now) {
    if (link == Link.DOWN) {
      return Long.MAX_VALUE;
    }
    if (link != Link.OPEN) {
      return liveness.silentAt();
    }
    return LongStream.of(
            liveness.pingAt(), liveness.silentAt(), statusAt, orders.photoAt(), orders.rebootAt())
        .filter(time -> time > now)
        .reduce(outbox.wakeAt(now), Math::min);
  }

  /** The next message for the relay, or null if there is nothing to say for now. */
  @Nullable DeviceMessage next(long now) {
    if (parting(now) != null) {
      return null;
    }
    return switch (link) {
      case DOWN, GREETED -> null;
      case SECURED -> {
        link = Link.GREETED;
        yield hello();
      }
      case OPEN -> nextInSession(Objects.requireNonNull(welcome), now);
    };
  }

  private Hello hello() {
    String newer = memory.token();
    return new Hello(
        Limits.VERSION,
        settings.heartbeat(),
        settings.answerBuffer(),
        settings.charset(),
        settings.abilities(),
        memory.epoch(),
        settings.device(),
        newer == null ? settings.token() : newer,
        settings.firmware(),
        settings.board());
  }

  /** Signs of life come before the ends, the ends before news, and news before frames. */
  private @Nullable DeviceMessage nextInSession(Welcome agreed, long now) {
    orders.wantPhoto(now);
    Pong pong = pongs.poll();
    if (pong != null) {
      return pong;
    }
    if (liveness.pingDue(now)) {
      liveness.pinged();
      return new Ping(++nonce);
    }
    AnswerAck ack = inbox.next(agreed.answerBuffer());
    if (ack != null) {
      return ack;
    }
    if (now >= statusAt) {
      statusAt = now + settings.statusEvery().toMillis();
      return new Status(vitals.flight(now), Math.min(outbox.queued(), 0xFFFF), dropped);
    }
    Log line = logs.poll();
    return line == null ? outbox.next(agreed, vitals.flight(now), now) : line;
  }

  /** The relay has said something. What comes after its last word is ignored. */
  void received(RelayMessage message, long now) {
    if (parting != null) {
      return;
    }
    switch (message.type()) {
      case WELCOME -> welcome((Welcome) message, now);
      case REFUSED -> refused((Refused) message);
      default -> { // every other type of the relay's
        if (link == Link.OPEN) {
          receivedInSession(message, now);
        } else {
          misbehaved(message.type() + " before WELCOME");
        }
      }
    }
  }

  /** The relay has sent what cannot be read, or what it must not send. */
  void misbehaved(String detail) {
    if (parting == null) {
      listener.heard(new CameraEvent.RelayMisbehaved(detail));
      parting = Parting.because("the relay broke the protocol: " + detail);
    }
  }

  private void receivedInSession(RelayMessage message, long now) {
    switch (message.type()) {
      case PING -> keep(pongs, new Pong(((Ping) message).nonce()));
      case PONG -> {} // it was heard, and that is all it is for
      case CAPTURE_ACCEPT -> judge(outbox.accepted((CaptureAccept) message));
      case CAPTURE_PROGRESS -> outbox.progress((CaptureProgress) message);
      case CAPTURE_STORED -> outbox.stored((CaptureStored) message, now);
      case STAGE -> stage((Stage) message);
      case DEFERRED -> outbox.deferred((Deferred) message, now);
      case ANSWER_BEGIN -> judge(inbox.begin((AnswerBegin) message));
      case ANSWER_TEXT -> judge(inbox.text((AnswerText) message));
      case ANSWER_END -> judge(inbox.end((AnswerEnd) message));
      case FAILED -> inbox.failed((Failed) message);
      case PROFILE, CAPTURE_NOW, NOTICE, TOKEN, REBOOT -> orders.received(message, now);
      case GOODBYE -> goodbye((Goodbye) message);
      case WELCOME,
          REFUSED,
          HELLO,
          CAPTURE_BEGIN,
          CAPTURE_DATA,
          CAPTURE_END,
          CAPTURE_CANCEL,
          ASK,
          ANSWER_ACK,
          STATUS,
          LOG ->
          throw new IllegalArgumentException(message.type() + " in a session");
    }
  }

  private void welcome(Welcome message, long now) {
    if (link != Link.GREETED) {
      misbehaved("WELCOME for the second time");
      return;
    }
    link = Link.OPEN;
    welcome = message;
    attempt = 0;
    backoff.reset();
    liveness = new Liveness(message.heartbeat(), now);
    statusAt = settings.statusEvery().isZero() ? Long.MAX_VALUE : now;
    listener.heard(new CameraEvent.Welcomed(message));
    orders.apply(message.profile(), now);
  }

  private void refused(Refused message) {
    if (link != Link.GREETED) {
      misbehaved("REFUSED after WELCOME");
      return;
    }
    listener.heard(
        new CameraEvent.Refused(message.code(), message.retryAfterMillis(), message.hint()));
    parting =
        new Parting(
            "refused: " + message.code().word(),
            message.retryAfterMillis(),
            HOPELESS.contains(message.code()));
  }

  private void goodbye(Goodbye message) {
    listener.heard(
        new CameraEvent.Goodbye(message.code(), message.returnAfterMillis(), message.hint()));
    parting =
        new Parting(
            "goodbye: " + message.code().word(),
            message.returnAfterMillis(),
            HOPELESS.contains(message.code()));
  }

  private void stage(Stage message) {
    CaptureId bound = outbox.capture(message.handle());
    CaptureId capture = bound == null ? inbox.capture(message.handle()) : bound;
    if (capture != null) {
      listener.heard(
          new CameraEvent.Stage(
              capture, message.stage(), message.retryInMillis(), message.detail()));
    }
  }

  private void judge(@Nullable String problem) {
    if (problem != null) {
      misbehaved(problem);
    }
  }

  /**
   * The connection is gone, or none came about.
   *
   * @param cause why, where the session does not know it better
   * @return how many milliseconds to wait before the next try
   */
  long disconnected(String cause) {
    Parting why = parting == null ? Parting.because(cause) : parting;
    parting = null;
    link = Link.DOWN;
    welcome = null;
    statusAt = Long.MAX_VALUE;
    pongs.clear();
    outbox.unlink();
    inbox.unlink();
    long wait = why.rarely() ? backoff.longest() : backoff.next();
    if (why.returnAfterMillis() > 0) {
      wait = Math.max(wait, backoff.after(why.returnAfterMillis()));
    }
    listener.heard(new CameraEvent.LinkLost(why.cause(), wait));
    return wait;
  }

  private static <T> void keep(Queue<T> queue, T one) {
    if (queue.size() == MAX_WAITING) {
      queue.remove();
    }
    queue.add(one);
  }
}
