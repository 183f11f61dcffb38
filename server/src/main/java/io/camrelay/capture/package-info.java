/**
 * A capture's life: from the press to an answer or a failure, and until the device has acknowledged
 * it. The records, the states, and the ports that the store implements: {@link
 * io.camrelay.capture.Uploads} for a frame on its way in, {@link io.camrelay.capture.Asking} for
 * what is to be asked, {@link io.camrelay.capture.Ledger} for what that costs and may cost, {@link
 * io.camrelay.capture.Questions} for what the operator asks, {@link io.camrelay.capture.Mailbox}
 * for what is to be delivered, {@link io.camrelay.capture.Captures} for who wants to look. {@link
 * io.camrelay.capture.CaptureFeed} carries what happens from those who ask to those who deliver;
 * {@link io.camrelay.capture.Dispatch} tells those who ask that there is something to do.
 *
 * <p>Start reading at {@link io.camrelay.capture.CaptureState}.
 */
@NullMarked
package io.camrelay.capture;

import org.jspecify.annotations.NullMarked;
