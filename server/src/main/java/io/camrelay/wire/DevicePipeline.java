package io.camrelay.wire;

import io.camrelay.protocol.Code;
import io.camrelay.protocol.RelayMessage.Refused;
import io.camrelay.session.Link;
import io.camrelay.session.Session;
import io.camrelay.session.SessionClock;
import io.camrelay.session.Sessions;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pipeline of each connection, in one list. */
final class DevicePipeline extends ChannelInitializer<SocketChannel> {

  /** When who found no room comes back. */
  static final Duration RETURN_WHEN_FULL = Duration.ofSeconds(30);

  private final WireSettings settings;
  private final TlsContexts tls;
  private final Sessions sessions;
  private final SessionClock clock;
  private final ConnectionLimits limits;
  private final ChannelGroup connections;
  private final HandshakeLog handshakes;
  private final Executor handshakeThreads;
  private final Function<SocketChannel, Ticker> tickers;

  DevicePipeline(
      WireSettings settings,
      TlsContexts tls,
      Sessions sessions,
      SessionClock clock,
      ConnectionLimits limits,
      ChannelGroup connections,
      HandshakeLog handshakes,
      Executor handshakeThreads,
      Function<SocketChannel, Ticker> tickers) {
    this.settings = settings;
    this.tls = tls;
    this.sessions = sessions;
    this.clock = clock;
    this.limits = limits;
    this.connections = connections;
    this.handshakes = handshakes;
    this.handshakeThreads = handshakeThreads;
    this.tickers = tickers;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to do when a close has failed.
  protected void initChannel(SocketChannel channel) {
    InetAddress address = channel.remoteAddress().getAddress();
    ConnectionLimits.Verdict verdict = limits.come(address, clock.nanos());
    ChannelPipeline pipeline = channel.pipeline();
    connections.add(channel);
    // First, so that it counts the connection out whatever the others do.
    pipeline.addLast("limits", new LimitHandler(limits, address, clock));
    if (verdict == ConnectionLimits.Verdict.SHUT) {
      // Before the handshake, which is what costs.
      channel.close();
      return;
    }
    pipeline.addLast(
        "tls", tls.newHandler(channel.alloc(), handshakeThreads, settings.handshakeWithin()));
    // Becomes the link once the handshake is done: nobody has a session before that.
    pipeline.addLast(
        "handshake",
        new HandshakeHandler(
            handshakes, address.getHostAddress(), () -> link(channel, address, verdict)));
  }

  private ChannelLink link(
      SocketChannel channel, InetAddress address, ConnectionLimits.Verdict verdict) {
    ChannelLink.Opening opening =
        verdict == ConnectionLimits.Verdict.TELL ? DevicePipeline::tellFull : sessions::open;
    return new ChannelLink(address, opening, tickers.apply(channel), settings.closeWithin());
  }

  private static @Nullable Session tellFull(Link link) {
    Code code = Code.TOO_MANY_CONNECTIONS;
    link.send(new Refused(code, RETURN_WHEN_FULL.toMillis(), code.hint()));
    link.close();
    return null;
  }
}
