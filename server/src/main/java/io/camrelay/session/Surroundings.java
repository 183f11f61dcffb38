package io.camrelay.session;

import java.util.concurrent.Executor;

/**
 * What all sessions share.
 *
 * @param replays where checks of what came earlier may block; rejects when it has too much to do
 */
record Surroundings(
    SessionSettings settings,
    SessionPorts ports,
    SessionClock clock,
    SessionRegistry registry,
    UploadMemory memory,
    FailedLogins failedLogins,
    Executor replays) {}
