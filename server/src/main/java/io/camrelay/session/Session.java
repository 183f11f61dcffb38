package io.camrelay.session;

import io.camrelay.device.Device;
import io.camrelay.identity.TokenHash;
import io.camrelay.protocol.Ability;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.Goodbye;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.protocol.Violation;
import io.camrelay.session.ConnectionState.Identity;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: does what {@link ConnectionState} decides, from the first byte to the last. What
 * happens between WELCOME and the end is {@link OpenSession}'s.
 *
 * <p>Everything is called on the link's thread, which owns all state, except where said otherwise.
 */
public final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** When who was refused for the relay's own trouble comes back. */
  static final Duration RETURN_AFTER_TROUBLE = Duration.ofSeconds(10);

  private final Link link;
  private final Surroundings around;
  private final Replies replies;
  private final ConnectionState state;
  private final long connectedAt;

  /** Set by HELLO. */
  private @Nullable Hello hello;

  /** Set once the store has found the device. */
  private @Nullable Device device;

  /** Which of two sessions of one device is the younger one: who said HELLO later. */
  private long order;

  /** Changes of devices that the registry knew of when the store was asked. */
  private long changesAtLookUp;

  /** Set by WELCOME. */
  private @Nullable OpenSession open;

  /** What others may see of {@link #open}; written on the link's thread alone. */
  private volatile @Nullable SessionInfo info;

  private boolean reading = true;

  /** When to leave and for how long, once what has arrived whole is durable; null while staying. */
  private @Nullable Duration leaving;

  /** Completes when nothing more is acted on. */
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Session(Surroundings around, Link link) {
    this.around = around;
    this.link = link;
    this.replies = new Replies(link);
    this.connectedAt = around.clock().nanos();
    this.state = new ConnectionState(around.settings().helloWithin(), connectedAt);
  }

  /** Any bytes have arrived. */
  public void heard() {
    assert link.isOwnThread();
    if (open != null) {
      open.heard(around.clock().nanos());
    }
  }

  /** A message has arrived; views that it holds are not used after this returns. */
  public void received(DeviceMessage message) {
    assert link.isOwnThread();
    if (message instanceof Hello said) {
      hello(said);
    } else {
      message(message);
    }
    settle();
  }

  /** What has arrived is no message; nothing further is read. */
  public void broken(Violation violation) {
    assert link.isOwnThread();
    if (!state.isClosed()) {
      log.warn(
          "protocol broken device={} address={} code={} detail={}",
          name(),
          link.address(),
          violation.code(),
          Texts.oneLine(violation.detail()));
    }
    perform(state.end(violation.code()));
  }

  /** {@link Link#isWritable} has changed. */
  public void writabilityChanged() {
    assert link.isOwnThread();
    settle();
  }

  /** Time has passed; to be called several times within the shortest heartbeat. */
  public void tick() {
    assert link.isOwnThread();
    long now = around.clock().nanos();
    perform(state.tick(now));
    if (open != null && state.isOpen()) {
      Code code = open.tick(now);
      if (code != null) {
        perform(state.end(code));
      }
    }
    settle();
  }

  /** The connection has ended, whoever ended it. */
  public void closed() {
    assert link.isOwnThread();
    if (!state.isClosed() && open != null) {
      log.info("device gone device={} seconds={}", name(), seconds());
    }
    state.closed();
    end();
  }

  /**
   * Ends the session. For any thread.
   *
   * @return completes when nothing more is acted on
   */
  CompletableFuture<Void> stop(Code code, Duration returnAfter, String hint) {
    link.execute(() -> perform(state.end(code), returnAfter, hint));
    return ended;
  }

  /**
   * Ends the session as soon as what has arrived whole is durable. For any thread.
   *
   * @return completes when nothing more is acted on
   */
  CompletableFuture<Void> drain(Duration returnAfter) {
    link.execute(
        () -> {
          leaving = returnAfter;
          if (open != null) {
            open.drain();
          }
          settle();
        });
    return ended;
  }

  /** Says something of the operator's, where the device has the ability. For any thread. */
  boolean tell(RelayMessage message) {
    SessionInfo known = info;
    if (known == null || !needs(message).in(known.abilities())) {
      return false;
    }
    link.execute(
        () -> {
          if (state.isOpen()) {
            link.send(message);
          }
        });
    return true;
  }

  private static Ability needs(RelayMessage message) {
    return switch (message.type()) {
      case PROFILE -> Ability.PROFILE;
      case CAPTURE_NOW -> Ability.CAPTURE_NOW;
      case NOTICE -> Ability.NOTICE;
      case TOKEN -> Ability.TOKEN;
      case REBOOT -> Ability.REBOOT;
      default -> throw new IllegalArgumentException(message.type() + " is not the operator's");
    };
  }

  /** What there is to know of it, null before WELCOME. For any thread. */
  @Nullable SessionInfo info() {
    return info;
  }

  private void hello(Hello said) {
    ConnectionStep step = state.hello(said, around.clock().nanos());
    if (step.kind() == ConnectionStep.Kind.LOOK_UP && around.registry().isDraining()) {
      perform(state.end(Code.DRAINING));
      return;
    }
    if (step.kind() == ConnectionStep.Kind.LOOK_UP) {
      hello = said;
      order = around.registry().nextOrder();
    }
    perform(step);
  }

  private void message(DeviceMessage message) {
    ConnectionStep step = state.message();
    OpenSession session = open;
    if (step.kind() == ConnectionStep.Kind.PROCESS && session != null) {
      Code code = session.received(message);
      if (code != null) {
        log.warn("protocol broken device={} code={} at={}", name(), code, message.type());
        perform(state.end(code));
      }
    } else {
      perform(step);
    }
  }

  private void perform(ConnectionStep step) {
    perform(step, returnAfter(step.code()), step.code().hint());
  }

  private void perform(ConnectionStep step, Duration returnAfter, String hint) {
    long millis = returnAfter.toMillis();
    switch (step.kind()) {
      case NOTHING, PROCESS -> {}
      case LOOK_UP -> lookUp();
      case ENTER -> enter();
      case WELCOME -> welcome();
      case REFUSE -> {
        around.registry().refused(link.address(), name(), step.code());
        link.send(new Refused(step.code(), millis, hint));
        finish();
      }
      case GOODBYE -> {
        log.info("device sent away device={} code={} seconds={}", name(), step.code(), seconds());
        link.send(new Goodbye(step.code(), millis, hint));
        finish();
      }
      case CLOSE -> finish();
    }
  }

  private Duration returnAfter(Code code) {
    return switch (code) {
      case INTERNAL -> RETURN_AFTER_TROUBLE;
      case DRAINING -> around.registry().returnAfterDrain();
      default -> Duration.ZERO;
    };
  }

  private void lookUp() {
    Hello said = greeted();
    changesAtLookUp = around.registry().changes();
    replies.await(
        "find device",
        around.ports().devices().find(said.device()),
        found -> {
          identified(found, said);
          settle();
        },
        trouble -> perform(state.end(Code.INTERNAL)));
  }

  private void identified(Optional<Device> found, Hello said) {
    Device known = found.orElse(null);
    // The same work for a name that nobody has: nobody learns from the time which names there are.
    TokenHash kept = known == null ? null : hash(known);
    Identity identity = Identity.UNKNOWN;
    if (TokenHash.admits(kept, said.token()) && known != null) {
      identity = known.admitted() ? Identity.ADMITTED : Identity.REVOKED;
    }
    Duration stall =
        identity == Identity.UNKNOWN
            ? around.failedLogins().failed(link.origin(), around.clock().nanos())
            : Duration.ZERO;
    device = known;
    perform(state.identified(identity, stall, around.clock().nanos()));
  }

  private static TokenHash hash(Device device) {
    return TokenHash.ofBytes(HexFormat.of().parseHex(device.tokenHash()));
  }

  private void enter() {
    Device known = device;
    if (known == null) {
      throw new IllegalStateException("nobody was found");
    }
    around
        .registry()
        .enter(known, this, order)
        .whenComplete(
            (nothing, problem) ->
                link.execute(
                    () -> {
                      // Who came in while the others were sent away has missed that.
                      boolean late = around.registry().isDraining();
                      perform(late ? state.end(Code.DRAINING) : state.entered());
                      settle();
                    }));
  }

  private void welcome() {
    OpenSession session = new OpenSession(greeted(), around, link, this::settle);
    open = session;
    info = session.info();
    SessionInfo known = session.info();
    log.info(
        "device connected device={} address={} firmware={} board={} heartbeat={}",
        known.device(),
        known.address(),
        known.firmware(),
        known.board(),
        known.heartbeat().toSeconds());
    session.welcome();
    if (around.registry().changes() != changesAtLookUp) {
      around.registry().recheck();
    }
  }

  /** Brings reading and sending up to date with what has happened. */
  private void settle() {
    OpenSession session = open;
    if (session != null && state.isOpen()) {
      session.pump();
      leaveIfDone(session);
    }
    long now = around.clock().nanos();
    boolean store = state.isWaiting() || (state.isOpen() && session != null && session.isBlocked());
    boolean wanted = state.isClosed() || !(store || !link.isWritable());
    if (wanted == reading) {
      return;
    }
    reading = wanted;
    if (wanted) {
      link.resumeReading();
    } else {
      link.pauseReading();
    }
    if (session != null && wanted) {
      session.resumed(now);
    } else if (session != null) {
      session.paused(now);
    }
  }

  private void leaveIfDone(OpenSession session) {
    Duration returnAfter = leaving;
    if (returnAfter != null && !session.isStoring()) {
      perform(state.end(Code.DRAINING), returnAfter, Code.DRAINING.hint());
    }
  }

  private void finish() {
    end();
    link.close();
  }

  private void end() {
    OpenSession session = open;
    if (session != null && !ended.isDone()) {
      session.close();
    }
    Device known = device;
    if (known != null) {
      around.registry().left(known.name(), this);
    }
    ended.complete(null);
  }

  private Hello greeted() {
    Hello said = hello;
    if (said == null) {
      throw new IllegalStateException("nobody has said HELLO");
    }
    return said;
  }

  /** The name that the peer gave, right or wrong. */
  private String name() {
    Hello said = hello;
    return said == null ? "?" : Texts.oneLine(said.device());
  }

  private long seconds() {
    return Duration.ofNanos(around.clock().nanos() - connectedAt).toSeconds();
  }
}
