package io.camrelay.picture;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** A JPEG written marker by marker, so that a test can get each of them wrong. */
final class JpegBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Start marker, one quantisation table, and one DC and AC table: what every scan needs. */
  static JpegBytes begun() {
    return new JpegBytes().soi().quantisationTable().huffmanTables();
  }

  /** A whole grey baseline picture of 8 by 8 pixels, without its end marker. */
  static JpegBytes unended() {
    return begun().frame(0xC0, 8, 8, 1).scan(1).hex("2A");
  }

  JpegBytes soi() {
    return hex("FFD8");
  }

  JpegBytes end() {
    return hex("FFD9");
  }

  JpegBytes quantisationTable() {
    return segment(0xDB, new byte[65]);
  }

  JpegBytes huffmanTables() {
    return huffmanTable(0x00).huffmanTable(0x10);
  }

  /** A table with a single code of one bit. */
  JpegBytes huffmanTable(int classAndNumber) {
    byte[] body = new byte[18];
    body[0] = (byte) classAndNumber;
    body[1] = 1;
    return segment(0xC4, body);
  }

  JpegBytes frame(int code, int width, int height, int components) {
    byte[] body = new byte[6 + 3 * components];
    body[0] = 8;
    body[1] = (byte) (height >> 8);
    body[2] = (byte) height;
    body[3] = (byte) (width >> 8);
    body[4] = (byte) width;
    body[5] = (byte) components;
    for (int i = 0; i < components; i++) {
      body[6 + 3 * i] = (byte) (i + 1);
      body[7 + 3 * i] = 0x11;
    }
    return segment(code, body);
  }

  /** A sequential scan of the components with these ids. */
  JpegBytes scan(int... ids) {
    return pass(0, 63, 0, ids);
  }

  /** A scan of some bits of some coefficients, as a progressive picture has them. */
  JpegBytes pass(int first, int last, int bits, int... ids) {
    byte[] body = new byte[4 + 2 * ids.length];
    body[0] = (byte) ids.length;
    for (int i = 0; i < ids.length; i++) {
      body[1 + 2 * i] = (byte) ids[i];
    }
    body[body.length - 3] = (byte) first;
    body[body.length - 2] = (byte) last;
    body[body.length - 1] = (byte) bits;
    return segment(0xDA, body);
  }

  JpegBytes segment(int code, byte[] body) {
    int length = body.length + 2;
    return hex("FF%02X%04X".formatted(code, length)).raw(body);
  }

  JpegBytes hex(String hex) {
    return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  JpegBytes raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
