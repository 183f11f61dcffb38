package io.camrelay.capture;

import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.time.Instant;

/**
 * What a device says of a capture when it begins it: of several frames, with the first.
 *
 * @param key its identity
 * @param frameCount how many frames it has, 1 to 255; 0 for a question about an earlier capture's
 * @param takenAt when the frame was taken, by the relay's clock
 * @param trigger what started it
 * @param urgency how much the device minds waiting
 * @param question what to ask, empty for the device's default
 * @param flight the device's state
 */
public record Press(
    CaptureKey key,
    int frameCount,
    Instant takenAt,
    Trigger trigger,
    Urgency urgency,
    String question,
    FlightRecord flight) {}
