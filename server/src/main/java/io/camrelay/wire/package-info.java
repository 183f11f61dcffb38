/**
 * The devices' port: Netty's listener, TLS, the pipeline between bytes and messages, and the limits
 * of connections. Nothing here decides what a message means.
 *
 * <p>Start reading at {@link io.camrelay.wire.DeviceListener}, then at {@code DevicePipeline},
 * which lists what stands between the socket and a session; {@link io.camrelay.wire.TlsContexts} is
 * the listener's TLS.
 */
@NullMarked
package io.camrelay.wire;

import org.jspecify.annotations.NullMarked;
