package io.camrelay.wire;

import io.camrelay.session.SessionClock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Stands in the listener's own pipeline and lets only so many connections a second through to their
 * handshakes. The others wait in the kernel's queue: after a restart every device comes back at
 * once, and those that are in already are to be served meanwhile.
 */
final class AcceptPace extends ChannelInboundHandlerAdapter {

  /** How many seconds' worth may come at once. */
  static final int BURST_SECONDS = 2;

  private final TokenBucket bucket;
  private final SessionClock clock;

  AcceptPace(int perSecond, SessionClock clock) {
    this.bucket = new TokenBucket(perSecond * BURST_SECONDS, perSecond, clock.nanos());
    this.clock = clock;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The timer goes on by itself.
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    long wait = bucket.takeOnCredit(clock.nanos());
    Channel listener = ctx.channel();
    if (wait > 0 && listener.config().isAutoRead()) {
      listener.config().setAutoRead(false);
      ctx.executor()
          .schedule(() -> listener.config().setAutoRead(true), wait, TimeUnit.NANOSECONDS);
    }
    ctx.fireChannelRead(accepted);
  }
}
