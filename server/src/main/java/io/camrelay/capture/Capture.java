package io.camrelay.capture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capture as it is kept.
 *
 * @param press what the device said of it
 * @param parent the capture whose conversation this one goes on with; null where it begins one
 * @param frame the capture whose frames this one is about; null where it has frames of its own
 * @param frames the frames that it is about, also those that another capture has, in order; while
 *     it is RECEIVING, those of which the relay has heard
 * @param state where it is
 * @param begunAt when the relay first heard of it
 * @param storedAt when it became durable, null before
 * @param dueAt when it is to be asked (again); null unless QUEUED
 * @param endedAt when it ended, null before
 * @param acknowledgedAt when the device had its end, null before
 * @param droppedAt when the mailbox gave up on delivering its end, null where it has not
 * @param look what arithmetic has found in its picture, null where nobody has looked
 * @param asked what the operator wants otherwise than the device's profile has it
 * @param attempts every try to ask, in order
 * @param ending how it ended, null before
 */
public record Capture(
    Press press,
    @Nullable CaptureKey parent,
    @Nullable CaptureKey frame,
    List<Frame> frames,
    CaptureState state,
    Instant begunAt,
    @Nullable Instant storedAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant droppedAt,
    @Nullable Look look,
    Asked asked,
    List<Attempt> attempts,
    @Nullable Ending ending) {

  /**
   * How the operator wants a capture to be asked.
   *
   * @param profile under this profile, null for the device's
   * @param provider only this provider, null for the profile's chain
   */
  public record Asked(@Nullable String profile, @Nullable String provider) {

    /** As the device's profile has it. */
    public static final Asked AS_USUAL = new Asked(null, null);
  }

  public Capture {
    frames = List.copyOf(frames);
    attempts = List.copyOf(attempts);
  }

  /** The bytes of all its own frames, as far as the relay has heard of them. */
  public long ownBytes() {
    return frame != null ? 0 : frames.stream().mapToLong(Frame::size).sum();
  }

  /** The capture that holds its frames: itself, or another one. */
  public CaptureKey frameOwner() {
    return frame == null ? key() : frame;
  }

  /** Its identity. */
  public CaptureKey key() {
    return press.key();
  }
}
