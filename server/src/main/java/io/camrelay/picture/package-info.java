/**
 * JPEG arithmetic: what can be known of a frame without a model.
 *
 * <p>Start reading at {@link io.camrelay.picture.FrameSource}.
 */
@NullMarked
package io.camrelay.picture;

import org.jspecify.annotations.NullMarked;
