package io.camrelay.session;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.Violation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A link of bytes on the test's own thread; tasks run when the test says so. */
final class TestLink implements Link {

  private final MessageReader fromDevice = new MessageReader(Sender.DEVICE);
  private final MessageReader fromRelay = new MessageReader(Sender.RELAY);
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<RelayMessage> sent = new ArrayList<>();
  private @Nullable Session session;
  private boolean paused;
  private boolean writable = true;
  private boolean closed;

  static TestLink to(Sessions sessions) {
    TestLink link = new TestLink();
    link.session = sessions.open(link);
    return link;
  }

  /** The device says this, and what can be done is done. */
  TestLink say(DeviceMessage message) {
    ByteBuffer bytes = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, bytes);
    return say(bytes.flip());
  }

  TestLink say(ByteBuffer bytes) {
    if (!closed) {
      session().heard();
      waiting.add(bytes);
      read();
    }
    return settle();
  }

  /** Runs every task, and those that they leave. */
  TestLink settle() {
    Runnable task = tasks.poll();
    while (task != null) {
      task.run();
      task = tasks.poll();
    }
    return this;
  }

  TestLink tick() {
    session().tick();
    return settle();
  }

  /** The device is gone without a word. */
  void cut() {
    closed = true;
    session().closed();
    settle();
  }

  TestLink writable(boolean now) {
    writable = now;
    session().writabilityChanged();
    return settle();
  }

  /** What the relay has said since this was last asked. */
  List<RelayMessage> heard() {
    settle();
    List<RelayMessage> heard = List.copyOf(sent);
    sent.clear();
    return heard;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isPaused() {
    return paused;
  }

  private void read() {
    while (!paused && !closed && !waiting.isEmpty()) {
      ByteBuffer bytes = waiting.element();
      Violation violation = fromDevice.read(bytes, this::received);
      if (violation != null) {
        session().broken(violation);
        return;
      }
      if (!bytes.hasRemaining()) {
        waiting.remove();
      }
    }
  }

  private void received(Message message) {
    if (!closed) {
      session().received((DeviceMessage) message);
    }
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("there is no session yet");
    }
    return session;
  }

  @Override
  public String address() {
    return "192.0.2.7";
  }

  @Override
  public String origin() {
    return address();
  }

  @Override
  public void send(RelayMessage message) {
    if (closed) {
      return;
    }
    // Through bytes, as it would go: the writer refuses what the protocol does not allow.
    ByteBuffer bytes = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, bytes);
    Violation violation =
        fromRelay.read(bytes.flip(), received -> sent.add((RelayMessage) received));
    if (violation != null) {
      throw new IllegalStateException(violation.toString());
    }
  }

  @Override
  public void pauseReading() {
    paused = true;
    fromDevice.pause();
  }

  @Override
  public void resumeReading() {
    paused = false;
    execute(this::read);
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean isOwnThread() {
    return true;
  }
}
