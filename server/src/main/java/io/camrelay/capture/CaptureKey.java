package io.camrelay.capture;

import io.camrelay.protocol.CaptureId;

/**
 * A capture's identity: names it for ever. The device is part of every key.
 *
 * @param device the device's name
 * @param id what the device chose
 */
public record CaptureKey(String device, CaptureId id) {

  /** No device draws it: captures that the operator has made about a device's photos have it. */
  public static final long OPERATORS_EPOCH = 0;

  /** True where the operator asked, and not the device: the device hears nothing of it. */
  public boolean isOperators() {
    return id.epoch() == OPERATORS_EPOCH;
  }

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
