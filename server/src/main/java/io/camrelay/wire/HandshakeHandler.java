package io.camrelay.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Supplier;

/** Waits for the handshake, then gives its place to the link; or says why there is none. */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to do when a close has failed.
final class HandshakeHandler extends ChannelInboundHandlerAdapter {

  private final HandshakeLog handshakes;
  private final String address;
  private final Supplier<ChannelLink> link;

  /** True once the trouble was told: the engine and the decoder report the same one. */
  private boolean told;

  HandshakeHandler(HandshakeLog handshakes, String address, Supplier<ChannelLink> link) {
    this.handshakes = handshakes;
    this.address = address;
    this.link = link;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ctx.pipeline().replace(this, "link", link.get());
        handshakes.succeeded();
      } else {
        fail(ctx, handshake.cause());
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (!told) {
      told = true;
      handshakes.failed(address, cause);
    }
    ctx.close();
  }
}
