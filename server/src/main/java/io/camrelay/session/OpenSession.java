package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.Ask;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.DeviceMessage.Log;
import io.camrelay.protocol.DeviceMessage.Status;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.RelayMessage.Welcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session from WELCOME on: hands each message to whom it concerns. Belongs to the link's thread.
 */
final class OpenSession {

  private static final long WRITABLE = Long.MIN_VALUE;

  private final SessionInfo info;
  private final long credit;
  private final Surroundings around;
  private final Link link;
  private final Heartbeat heartbeat;
  private final Deliveries deliveries;
  private final Uploading uploading;
  private final DeviceLines lines;

  /** When the link was first seen full, {@link #WRITABLE} while it is not. */
  private long fullSince = WRITABLE;

  private long pings;

  /**
   * @param answered called after the store has answered and that was acted upon
   */
  OpenSession(Hello hello, Surroundings around, Link link, Runnable answered) {
    SessionSettings settings = around.settings();
    long now = around.clock().nanos();
    Duration beat = clamp(Duration.ofSeconds(hello.heartbeat()), settings);
    this.around = around;
    this.link = link;
    this.credit = Math.min(hello.answerBuffer(), settings.answerBufferBytes());
    this.heartbeat = new Heartbeat(beat, now);
    this.deliveries =
        new Deliveries(
            new Courier(hello.device(), hello.charset(), credit, this::ended),
            around.ports().mailbox(),
            around.clock(),
            link);
    this.uploading = new Uploading(hello.device(), around, link, deliveries, answered);
    this.lines = new DeviceLines(hello.device(), settings.logLinesPerMinute(), now);
    this.info =
        new SessionInfo(
            hello.device(),
            link.address(),
            Texts.oneLine(hello.firmware()),
            Texts.oneLine(hello.board()),
            hello.abilities(),
            around.clock().now(),
            beat);
  }

  private int ended(CaptureKey key) {
    return uploading.ended(key);
  }

  private static Duration clamp(Duration wish, SessionSettings settings) {
    if (wish.compareTo(settings.minHeartbeat()) < 0) {
      return settings.minHeartbeat();
    }
    return wish.compareTo(settings.maxHeartbeat()) > 0 ? settings.maxHeartbeat() : wish;
  }

  SessionInfo info() {
    return info;
  }

  void welcome() {
    SessionSettings settings = around.settings();
    link.send(
        new Welcome(
            around.clock().now().toEpochMilli(),
            (int) info.heartbeat().toSeconds(),
            credit,
            settings.maxFrameBytes(),
            settings.maxFrames(),
            settings.maxInFlight(),
            around.ports().profiles().apply(info.device())));
    around.ports().feed().subscribe(info.device(), deliveries);
    around.ports().devices().seen(info.device(), around.clock().now());
  }

  /**
   * Acts on a message.
   *
   * @return why the connection has to end, or null
   */
  @Nullable Code received(DeviceMessage message) {
    return switch (message.type()) {
      case CAPTURE_BEGIN -> uploading.begin((CaptureBegin) message);
      case CAPTURE_DATA -> uploading.data((CaptureData) message);
      case CAPTURE_END -> uploading.end((CaptureEnd) message);
      case CAPTURE_CANCEL -> uploading.cancel((CaptureCancel) message);
      case ASK -> uploading.ask((Ask) message);
      case ANSWER_ACK -> acknowledge((AnswerAck) message);
      case PING -> {
        link.send(new Pong(((Ping) message).nonce()));
        yield null;
      }
      case PONG -> null;
      case STATUS -> {
        lines.status((Status) message, around.clock().nanos());
        yield null;
      }
      case LOG -> {
        lines.log((Log) message, around.clock().nanos());
        yield null;
      }
      case HELLO -> Code.OUT_OF_ORDER;
      case WELCOME,
          REFUSED,
          CAPTURE_ACCEPT,
          CAPTURE_PROGRESS,
          CAPTURE_STORED,
          STAGE,
          ANSWER_BEGIN,
          ANSWER_TEXT,
          ANSWER_END,
          DEFERRED,
          FAILED,
          PROFILE,
          CAPTURE_NOW,
          NOTICE,
          TOKEN,
          REBOOT,
          GOODBYE ->
          throw new IllegalArgumentException("no device sends " + message.type());
    };
  }

  private @Nullable Code acknowledge(AnswerAck ack) {
    Receipt receipt = deliveries.acknowledge(ack);
    if (receipt.ahead()) {
      return Code.ACK_AHEAD;
    }
    if (receipt.delivered() != null) {
      uploading.over(receipt.delivered());
      return null;
    }
    boolean relays = ack.handle() < 0;
    if (relays) {
      return deliveries.hasBound(ack.handle()) ? null : Code.UNKNOWN_HANDLE;
    }
    if (uploading.isUnfinished(ack.handle()) && !deliveries.delivers(ack.handle())) {
      return Code.ACK_AHEAD;
    }
    return uploading.unknown(ack.handle());
  }

  void heard(long now) {
    heartbeat.heard(now);
  }

  /** The relay stops reading, because of the store. */
  void paused(long now) {
    heartbeat.paused(now);
  }

  void resumed(long now) {
    heartbeat.resumed(now);
  }

  boolean isBlocked() {
    return uploading.isBlocked();
  }

  boolean isStoring() {
    return uploading.isStoring();
  }

  /** Sends what there is to send. */
  void pump() {
    deliveries.pump();
  }

  /**
   * Time has passed.
   *
   * @return why the connection has to end, or null
   */
  @Nullable Code tick(long now) {
    if (link.isWritable()) {
      fullSince = WRITABLE;
    } else if (fullSince == WRITABLE) {
      fullSince = now;
    } else if (heartbeat.isLost(fullSince, now)) {
      return Code.NOT_READING;
    }
    boolean waiting = uploading.isWaiting();
    uploading.tick(now, info.heartbeat().toNanos());
    return switch (heartbeat.tick(now)) {
      case NOTHING -> null;
      case PING -> ping();
      case SPEAK -> fullSince != WRITABLE || waiting ? null : ping();
      case SILENT -> fullSince == WRITABLE ? Code.SILENT : null;
    };
  }

  private @Nullable Code ping() {
    link.send(new Ping(++pings));
    return null;
  }

  /** From now on, nothing is begun. */
  void drain() {
    uploading.drain();
  }

  /** Nothing more is acted on. What has arrived is kept; what is not delivered stays. */
  void close() {
    around.ports().feed().unsubscribe(info.device(), deliveries);
    around.ports().devices().seen(info.device(), around.clock().now());
    uploading.close();
    deliveries.close();
    lines.tellSuppressed();
  }
}
