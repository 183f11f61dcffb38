package io.camrelay.device;

/**
 * What the operator has set under one name.
 *
 * @param name see {@link ProfileName}
 * @param revision when it was last changed, by a counter that all profiles share and that grows
 *     with each change; 0 where it never was
 * @param settings what it sets
 */
public record Profile(String name, long revision, ProfileSettings settings) {}
