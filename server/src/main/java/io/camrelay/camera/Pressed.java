package io.camrelay.camera;

import io.camrelay.protocol.CaptureId;
import java.util.concurrent.CompletionStage;

/**
 * A press, as the one who pressed sees it. Stages are completed on the camera's event loop, which
 * must not be blocked; they fail with {@link CaptureLost} if the camera does not go on with it.
 *
 * @param capture the identity that it was given
 * @param stored the relay has promised to keep it; fails too if the capture fails before that
 * @param reply the end
 */
public record Pressed(
    CaptureId capture, CompletionStage<Void> stored, CompletionStage<Reply> reply) {}
