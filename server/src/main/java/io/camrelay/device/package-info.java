/**
 * Devices: who may connect, under which name and with which secret; and profiles: what the operator
 * has set for them. {@link io.camrelay.device.Devices} and {@link io.camrelay.device.Profiles} are
 * the ports that the store implements; {@link io.camrelay.device.ProfileBook} says at once what a
 * device is asked with.
 *
 * <p>Start reading at {@link io.camrelay.device.Device}, then at {@link
 * io.camrelay.device.ProfileKey}, all that a profile can set.
 */
@NullMarked
package io.camrelay.device;

import org.jspecify.annotations.NullMarked;
