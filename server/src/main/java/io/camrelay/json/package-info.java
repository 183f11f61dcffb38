/**
 * The door to Jackson. Everything else in the relay reads and writes JSON through these few types,
 * so that input is always bounded, lookups are always lenient, and a move to another library is a
 * change of this package alone.
 *
 * <p>Start reading at {@link io.camrelay.json.Json}.
 */
@NullMarked
package io.camrelay.json;

import org.jspecify.annotations.NullMarked;
