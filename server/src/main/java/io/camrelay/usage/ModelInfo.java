package io.camrelay.usage;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model.
 *
 * @param name as its maker spells it, without a vendor before it or a date behind it
 * @param formula how it counts a picture's tokens, null where that is not known
 * @param prices what it charges, null where that is not known: unknown is never free
 * @param shutdown the day on which it ends, null where none was announced
 * @param replacement what its maker names in its place, empty for nothing
 * @param source where this is from
 * @param asOf when it was so
 */
public record ModelInfo(
    String name,
    @Nullable TokenFormula formula,
    @Nullable Prices prices,
    @Nullable LocalDate shutdown,
    String replacement,
    String source,
    LocalDate asOf) {}
