/**
 * Writes the sketch that a maker flashes: the firmware's sources, which are packed into the relay's
 * jar, with what this relay and one device need filled in. A leaf.
 *
 * <p>Start reading at {@link io.camrelay.sketch.SketchFolder}.
 */
@NullMarked
package io.camrelay.sketch;

import org.jspecify.annotations.NullMarked;
