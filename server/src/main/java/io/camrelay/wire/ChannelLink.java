package io.camrelay.wire;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.Violation;
import io.camrelay.session.Link;
import io.camrelay.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands last in a connection's pipeline: bytes become messages for the session, its messages
 * become bytes. Messages of one turn of the event loop leave as one TLS record where they fit.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write or close that fails ends in channelInactive.
final class ChannelLink extends ChannelInboundHandlerAdapter implements Link {

  private static final Logger log = LoggerFactory.getLogger(ChannelLink.class);

  /** Bytes that fill one TLS record. */
  static final int RECORD = 16 * 1024;

  /** What a buffer for outgoing messages begins with; most are small. */
  private static final int SMALL = 256;

  /** Makes the link's session, or speaks and closes instead of one. */
  interface Opening {
    @Nullable Session open(Link link);
  }

  private final InetAddress address;
  private final Opening opening;
  private final Ticker ticker;
  private final Duration closeWithin;
  private final MessageReader reader = new MessageReader(Sender.DEVICE);

  /** What has come and may not be read yet: at most what one read of the socket brings. */
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();

  /** Set when the handshake is done and this is in the pipeline. */
  private @Nullable ChannelHandlerContext context;

  private @Nullable Session session;
  private boolean paused;
  private boolean resuming;
  private boolean closing;

  /** Messages that leave with the next flush. */
  private @Nullable ByteBuf out;

  private boolean flushing;

  /**
   * @param closeWithin how long last words may take
   */
  ChannelLink(InetAddress address, Opening opening, Ticker ticker, Duration closeWithin) {
    this.address = address;
    this.opening = opening;
    this.ticker = ticker;
    this.closeWithin = closeWithin;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    session = opening.open(this);
    if (session != null) {
      ticker.add(session);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (closing || session == null) {
      bytes.release();
      return;
    }
    session.heard();
    waiting.add(bytes);
    readWaiting();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Session told = session;
    if (told != null) {
      // Later: this may come out of the middle of what the session is sending.
      execute(told::writabilityChanged);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (session != null) {
      ticker.remove(session);
      session.closed();
    }
    closing = true;
    dropWaiting();
    if (out != null) {
      out.release();
      out = null;
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("connection lost address={} cause={}", address(), cause.toString());
    } else {
      log.warn("connection failed address={}", address(), cause);
    }
    ctx.close();
  }

  private void readWaiting() {
    while (!paused && !closing && !waiting.isEmpty()) {
      ByteBuf bytes = waiting.remove();
      Violation violation = read(bytes);
      if (violation != null && session != null) {
        session.broken(violation);
      }
    }
    if (!paused && !closing) {
      channel().config().setAutoRead(true);
    }
  }

  /** Reads as far as may be; what may not be read yet waits in front of the rest. */
  private @Nullable Violation read(ByteBuf bytes) {
    boolean keep = false;
    try {
      ByteBuffer view = bytes.nioBuffer();
      Violation violation = reader.read(view, this::received);
      keep = view.hasRemaining() && violation == null && !closing;
      if (keep) {
        bytes.readerIndex(bytes.writerIndex() - view.remaining());
        waiting.addFirst(bytes);
      }
      return violation;
    } finally {
      if (!keep) {
        bytes.release();
      }
    }
  }

  private void received(Message message) {
    if (session != null && !closing) {
      session.received((DeviceMessage) message);
    }
  }

  @Override
  public String address() {
    return address.getHostAddress();
  }

  @Override
  public String origin() {
    return Origin.of(address);
  }

  @Override
  public void send(RelayMessage message) {
    assert isOwnThread();
    if (closing) {
      return;
    }
    int size = MessageWriter.size(message);
    ByteBuf buffer = room(size);
    MessageWriter.write(message, buffer.nioBuffer(buffer.writerIndex(), size));
    buffer.writerIndex(buffer.writerIndex() + size);
    if (!flushing) {
      flushing = true;
      execute(this::flush);
    }
  }

  private ByteBuf room(int size) {
    ByteBuf buffer = out;
    if (buffer != null && buffer.readableBytes() + size > RECORD) {
      write(buffer);
      buffer = null;
    }
    if (buffer == null) {
      buffer = context().alloc().directBuffer(Math.max(size, SMALL));
      out = buffer;
    }
    return buffer.ensureWritable(size);
  }

  private void write(ByteBuf buffer) {
    out = null;
    context().write(buffer);
  }

  private void flush() {
    flushing = false;
    if (out != null) {
      write(out);
    }
    context().flush();
  }

  @Override
  public void pauseReading() {
    paused = true;
    reader.pause();
    channel().config().setAutoRead(false);
  }

  @Override
  public void resumeReading() {
    paused = false;
    if (!resuming) {
      resuming = true;
      execute(
          () -> {
            resuming = false;
            readWaiting();
          });
    }
  }

  @Override
  public boolean isWritable() {
    return channel().isWritable();
  }

  /**
   * Says the last words, then TLS's goodbye, then closes this side; the socket is read until the
   * device closes too, or the time is over. To close a socket with unread bytes would have the
   * kernel throw the last words away.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    reader.pause();
    dropWaiting();
    flush();
    Channel channel = channel();
    channel.config().setAutoRead(true);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null && channel instanceof DuplexChannel duplex) {
      tls.closeOutbound().addListener(sent -> duplex.shutdownOutput());
      channel
          .eventLoop()
          .schedule(() -> channel.close(), closeWithin.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      context().close();
    }
  }

  @Override
  public void execute(Runnable task) {
    try {
      channel().eventLoop().execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      log.debug("task dropped address={}", address());
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // A session that was left in the middle of something is of no use to its device.
      exceptionCaught(context(), e);
    }
  }

  @Override
  public boolean isOwnThread() {
    return channel().eventLoop().inEventLoop();
  }

  private void dropWaiting() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }

  private Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext known = context;
    if (known == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return known;
  }
}
