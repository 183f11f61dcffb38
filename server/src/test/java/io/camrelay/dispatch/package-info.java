/** Tests of asking, with controlled time, a scripted provider and a store in memory. */
@NullMarked
package io.camrelay.dispatch;

import org.jspecify.annotations.NullMarked;
