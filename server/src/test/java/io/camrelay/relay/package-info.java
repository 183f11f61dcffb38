/** Tests of the relay as a whole. */
@NullMarked
package io.camrelay.relay;

import org.jspecify.annotations.NullMarked;
