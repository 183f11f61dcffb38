package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** The values of vectors as bytes and numbers; {@code vectors/README.md} says how they look. */
final class VectorText {

  private VectorText() {}

  /** {@code ff d8 00*12 # comment}. */
  static byte[] hex(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int comment = line.indexOf('#');
    String values = comment < 0 ? line : line.substring(0, comment);
    for (String token : values.strip().split(" +", -1)) {
      if (!token.isEmpty()) {
        int star = token.indexOf('*');
        String digits = star < 0 ? token : token.substring(0, star);
        int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
        bytes.writeBytes(repeated(HexFormat.of().parseHex(digits), times));
      }
    }
    return bytes.toByteArray();
  }

  /** Decimal, or hexadecimal after 0x; up to 64 bits. */
  static long number(String value) {
    return value.startsWith("0x")
        ? Long.parseUnsignedLong(value.substring(2), 16)
        : Long.parseUnsignedLong(value.startsWith("-") ? value.substring(1) : value)
            * (value.startsWith("-") ? -1 : 1);
  }

  /** {@code "text with \n and \xff"} or {@code "ab"*100}. */
  static byte[] bytes(String literal) {
    int end = literal.lastIndexOf('"');
    if (end < 1 || literal.charAt(0) != '"') {
      throw new IllegalArgumentException("not in quotes: " + literal);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 1; i < end; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char escape = literal.charAt(++i);
      switch (escape) {
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case '"', '\\' -> bytes.write(escape);
        case 'x' -> {
          bytes.write(Integer.parseInt(literal.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("unknown escape: " + literal);
      }
    }
    String after = literal.substring(end + 1);
    int times = after.isEmpty() ? 1 : Integer.parseInt(after.substring(1));
    return repeated(bytes.toByteArray(), times);
  }

  static String text(String literal) {
    return new String(bytes(literal), UTF_8);
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length * times);
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }
}
