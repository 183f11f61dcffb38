package io.camrelay.capture;

import io.camrelay.protocol.CaptureId;

/**
 * A capture's identity: names it for ever. The device is part of every key.
 *
 * @param device the device's name
 * @param id what the device chose
 */
public record CaptureKey(String device, CaptureId id) {

  /** As logs and commands write it: {@code device/epoch-number}, the epoch in hexadecimal. */
  @Override
  public String toString() {
    return device + "/" + shortForm();
  }

  /** Without the device: {@code epoch-number}. */
  public String shortForm() {
    return "%016x-%d".formatted(id.epoch(), id.number());
  }
}
