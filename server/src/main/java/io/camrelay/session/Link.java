package io.camrelay.session;

import io.camrelay.protocol.RelayMessage;

/**
 * A connection as its session sees it. Everything but {@link #execute} is called on the link's own
 * thread, on which the link also calls the session.
 */
public interface Link {

  /** Where the device connects from, without its port, for logs. */
  String address();

  /** The address, or the network that it may choose its address in: to tell guessers apart. */
  String origin();

  /**
   * Sends a message after those before it. Its bytes are copied before this returns. Does nothing
   * once the link is closing.
   */
  void send(RelayMessage message);

  /**
   * Hands over no further message until {@link #resumeReading}, not even one that has arrived with
   * the message that is being handed over.
   */
  void pauseReading();

  /** Ends a pause; never calls the session before it returns. */
  void resumeReading();

  /** False while more waits to be sent than the link wants to hold. */
  boolean isWritable();

  /**
   * Closes once all is sent that was given to {@link #send}, or a bounded time later. What arrives
   * from now on is thrown away.
   */
  void close();

  /**
   * Runs the task on the link's thread, later, in the order of the calls. The one method for any
   * thread; a task is dropped where the link's thread has ended.
   */
  void execute(Runnable task);

  /** True on the link's thread. */
  boolean isOwnThread();
}
