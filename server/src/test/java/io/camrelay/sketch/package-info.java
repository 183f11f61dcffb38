/** Tests of the sketch that is written for a maker. */
@NullMarked
package io.camrelay.sketch;

import org.jspecify.annotations.NullMarked;
