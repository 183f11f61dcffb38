/** The commands, run in this process as the launcher runs them. Start reading at {@code Ran}. */
@NullMarked
package io.camrelay.cli;

import org.jspecify.annotations.NullMarked;
