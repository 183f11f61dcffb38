package io.camrelay.vision;

import io.camrelay.picture.Detail;
import org.jspecify.annotations.Nullable;

/**
 * What a question would be asked with, as far as it moves the bill.
 *
 * @param detail how closely the model would look, null where the provider knows no such thing
 * @param answerTokens the most that the model could spend on an answer, hidden reasoning included;
 *     0 for a provider that spends nothing
 */
public record Terms(@Nullable Detail detail, int answerTokens) {}
