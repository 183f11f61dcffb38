/** Sessions without sockets: a clock that tests turn, a link of bytes, a store in memory. */
@NullMarked
package io.camrelay.session;

import org.jspecify.annotations.NullMarked;
