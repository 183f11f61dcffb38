package io.camrelay.protocol;

/** x. */
public interface Message {}
