/**
 * A vision model as a function: a picture and a question go in, words come out as the model speaks
 * them, and at last one result. This package knows HTTP, providers' dialects and what a failure
 * means for the bill; it knows nothing of devices, captures, retries or time to come back.
 *
 * <p>Start reading at {@link io.camrelay.vision.Provider}, then at {@link
 * io.camrelay.vision.HttpProvider}, whose attempts are {@code HttpAttempt}.
 */
@NullMarked
package io.camrelay.vision;

import org.jspecify.annotations.NullMarked;
