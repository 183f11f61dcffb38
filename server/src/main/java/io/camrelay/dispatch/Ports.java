package io.camrelay.dispatch;

import io.camrelay.capture.Asking;
import io.camrelay.capture.CaptureListener;
import io.camrelay.capture.Captures;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What this package works with.
 *
 * @param feed hears of stages, words and ends
 * @param starters runs what may block a thread
 * @param random from 0 to 1
 */
record Ports(
    Asking asking,
    Captures captures,
    CaptureListener feed,
    ProviderChoice providers,
    SerialScheduler line,
    Executor starters,
    DoubleSupplier random) {}
