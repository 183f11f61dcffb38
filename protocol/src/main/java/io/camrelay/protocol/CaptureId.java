package io.camrelay.protocol;

/**
 * The part of a capture's identity that the device chooses. Together with the device's name it
 * names the capture for ever.
 *
 * @param epoch a random number, drawn when the device's storage held none (unsigned 64 bits)
 * @param number counts the device's captures within the epoch and never restarts (unsigned 32 bits,
 *     held in a long: 0 to 4 294 967 295)
 */
public record CaptureId(long epoch, long number) {}
