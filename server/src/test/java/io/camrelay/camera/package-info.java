/**
 * Tests of the virtual camera. Start reading at {@link io.camrelay.camera.CameraSessionTest}: a
 * session against scripted messages, with time under the test's control.
 */
@NullMarked
package io.camrelay.camera;

import org.jspecify.annotations.NullMarked;
