/**
 * What a setting may be, said the same way everywhere: each settings record checks itself when it
 * is made, and the configuration turns what it says into a line of the operator's file. A leaf.
 *
 * <p>Start reading at {@link io.camrelay.bounds.Bounds}.
 */
@NullMarked
package io.camrelay.bounds;

import org.jspecify.annotations.NullMarked;
