package io.camrelay.camera;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs what a {@link CameraSession} decides: connects, comes back, wakes it up. Everything
 * happens on one event loop, which stays the camera's through all its connections; so does the
 * session.
 */
final class CameraLink {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Bytes that may wait to be written; a board's TCP buffer is smaller still. */
  private static final WriteBufferWaterMark UNWRITTEN =
      new WriteBufferWaterMark(16 * 1024, 32 * 1024);

  private final EventLoop loop;
  private final Class<? extends SocketChannel> sockets;
  private final CameraSettings settings;
  private final LinkTls tls;
  private final CameraSession session;
  private final LongSupplier millis;
  private final Mischief.Plan plan;

  // All that follows belongs to the event loop.

  /** The connection that is being made or used; null while there is none. */
  private @Nullable CameraConnection connection;

  /** The next thing that time will bring: a wake-up or the next try to connect. */
  private @Nullable Future<?> alarm;

  private long alarmAt = Long.MAX_VALUE;
  private boolean open;

  /** TCP connections that have come about. */
  private int connections;

  CameraLink(
      EventLoop loop,
      Class<? extends SocketChannel> sockets,
      CameraSettings settings,
      LinkTls tls,
      CameraSession session,
      LongSupplier millis,
      Mischief.Plan plan) {
    this.loop = loop;
    this.sockets = sockets;
    this.settings = settings;
    this.tls = tls;
    this.session = session;
    this.millis = millis;
    this.plan = plan;
  }

  /** Begins to connect, and stays connected until {@link #close}. */
  void open() {
    assert loop.inEventLoop();
    if (!open) {
      open = true;
      connect();
    }
  }

  /** Sends what there is to be said now, and sees to it that this happens again in time. */
  void pump() {
    assert loop.inEventLoop();
    CameraConnection current = connection;
    if (current != null) {
      current.pump();
    }
  }

  /** Cuts the connection, as if the Wi-Fi had gone; the camera comes back by itself. */
  void cut() {
    assert loop.inEventLoop();
    CameraConnection current = connection;
    if (current != null) {
      current.hangUp("the link was cut");
    }
  }

  /** Goes, without a word, as a board does. */
  void close() {
    assert loop.inEventLoop();
    open = false;
    cut();
    disarm();
  }

  /** How long this camera has to wait before something is to be done without an event. */
  void wakeAt(long time) {
    if (time != alarmAt) {
      disarm();
      if (time != Long.MAX_VALUE && open) {
        arm(time - millis.getAsLong(), this::pump);
        alarmAt = time;
      }
    }
  }

  private void connect() {
    session.connecting();
    Conduct conduct = new Conduct(plan.on(connections + 1));
    CameraConnection fresh = new CameraConnection(this, session, millis, conduct);
    connection = fresh;
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(sockets)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNWRITTEN)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (conduct.speaksTls()) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    conduct.wireFaults().ifPresent(channel.pipeline()::addLast);
                    channel.pipeline().addLast(fresh);
                  }
                })
            .connect(settings.host(), settings.port());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            lost(fresh, Causes.of(done.cause()));
          }
        });
  }

  /** TCP has connected. */
  void connected() {
    connections++;
  }

  /**
   * A connection is gone, or none came about. Called once for each. Where the camera was switched
   * off there is nobody left to tell.
   */
  void lost(CameraConnection gone, String cause) {
    assert loop.inEventLoop();
    if (connection != gone) {
      return;
    }
    connection = null;
    disarm();
    if (open) {
      arm(session.disconnected(cause), this::connect);
    }
  }

  private void arm(long wait, Runnable then) {
    alarm =
        loop.schedule(
            () -> {
              alarm = null;
              alarmAt = Long.MAX_VALUE;
              then.run();
            },
            Math.max(wait, 0),
            TimeUnit.MILLISECONDS);
  }

  private void disarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
    alarmAt = Long.MAX_VALUE;
  }
}
