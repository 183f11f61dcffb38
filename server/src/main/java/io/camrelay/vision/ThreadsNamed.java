package io.camrelay.vision;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with one name and a number each. */
final class ThreadsNamed implements ThreadFactory {

  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  ThreadsNamed(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
