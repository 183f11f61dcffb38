package io.camrelay.camera;

import io.camrelay.camera.Mischief.CutAfterHearing;
import io.camrelay.camera.Mischief.CutAfterSending;
import io.camrelay.camera.Mischief.CutInMessage;
import io.camrelay.camera.Mischief.OnTheWire;
import io.camrelay.camera.Mischief.StopReading;
import io.camrelay.camera.Mischief.StopSending;
import io.camrelay.camera.Mischief.Trickle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Breaks one connection between the camera's words and its TLS. Each write that comes from the
 * camera is one message.
 */
final class WireFaults extends ChannelDuplexHandler {

  /** Marks the channel as not writable while messages wait here. */
  private static final int WRITABILITY_BIT = 1;

  private final List<OnTheWire> faults;

  /** What waits to be sent. */
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();

  /** What had left the socket when reading stopped: a record of TLS or two. */
  private final Queue<ByteBuf> unread = new ArrayDeque<>();

  /** Messages that were said, by the number of their type. */
  private final Map<Integer, Integer> said = new HashMap<>();

  /** Bytes that were said; those from {@link #sent} on wait. */
  private long queued;

  private long sent;
  private long heard;

  /** Where the connection is cut, in bytes that were sent. */
  private long cutAt = Long.MAX_VALUE;

  private boolean cutByReset;
  private boolean cut;

  /** Tells when all that was sent has left; null before the first byte. */
  private @Nullable ChannelFuture lastWrite;

  /** Nothing is sent until a time has come. */
  private boolean pausing;

  /** Stops that were made already. */
  private final Map<OnTheWire, Boolean> done = new HashMap<>();

  WireFaults(List<OnTheWire> faults) {
    this.faults = List.copyOf(faults);
    for (OnTheWire fault : faults) {
      if (fault instanceof CutAfterSending after) {
        cutAt(after.bytes(), after.reset());
      }
    }
  }

  /** Whether nothing is read for now. */
  static boolean deaf(ChannelHandlerContext ctx) {
    return !ctx.channel().config().isAutoRead();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent) {
      stopReadingIfDue(ctx);
    }
    ctx.fireUserEventTriggered(event);
    if (event instanceof SslHandshakeCompletionEvent) {
      drain(ctx); // a cut may come before the first byte
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    int type = bytes.getUnsignedByte(bytes.readerIndex());
    int occurrence = said.merge(type, 1, Integer::sum);
    for (OnTheWire fault : faults) {
      if (fault instanceof CutInMessage in
          && in.type().number() == type
          && in.occurrence() == occurrence) {
        cutAt(queued + Math.min(in.bytes(), bytes.readableBytes()), in.reset());
      }
    }
    queued += bytes.readableBytes();
    waiting.add(bytes);
    promise.trySuccess();
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    drain(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    long before = heard;
    heard += bytes.readableBytes();
    for (OnTheWire fault : faults) {
      if (fault instanceof CutAfterHearing after && heard >= after.bytes()) {
        int allowed = (int) Math.max(0, after.bytes() - before);
        bytes.writerIndex(bytes.readerIndex() + Math.min(allowed, bytes.readableBytes()));
        ctx.fireChannelRead(bytes);
        cutByReset = after.reset();
        cut(ctx);
        return;
      }
    }
    if (deaf(ctx)) {
      unread.add(bytes);
      return;
    }
    stopReadingIfDue(ctx);
    ctx.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    unread.forEach(ByteBuf::release);
    unread.clear();
    ctx.fireChannelInactive();
  }

  private void cutAt(long bytes, boolean reset) {
    if (bytes < cutAt) {
      cutAt = bytes;
      cutByReset = reset;
    }
  }

  private void stopReadingIfDue(ChannelHandlerContext ctx) {
    for (OnTheWire fault : faults) {
      if (fault instanceof StopReading stop
          && heard >= stop.afterBytes()
          && done.put(stop, true) == null) {
        ctx.channel().config().setAutoRead(false);
        later(ctx, stop.time(), () -> readAgain(ctx));
      }
    }
  }

  private void readAgain(ChannelHandlerContext ctx) {
    for (ByteBuf bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
      ctx.fireChannelRead(bytes);
    }
    ctx.fireChannelReadComplete();
    ctx.channel().config().setAutoRead(true);
  }

  /** Sends what may be sent now. */
  private void drain(ChannelHandlerContext ctx) {
    while (!cut && !pausing && sent < cutAt && !waiting.isEmpty()) {
      long allowed = Math.min(cutAt, nextStop()) - sent;
      if (allowed > 0) {
        send(ctx, allowed);
      }
      pauseIfDue(ctx);
    }
    ctx.flush();
    if (sent >= cutAt) {
      cut(ctx);
    }
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    if (buffer != null) {
      buffer.setUserDefinedWritability(WRITABILITY_BIT, waiting.isEmpty());
    }
  }

  private void send(ChannelHandlerContext ctx, long allowed) {
    ByteBuf first = waiting.element();
    int length = (int) Math.min(allowed, Math.min(first.readableBytes(), portion()));
    sent += length;
    if (length == first.readableBytes()) {
      waiting.remove();
      write(ctx, first);
    } else {
      write(ctx, first.readRetainedSlice(length));
    }
  }

  private void write(ChannelHandlerContext ctx, ByteBuf bytes) {
    ChannelFuture write = ctx.write(bytes);
    write.addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    lastWrite = write;
  }

  /** Bytes that are sent at a time. */
  private int portion() {
    int portion = Integer.MAX_VALUE;
    for (OnTheWire fault : faults) {
      if (fault instanceof Trickle trickle) {
        portion = Math.min(portion, trickle.bytes());
      }
    }
    return portion;
  }

  /** Where sending stops for a time, in bytes that were sent. */
  private long nextStop() {
    long next = Long.MAX_VALUE;
    for (OnTheWire fault : faults) {
      if (fault instanceof StopSending stop && !done.containsKey(stop)) {
        next = Math.min(next, stop.afterBytes());
      }
    }
    return next;
  }

  private void pauseIfDue(ChannelHandlerContext ctx) {
    for (OnTheWire fault : faults) {
      if (fault instanceof StopSending stop
          && sent >= stop.afterBytes()
          && done.put(stop, true) == null) {
        pause(ctx, stop.time());
      } else if (fault instanceof Trickle trickle) {
        pause(ctx, trickle.every());
      }
    }
  }

  private void pause(ChannelHandlerContext ctx, Duration time) {
    pausing = true;
    later(
        ctx,
        time,
        () -> {
          pausing = false;
          drain(ctx);
        });
  }

  private static void later(ChannelHandlerContext ctx, Duration time, Runnable then) {
    Future<?> unused = ctx.executor().schedule(then, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the connection from in front of TLS, once what was sent has left. */
  private void cut(ChannelHandlerContext ctx) {
    if (cut) {
      return;
    }
    cut = true;
    if (cutByReset) {
      ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    ChannelFuture last = lastWrite;
    if (last == null) {
      close(ctx);
    } else {
      last.addListener(left -> close(ctx));
    }
  }

  private static void close(ChannelHandlerContext ctx) {
    ctx.pipeline()
        .firstContext()
        .close()
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
