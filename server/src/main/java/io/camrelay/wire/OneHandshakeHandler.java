package io.camrelay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * TLS by the JDK, without renegotiation. The JDK lets clients of TLS 1.2 repeat the handshake, each
 * time for the price of a new connection and past every limit on those; it can be forbidden by a
 * system property alone, which is read once and only if it is set early enough. This closes the
 * connection at the first record of a second handshake, before the engine sees it. In TLS 1.3 no
 * such record exists: what follows the handshake is application data on the outside.
 */
final class OneHandshakeHandler extends SslHandler {

  /** The content type that a record of a handshake begins with (RFC 5246, 6.2.1). */
  private static final int HANDSHAKE = 22;

  OneHandshakeHandler(SSLEngine engine, Executor delegatedTasks) {
    super(engine, delegatedTasks);
  }

  /** Called with the input at the beginning of a record, of which it takes one at most. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Closing is all that is left to do, done or not.
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws SSLException {
    if (handshakeFuture().isSuccess()
        && in.isReadable()
        && in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
      in.skipBytes(in.readableBytes());
      ctx.close();
      throw new SSLHandshakeException("the client wants to renegotiate, which is refused");
    }
    super.decode(ctx, in, out);
  }
}
