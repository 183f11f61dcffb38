package io.camrelay.session;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.Dispatch;
import io.camrelay.capture.Mailbox;
import io.camrelay.capture.Uploads;
import io.camrelay.device.Devices;
import io.camrelay.protocol.ProfileData;
import java.util.function.Function;

/**
 * What sessions work with.
 *
 * @param devices who may connect
 * @param uploads where frames go
 * @param mailbox what devices have not acknowledged yet
 * @param feed what becomes of captures
 * @param dispatch who is told of stored captures
 * @param profiles what the operator has set for a device, by its name; returns at once
 */
public record SessionPorts(
    Devices devices,
    Uploads uploads,
    Mailbox mailbox,
    CaptureFeed feed,
    Dispatch dispatch,
    Function<String, ProfileData> profiles) {}
