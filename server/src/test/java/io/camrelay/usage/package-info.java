/** Tests of the catalogue, its formulas and prices, against the worked examples of their makers. */
@NullMarked
package io.camrelay.usage;

import org.jspecify.annotations.NullMarked;
