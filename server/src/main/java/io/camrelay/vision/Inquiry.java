package io.camrelay.vision;

/** An attempt that is under way. */
@FunctionalInterface
public interface Inquiry {

  /**
   * Hangs up. The listener still hears exactly one end, {@link Failure#CANCELLED} unless another
   * one was faster.
   */
  void cancel();
}
