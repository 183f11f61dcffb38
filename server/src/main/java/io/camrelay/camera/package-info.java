/**
 * The virtual camera: a device of {@code camrelay/1} in Java, for the commands and the tests, built
 * the way the firmware is. {@link io.camrelay.camera.CameraSession} is its portable core, a pure
 * machine without clock, threads or sockets; {@link io.camrelay.camera.CameraLink} performs what it
 * says over TLS, on the event loops that all cameras of a {@link io.camrelay.camera.CameraFleet}
 * share. It can misbehave on demand: {@link io.camrelay.camera.Mischief}.
 *
 * <p>Start reading at {@link io.camrelay.camera.VirtualCamera}.
 */
@NullMarked
package io.camrelay.camera;

import org.jspecify.annotations.NullMarked;
