package io.camrelay.wire;

import io.camrelay.identity.HostName;
import io.camrelay.identity.IdentityFolder;
import io.camrelay.identity.RelayIdentity;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A listener that sends back what it receives over the relay's TLS, and clients for it. */
@SuppressWarnings("FutureReturnValueIgnored") // What is written here is awaited at the other end.
final class TlsServer implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final RelayIdentity identity;
  final TlsContexts tls;

  /** What failed on any connection of the server. */
  final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** For each handshake that was completed, the protocol of the application that was agreed. */
  final Queue<String> agreed = new ConcurrentLinkedQueue<>();

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ExecutorService handshakes = Executors.newSingleThreadExecutor();
  private final Channel listener;

  TlsServer(Path folder, TlsEngine engine) throws Exception {
    this(folder, engine, PATIENCE);
  }

  TlsServer(Path folder, TlsEngine engine, Duration handshakeTimeout) throws Exception {
    IdentityFolder identities = new IdentityFolder(folder, Clock.systemUTC());
    identities.open(List.of());
    // Once more, so that what is used was read from the disk.
    identity = identities.open(List.of(HostName.parse("relay.example.org")));
    tls = TlsContexts.open(identity, engine);
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(tls.newHandler(channel.alloc(), handshakes, handshakeTimeout))
                        .addLast(new Echo());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  private final class Echo extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
        agreed.add(String.valueOf(ctx.pipeline().get(SslHandler.class).applicationProtocol()));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ctx.writeAndFlush(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failures.add(cause);
      ctx.close();
    }
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** A client's connection; the handshake may still fail. */
  Client connect(SSLEngine engine) throws Exception {
    return connect(new SslHandler(engine));
  }

  Client connect(SslHandler handler) throws Exception {
    return new Client(handler);
  }

  /** The other side of one connection. */
  final class Client {

    final SslHandler tls;
    final Channel channel;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private Client(SslHandler handler) throws Exception {
      tls = handler;
      channel =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(tls).addLast(new Ear());
                    }
                  })
              .connect(InetAddress.getLoopbackAddress(), port())
              .sync()
              .channel();
    }

    private final class Ear extends ChannelInboundHandlerAdapter {

      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        heard.add(bytes.toString(StandardCharsets.US_ASCII));
        bytes.release();
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
      }
    }

    /** Waits for the handshake's end and tells why it failed, or null. */
    @Nullable Throwable handshakeFailure() throws Exception {
      tls.handshakeFuture().await(PATIENCE.toMillis());
      return tls.handshakeFuture().isDone()
          ? tls.handshakeFuture().cause()
          : new AssertionError("the handshake does not end");
    }

    /** What comes back, or null if nothing does. */
    @Nullable String echo(String text) throws Exception {
      channel.writeAndFlush(
          channel.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
      return heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isClosedInTime() throws Exception {
      return channel.closeFuture().await(PATIENCE.toMillis());
    }
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully(50, 1_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    handshakes.shutdown();
    tls.close();
  }
}
