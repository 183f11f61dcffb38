package io.camrelay.wire;

import io.camrelay.session.SessionClock;
import io.camrelay.session.Sessions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices' port. Opened once; {@link #stopAccepting} and {@link #close} end it, with the
 * sessions' own farewell in between.
 *
 * <p>For all threads.
 */
public final class DeviceListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeviceListener.class);

  /** Connections that wait in the kernel; it takes less where {@code somaxconn} is lower. */
  private static final int BACKLOG = 4_096;

  /** Bytes that one read of a socket brings at most, and so what waits while nothing is read. */
  private static final int READ_AT_MOST = 32 * 1024;

  /**
   * The kernel's buffers for one connection. Without a bound they grow to megabytes for a device
   * that is slow; these carry some megabytes a second to and from one that is not.
   */
  private static final int KERNEL_BUFFER = 128 * 1024;

  /** Bytes waiting to be sent to one device: with more nothing is produced, until less than low. */
  private static final WriteBufferWaterMark WAITING =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private final WireSettings settings;
  private final ConnectionLimits limits;
  private final HandshakeLog handshakes;
  private final EventLoopGroup loops;

  /** Every connection; one that comes after the end is closed at once. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  private final @Nullable ExecutorService handshakeThreads;
  private final ServerBootstrap bootstrap;
  private volatile @Nullable Channel listener;

  public DeviceListener(
      WireSettings settings, TlsContexts tls, Sessions sessions, SessionClock clock) {
    this(settings, tls, sessions, clock, Ticker.PERIOD);
  }

  DeviceListener(
      WireSettings settings,
      TlsContexts tls,
      Sessions sessions,
      SessionClock clock,
      Duration tickPeriod) {
    this.settings = settings;
    this.limits = new ConnectionLimits(settings);
    this.handshakes = new HandshakeLog(clock);
    this.loops = loops(settings.threads());
    this.handshakeThreads = tls.engine() == TlsEngine.JDK ? handshakeThreads() : null;
    IdentityHashMap<EventExecutor, Ticker> tickers = new IdentityHashMap<>();
    for (EventExecutor loop : loops) {
      tickers.put(loop, new Ticker((EventLoop) loop, tickPeriod));
    }
    Executor handshaking = handshakeThreads == null ? ImmediateExecutor.INSTANCE : handshakeThreads;
    this.bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(channelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
            .handler(new AcceptPace(settings.handshakesPerSecond(), clock))
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2_048, READ_AT_MOST))
            .childOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
            .childHandler(
                new DevicePipeline(
                    settings,
                    tls,
                    sessions,
                    clock,
                    limits,
                    connections,
                    handshakes,
                    handshaking,
                    channel -> Objects.requireNonNull(tickers.get(channel.eventLoop()))));
  }

  private static EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        new DefaultThreadFactory("device-io"),
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  private static Class<? extends ServerChannel> channelType() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The JDK's handshakes cost milliseconds; data of those that are in must not wait for them. */
  private static ExecutorService handshakeThreads() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("handshake", true));
  }

  /**
   * Opens the port.
   *
   * @throws IOException if it cannot be opened; the message says what to do
   */
  public void open() throws IOException {
    InetSocketAddress wanted = new InetSocketAddress(settings.address(), settings.port());
    if (wanted.isUnresolved()) {
      throw new IOException(
          "Cannot listen on %s: there is no such address.".formatted(settings.address()));
    }
    ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "Cannot listen on %s port %d: %s. Is another relay running, or the port below 1024?"
              .formatted(settings.address(), settings.port(), bound.cause().getMessage()),
          bound.cause());
    }
    listener = bound.channel();
    log.info("listening address={} port={}", settings.address(), address().getPort());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) opened().localAddress();
  }

  /** Connections at this moment, with a session or without. */
  public int connections() {
    return limits.connections();
  }

  /** TLS handshakes that have succeeded since the port was opened. */
  public long handshakes() {
    return handshakes.count();
  }

  /** Lets nobody in any more; connections stay. */
  public void stopAccepting() {
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
  }

  /** Ends every connection and releases the threads. */
  @Override
  public void close() {
    stopAccepting();
    long millis = settings.closeWithin().toMillis();
    // Before the loops: a channel that a loop leaves behind keeps its native memory.
    connections.close().awaitUninterruptibly(millis);
    loops.shutdownGracefully(0, millis, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    if (handshakeThreads != null) {
      handshakeThreads.shutdownNow();
    }
  }

  private Channel opened() {
    Channel open = listener;
    if (open == null) {
      throw new IllegalStateException("the port is not open");
    }
    return open;
  }
}
