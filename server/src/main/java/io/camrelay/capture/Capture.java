package io.camrelay.capture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capture as it is kept.
 *
 * @param press what the device said of it
 * @param parent the capture whose frame and conversation this one goes on with; null where it has a
 *     frame of its own
 * @param state where it is
 * @param width the frame's pixels, 0 until it was checked
 * @param height the frame's pixels, 0 until it was checked
 * @param begunAt when the relay first heard of it
 * @param storedAt when it became durable, null before
 * @param dueAt when it is to be asked (again); null unless QUEUED
 * @param endedAt when it ended, null before
 * @param acknowledgedAt when the device had its end, null before
 * @param droppedAt when the mailbox gave up on delivering its end, null where it has not
 * @param attempts every try to ask, in order
 * @param ending how it ended, null before
 */
public record Capture(
    Press press,
    @Nullable CaptureKey parent,
    CaptureState state,
    int width,
    int height,
    Instant begunAt,
    @Nullable Instant storedAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant droppedAt,
    List<Attempt> attempts,
    @Nullable Ending ending) {

  public Capture {
    attempts = List.copyOf(attempts);
  }

  /** Its identity. */
  public CaptureKey key() {
    return press.key();
  }
}
