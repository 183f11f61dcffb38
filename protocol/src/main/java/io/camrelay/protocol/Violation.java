package io.camrelay.protocol;

/**
 * Why a stream of bytes cannot be read any further.
 *
 * @param code the word for it
 * @param detail what exactly was wrong, for the log
 */
public record Violation(Code code, String detail) {}
