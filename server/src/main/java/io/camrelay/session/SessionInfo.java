package io.camrelay.session;

import java.time.Duration;
import java.time.Instant;

/**
 * A device that is connected, for who wants to look.
 *
 * @param device its name
 * @param address where it connects from
 * @param firmware what it says of its software
 * @param board what it says of itself
 * @param abilities what it can do, a set of {@link io.camrelay.protocol.Ability} bits
 * @param since when it was let in
 * @param heartbeat as agreed
 */
public record SessionInfo(
    String device,
    String address,
    String firmware,
    String board,
    int abilities,
    Instant since,
    Duration heartbeat) {}
