/**
 * Devices: who may connect, under which name and with which secret.
 *
 * <p>Start reading at {@link io.camrelay.device.Device}; {@link io.camrelay.device.Devices} is the
 * port that the store implements.
 */
@NullMarked
package io.camrelay.device;

import org.jspecify.annotations.NullMarked;
