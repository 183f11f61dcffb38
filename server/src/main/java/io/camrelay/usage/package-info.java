/**
 * What asking costs: how many tokens a picture becomes, what a model charges for them, and how that
 * is told. Pure arithmetic over a dated catalogue of models; nothing in here asks, stores or waits.
 *
 * <p>Start reading at {@link io.camrelay.usage.ModelInfo}, which a {@link
 * io.camrelay.usage.Catalogue} finds by a model's name and whose {@link
 * io.camrelay.usage.TokenFormula} counts a picture's tokens.
 */
@NullMarked
package io.camrelay.usage;

import org.jspecify.annotations.NullMarked;
