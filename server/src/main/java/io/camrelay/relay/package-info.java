/**
 * The relay as a whole: its configuration, and the one place where its parts are put together,
 * started and stopped.
 *
 * <p>Start reading at {@link io.camrelay.relay.Relay}; the configuration begins with {@link
 * io.camrelay.relay.RelayConfig}.
 */
@NullMarked
package io.camrelay.relay;

import org.jspecify.annotations.NullMarked;
