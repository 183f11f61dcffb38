package io.camrelay.protocol;

import org.jspecify.annotations.Nullable;

/** What is known of a capture from all that was said, on whatever connection. */
final class CaptureFacts {

  final CaptureId id;

  /** Its first BEGIN; null before, and for an ASK. */
  DeviceMessage.@Nullable CaptureBegin begin;

  /** Its first ASK; null before, and for a capture with a frame. */
  DeviceMessage.@Nullable Ask ask;

  /** The frame as far as it has been sent. */
  byte[] frame = {};

  /** The bytes of it that the relay can have, from its start. */
  long have;

  int damaged;
  boolean stored;

  /** {@code ANSWER_END}, or the code of its failure; empty before. */
  String end = "";

  /** True once its end was acknowledged and it was not begun again since. */
  boolean over;

  CaptureFacts(CaptureId id) {
    this.id = id;
  }

  boolean isKnown() {
    return begin != null || ask != null;
  }

  /** False where it is another capture under the same identity. */
  boolean isSame(DeviceMessage.CaptureBegin again) {
    return begin == null ? ask == null : begin.size() == again.size() && begin.crc() == again.crc();
  }

  boolean isSame(DeviceMessage.Ask again) {
    return ask == null ? begin == null : ask.parent().equals(again.parent());
  }
}
