package io.camrelay.wire;

import io.camrelay.session.SessionClock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;

/** Counts the connection out when it is over. */
final class LimitHandler extends ChannelInboundHandlerAdapter {

  private final ConnectionLimits limits;
  private final InetAddress address;
  private final SessionClock clock;

  LimitHandler(ConnectionLimits limits, InetAddress address, SessionClock clock) {
    this.limits = limits;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    limits.gone(address, clock.nanos());
    ctx.fireChannelInactive();
  }
}
