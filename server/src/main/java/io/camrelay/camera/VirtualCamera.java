package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A camera that exists in this process alone, and otherwise behaves like a board: it keeps one TLS
 * connection to the relay, comes back by itself when that breaks, keeps each frame until it was
 * STORED and numbers its captures. A {@link CameraFleet} makes them.
 *
 * <p>Every method may be called by any thread and returns at once; listeners and stages are called
 * on the camera's event loop.
 */
public final class VirtualCamera implements AutoCloseable {

  /** Characters of an answer that {@link Reply.Answered#text} holds at most. */
  public static final int LONGEST_ANSWER = 1 << 20;

  private static final String SWITCHED_OFF = "the camera was switched off";

  private final EventLoop loop;
  private final CameraMemory memory;
  private final LongSupplier millis;
  private final CameraSession session;
  private final CameraLink link;
  private final Waiting waiting = new Waiting();
  private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
  private final Consumer<VirtualCamera> farewell;
  private volatile @Nullable Supplier<Photo> shutter;

  /** Belongs to the event loop. */
  private boolean closed;

  VirtualCamera(
      EventLoop loop,
      Class<? extends SocketChannel> sockets,
      CameraSettings settings,
      LinkTls tls,
      CameraMemory memory,
      CameraListener listener,
      LongSupplier millis,
      Mischief.Plan plan,
      Consumer<VirtualCamera> farewell) {
    this.loop = loop;
    this.memory = memory;
    this.millis = millis;
    this.farewell = farewell;
    this.session =
        new CameraSession(
            settings,
            memory,
            new SecureRandom(),
            // The maker's monitor shows a thing before those who wait for it go on.
            listener.and(waiting).and(this::heard),
            millis.getAsLong());
    this.link = new CameraLink(loop, sockets, settings, tls, session, millis, plan);
  }

  /**
   * Begins to connect, and stays connected until {@link #close}.
   *
   * @return the relay's first WELCOME
   */
  public CompletionStage<Welcome> connect() {
    onLoop(link::open);
    return welcome.minimalCompletionStage();
  }

  /** As {@link #press(Photo, String)}, with bytes that are not to be changed from now on. */
  public Pressed press(byte[] jpeg, String question) {
    return press(Photo.of(jpeg), question);
  }

  /**
   * Touches the pad: takes this photo and asks this question about it.
   *
   * @param question empty for the profile's
   */
  public Pressed press(Photo photo, String question) {
    return press(photo, question, Trigger.TOUCH, Urgency.NORMAL);
  }

  /** The same with what started it and how much it minds waiting. */
  public Pressed press(Photo photo, String question, Trigger trigger, Urgency urgency) {
    return take(new Shot(nextId(), List.of(photo), null, question, trigger, urgency));
  }

  /**
   * Takes several photos and asks one question about all of them.
   *
   * @param photos 1 to 255, in the order in which they were taken; a relay takes fewer, and says in
   *     its WELCOME how many
   */
  public Pressed press(List<Photo> photos, String question) {
    return take(new Shot(nextId(), photos, null, question, Trigger.TOUCH, Urgency.NORMAL));
  }

  /** Asks further about an earlier capture; the question is not empty. */
  public Pressed ask(CaptureId parent, String question) {
    return take(new Shot(nextId(), List.of(), parent, question, Trigger.SERIAL, Urgency.NORMAL));
  }

  /** Sends a capture once more under an identity that it had before, as after a lost STORED. */
  public Pressed repeat(CaptureId capture, Photo photo, String question) {
    return repeat(capture, List.of(photo), question);
  }

  /** The same with several photos. */
  public Pressed repeat(CaptureId capture, List<Photo> photos, String question) {
    return take(new Shot(capture, photos, null, question, Trigger.TOUCH, Urgency.NORMAL));
  }

  /** Wants no answer to a capture any more; its reply is then the end that the relay gives it. */
  public void cancel(CaptureId capture) {
    onLoop(
        () -> {
          session.cancel(capture);
          link.pump();
        });
  }

  /** Sends a line for the operator's eyes, once there is a link. */
  public void log(LogLevel level, String text) {
    onLoop(
        () -> {
          session.log(level, text, millis.getAsLong());
          link.pump();
        });
  }

  /** Takes photos when the operator or the profile's interval wants one. */
  public void shutter(Supplier<Photo> shutter) {
    this.shutter = shutter;
  }

  /** Cuts the connection, as if the Wi-Fi had gone; the camera comes back by itself. */
  public void cutLink() {
    onLoop(link::cut);
  }

  /**
   * Switches the camera off: it goes without a word, and who still waits for a reply hears {@link
   * CaptureLost}.
   */
  @Override
  public void close() {
    if (loop.isShuttingDown()) {
      return; // its fleet has closed it
    }
    onLoop(
        () -> {
          closed = true;
          link.close();
          waiting.giveUp(SWITCHED_OFF);
          welcome.completeExceptionally(new CaptureLost(SWITCHED_OFF));
          farewell.accept(this);
        });
  }

  private CaptureId nextId() {
    return new CaptureId(memory.epoch(), memory.nextNumber());
  }

  private Pressed take(Shot shot) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    onLoop(
        () -> {
          waiting.add(shot.id(), stored, reply);
          if (closed) {
            waiting.giveUp(SWITCHED_OFF);
          } else {
            session.take(shot, millis.getAsLong());
            link.pump();
          }
        });
    return new Pressed(shot.id(), stored.minimalCompletionStage(), reply.minimalCompletionStage());
  }

  private void heard(CameraEvent event) {
    if (event instanceof CameraEvent.Welcomed welcomed) {
      welcome.complete(welcomed.welcome());
    } else if (event instanceof CameraEvent.PhotoWanted wanted) {
      Supplier<Photo> takes = shutter;
      if (takes != null) {
        Urgency urgency = wanted.trigger() == Trigger.TIMER ? Urgency.LOW : Urgency.NORMAL;
        press(takes.get(), wanted.question(), wanted.trigger(), urgency);
      }
    }
  }

  /** After the fleet was closed there is nothing left to be done. */
  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the camera's fleet is closed", e);
    }
  }
}
