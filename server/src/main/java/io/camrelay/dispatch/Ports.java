package io.camrelay.dispatch;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Captures;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.usage.ModelInfo;
import io.camrelay.vision.Provider;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What this package works with.
 *
 * @param profiles what a capture is asked with, as of now
 * @param models what is known of a model, by its name
 * @param feed hears of stages, words and ends
 * @param attempts hears of each attempt's end
 * @param providers the one of a name; there is always one, if only to say that there is none
 * @param budgets what an attempt would count against
 * @param starters runs what may block a thread
 * @param workers runs what computes for a while; what it has no thread for waits
 * @param random from 0 to 1
 */
record Ports(
    Asking asking,
    Captures captures,
    CaptureListener feed,
    AttemptListener attempts,
    Function<String, Provider> providers,
    Budgets budgets,
    Function<Capture, EffectiveProfile> profiles,
    Function<String, Optional<ModelInfo>> models,
    SerialScheduler line,
    Executor starters,
    Executor workers,
    DoubleSupplier random) {

  /** The same with another view of the dispatcher's thread. */
  Ports on(SerialScheduler other) {
    return new Ports(
        asking, captures, feed, attempts, providers, budgets, profiles, models, other, starters,
        workers, random);
  }
}
