/**
 * From a stored capture to its end: which capture is asked next, when it is asked again, and when
 * there is nothing more to try. {@link io.camrelay.dispatch.RetryPolicy} decides, {@link
 * io.camrelay.dispatch.Dispatcher} does: it admits captures fairly and within bounds, and hands
 * each to a {@link io.camrelay.dispatch.CaptureRun}, which records the attempt, has a {@link
 * io.camrelay.dispatch.LiveAttempt} ask the provider, and makes the end durable before anybody
 * hears of it.
 *
 * <p>All state is owned by one thread, the {@link io.camrelay.dispatch.SerialScheduler}; providers
 * and the store answer on threads of their own and hop onto it.
 *
 * <p>Start reading at {@link io.camrelay.dispatch.Dispatcher}.
 */
@NullMarked
package io.camrelay.dispatch;

import org.jspecify.annotations.NullMarked;
