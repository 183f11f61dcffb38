package io.camrelay.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change, kept for ever: what a capture was asked with can be found again by its revision.
 *
 * @param revision counts the changes of all profiles
 * @param at when
 * @param profile which profile
 * @param device the device that was assigned to it; null where the profile itself was changed
 * @param settings what it sets from then on; null where it was removed, or a device assigned
 */
public record ProfileChange(
    long revision,
    Instant at,
    String profile,
    @Nullable String device,
    @Nullable ProfileSettings settings) {}
