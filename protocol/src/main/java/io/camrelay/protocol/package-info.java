/**
 * The protocol {@code camrelay/1} between a device and the relay, as {@code protocol/SPEC.md} has
 * it: messages as records, codes as one table, and an incremental, bounded codec that mirrors the
 * firmware's name for name. Nothing here knows sockets, clocks or threads.
 *
 * <p>Start reading at {@link io.camrelay.protocol.Message}.
 */
@NullMarked
package io.camrelay.protocol;

import org.jspecify.annotations.NullMarked;
