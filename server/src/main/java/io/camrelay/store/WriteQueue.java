package io.camrelay.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the writer, in order and within bounds. Nobody waits to put something in. */
final class WriteQueue {

  private final int maxOperations;
  private final long maxBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, like all below. */
  private final Queue<Write<?>> waiting = new ArrayDeque<>();

  private long bytes;

  /** What callers hear once nothing more is taken. */
  private @Nullable RuntimeException refusal;

  WriteQueue(int maxOperations, long maxBytes) {
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
  }

  /** Takes a change, or says why not; null where it was taken. */
  @Nullable RuntimeException offer(Write<?> write) {
    lock.lock();
    try {
      if (refusal != null) {
        return refusal;
      }
      if (waiting.size() >= maxOperations || bytes + write.bytes() > maxBytes) {
        return Unavailable.busy("the store's queue is full");
      }
      waiting.add(write);
      bytes += write.bytes();
      changed.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The next change; null where none has come in time, or the queue is closed and empty. */
  @Nullable Write<?> next(long patienceNanos) {
    lock.lock();
    try {
      long left = patienceNanos;
      while (waiting.isEmpty() && refusal == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return take();
    } catch (InterruptedException e) {
      // Nobody interrupts the writer; it is stopped by closing the queue.
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The next change where one is there already. */
  @Nullable Write<?> poll() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** True where nothing waits and nothing more will come. */
  boolean isFinished() {
    lock.lock();
    try {
      return refusal != null && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and tells callers this instead. What waits stays. */
  void close(RuntimeException why) {
    lock.lock();
    try {
      refusal = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that waits. */
  List<Write<?>> drain() {
    lock.lock();
    try {
      List<Write<?>> left = List.copyOf(waiting);
      waiting.clear();
      bytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Write<?> take() {
    assert lock.isHeldByCurrentThread();
    Write<?> write = waiting.poll();
    if (write != null) {
      bytes -= write.bytes();
    }
    return write;
  }
}
