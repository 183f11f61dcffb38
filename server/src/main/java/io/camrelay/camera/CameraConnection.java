package io.camrelay.camera;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a camera: bytes to messages and back, as the socket takes them. The last
 * handler of its pipeline, behind TLS.
 */
final class CameraConnection extends ChannelInboundHandlerAdapter {

  /** Messages that are sent before others on the same event loop get their turn. */
  private static final int MESSAGES_A_TURN = 16;

  private final CameraLink link;
  private final CameraSession session;
  private final LongSupplier millis;
  private final MessageReader reader = new MessageReader(Sender.RELAY);
  private final long begunAt;

  /** Null until the channel exists. */
  private @Nullable ChannelHandlerContext context;

  private long connectedAt;

  /** TLS is up, and the session may speak. */
  private boolean secured;

  private boolean pumping;

  /** Why the connection ended, as far as an event has told. */
  private @Nullable String cause;

  /** What a camera that misbehaves does on this connection. */
  private final Conduct conduct;

  CameraConnection(CameraLink link, CameraSession session, LongSupplier millis, Conduct conduct) {
    this.link = link;
    this.session = session;
    this.millis = millis;
    this.conduct = conduct;
    this.begunAt = millis.getAsLong();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connectedAt = millis.getAsLong();
    link.connected();
    if (!conduct.speaksTls()) {
      sayInstead(ctx);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        hangUp(Causes.of(handshake.cause()));
      } else if (conduct.speaksTheProtocol()) {
        secured(ctx);
      } else {
        sayInstead(ctx);
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void secured(ChannelHandlerContext ctx) {
    SSLSession agreed = ctx.pipeline().get(SslHandler.class).engine().getSession();
    long now = millis.getAsLong();
    secured = true;
    session.secured(
        agreed.getProtocol() + " " + agreed.getCipherSuite(),
        connectedAt - begunAt,
        now - connectedAt,
        now);
    pump();
  }

  private void sayInstead(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(conduct.wordsInstead()))
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (secured) {
        read(bytes.nioBuffer(), millis.getAsLong());
      }
    } finally {
      bytes.release();
    }
  }

  private void read(ByteBuffer bytes, long now) {
    session.heard(now);
    Violation violation = reader.read(bytes, message -> hear((RelayMessage) message, now));
    if (violation != null) {
      session.misbehaved(violation.code().word() + ": " + violation.detail());
    }
  }

  private void hear(RelayMessage message, long now) {
    if (!conduct.hears(message.type())) {
      hangUp("the link was cut");
    } else if (cause == null) {
      session.received(message, now);
    }
    if (cause != null || session.parting(now) != null) {
      reader.pause(); // nothing that follows the last word counts
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    pump();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      pump();
    } else {
      session.stalled();
    }
    ctx.fireChannelWritabilityChanged();
  }

  /** Sends what the session has to say, as far as the socket takes it. */
  void pump() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || !secured || pumping || !ctx.channel().isActive()) {
      return;
    }
    pumping = true;
    try {
      boolean more = send(ctx);
      ctx.flush();
      if (more) {
        ctx.executor().execute(this::pump);
      }
    } finally {
      pumping = false;
    }
    long now = millis.getAsLong();
    if (WireFaults.deaf(ctx)) {
      session.heard(now); // who does not read cannot tell silence
    }
    Parting parting = session.parting(now);
    if (parting == null) {
      link.wakeAt(session.wakeAt(now));
    } else {
      hangUp(parting.cause());
    }
  }

  /** Returns whether there may be more to send. */
  private boolean send(ChannelHandlerContext ctx) {
    for (int i = 0; i < MESSAGES_A_TURN; i++) {
      if (!ctx.channel().isWritable()) {
        return false; // goes on when it is writable again
      }
      DeviceMessage message = session.next(millis.getAsLong());
      if (message == null) {
        return false;
      }
      if (conduct.speaksProperly()) {
        write(ctx, message);
      } else {
        conduct.say(message).forEach(bytes -> write(ctx, Unpooled.wrappedBuffer(bytes)));
      }
    }
    return true;
  }

  private static void write(ChannelHandlerContext ctx, DeviceMessage message) {
    int size = MessageWriter.size(message);
    ByteBuf bytes = ctx.alloc().buffer(size, size);
    MessageWriter.write(message, bytes.nioBuffer(0, size));
    write(ctx, bytes.writerIndex(size));
  }

  private static void write(ChannelHandlerContext ctx, ByteBuf bytes) {
    ctx.write(bytes).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Closes the socket without a close_notify, as the board's library does. */
  void hangUp(String why) {
    if (cause == null) {
      cause = why;
    }
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      link.lost(this, why);
      return;
    }
    // Closed from in front of TLS, which would say goodbye.
    ctx.pipeline()
        .firstContext()
        .close()
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    link.lost(this, cause == null ? "the relay closed the connection" : cause);
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable problem) {
    hangUp(Causes.of(problem));
  }
}
