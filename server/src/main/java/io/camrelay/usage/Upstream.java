package io.camrelay.usage;

/**
 * A model as one provider serves it. Two providers of one model bill and fail each in its own way.
 *
 * @param provider its configured name
 * @param model what it is asked for
 */
public record Upstream(String provider, String model) {}
