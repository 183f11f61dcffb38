package io.camrelay.dispatch;

import io.camrelay.capture.CaptureKey;

/**
 * What a capture's run works with.
 *
 * @param key whose run it is
 * @param desk those who admit captures
 * @param told tells of it
 * @param store makes its changes
 */
record Means(
    CaptureKey key,
    Ports ports,
    DispatchSettings settings,
    Desk desk,
    Told told,
    StoreLine store) {}
