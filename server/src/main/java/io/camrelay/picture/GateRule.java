package io.camrelay.picture;

/**
 * How one check of the picture gate is made.
 *
 * @param action what is done about a finding
 * @param threshold in the unit of its {@link GateCheck}
 */
public record GateRule(GateAction action, int threshold) {}
