/** The devices' port over real sockets. */
@NullMarked
package io.camrelay.wire;

import org.jspecify.annotations.NullMarked;
