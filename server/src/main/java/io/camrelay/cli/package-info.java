/**
 * The commands. Each is one small class that reads its arguments, calls the relay's packages and
 * prints; results go to standard output, everything else to standard error.
 *
 * <p>Start reading at {@link io.camrelay.cli.Main}.
 */
@NullMarked
package io.camrelay.cli;

import org.jspecify.annotations.NullMarked;
