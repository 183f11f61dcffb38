package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.text.Normalizer;

/**
 * Turns an answer, as it comes in pieces, into the bytes that a device's monitor can show. The same
 * text gives the same bytes however it was cut, and no byte is outside of the charset.
 *
 * <ul>
 *   <li>In every charset: line feeds and tabs stay, a line or paragraph separator becomes a line
 *       feed, and what steers a terminal or hides text goes away (other controls, carriage returns,
 *       byte order marks, marks that turn the direction of writing).
 *   <li>ASCII and Latin-1: {@link Substitutes} come first, then what {@link Normalizer} makes of a
 *       character without its accents; what is invisible goes away, and the rest becomes a {@code
 *       ?}.
 *   <li>UTF-8: all else stays as it is; half a surrogate pair becomes a {@code ?}.
 * </ul>
 *
 * <p>Not safe for use by several threads: a folder belongs to one answer.
 */
public final class AnswerFolder {

  private static final int NONE = -1;
  private static final int LONG_SOLIDUS = 0x338;

  private final Charset charset;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The first half of a surrogate pair whose second has not come yet, or {@link #NONE}. */
  private int high = NONE;

  /** Latin-1 only: a letter that an accent may still follow, or {@link #NONE}. */
  private int letter = NONE;

  /** Folds one answer for a device with this charset. */
  public AnswerFolder(Charset charset) {
    this.charset = charset;
  }

  /** Takes the next piece, and gives the bytes that no later piece can change; perhaps none. */
  public byte[] fold(CharSequence piece) {
    for (int i = 0; i < piece.length(); i++) {
      accept(piece.charAt(i));
    }
    return taken();
  }

  /** Ends the answer and gives its last bytes; the folder can then begin another one. */
  public byte[] finish() {
    endPair();
    endLetter();
    return taken();
  }

  /**
   * How many of the next bytes can go together: at most {@code max}, and never a part of a code
   * point; 0 if {@code max} is less than the first one takes.
   *
   * @param folded whole code points in this charset, from the buffer's position to its limit
   */
  public static int wholeCodePoints(Charset charset, ByteBuffer folded, int max) {
    int length = Math.min(folded.remaining(), Math.max(max, 0));
    if (charset != Charset.UTF_8) {
      return length;
    }
    while (length > 0
        && length < folded.remaining()
        && isContinuation(folded.get(folded.position() + length))) {
      length--;
    }
    return length;
  }

  private static boolean isContinuation(byte utf8) {
    return (utf8 & 0xC0) == 0x80;
  }

  private byte[] taken() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  private void accept(char unit) {
    if (Character.isLowSurrogate(unit) && high != NONE) {
      int codePoint = Character.toCodePoint((char) high, unit);
      high = NONE;
      accept(codePoint);
      return;
    }
    endPair();
    if (Character.isHighSurrogate(unit)) {
      high = unit;
    } else {
      accept(Character.isLowSurrogate(unit) ? '?' : (int) unit);
    }
  }

  private void endPair() {
    if (high != NONE) {
      high = NONE;
      accept((int) '?');
    }
  }

  private void accept(int codePoint) {
    if (isUnwanted(codePoint)) {
      return;
    }
    int wanted = codePoint == 0x2028 || codePoint == 0x2029 ? '\n' : codePoint;
    switch (charset) {
      case UTF_8 -> putUtf8(wanted);
      case ASCII -> putFolded(wanted);
      case LATIN_1 -> acceptLatin1(wanted);
    }
  }

  private static boolean isUnwanted(int codePoint) {
    if (codePoint == '\n' || codePoint == '\t') {
      return false;
    }
    boolean control = Character.getType(codePoint) == Character.CONTROL;
    boolean direction =
        isWithin(codePoint, 0x202A, 0x202E)
            || isWithin(codePoint, 0x2066, 0x2069)
            || isWithin(codePoint, 0x200E, 0x200F)
            || codePoint == 0x61C;
    return control || direction || codePoint == 0xFEFF;
  }

  /** An accent of its own joins the letter before it, where Latin-1 has the two as one. */
  private void acceptLatin1(int codePoint) {
    if (letter != NONE && isMark(codePoint)) {
      String both = Character.toString(letter) + Character.toString(codePoint);
      String one = Normalizer.normalize(both, Normalizer.Form.NFC);
      if (one.length() == 1 && isPlain(one.charAt(0))) {
        letter = one.charAt(0);
      }
      return;
    }
    endLetter();
    if (codePoint < 0x80 && Character.isLetter(codePoint)) {
      letter = codePoint;
    } else {
      putFolded(codePoint);
    }
  }

  private void endLetter() {
    if (letter != NONE) {
      out.write(letter);
      letter = NONE;
    }
  }

  private void putFolded(int codePoint) {
    if (isPlain(codePoint)) {
      out.write(codePoint);
      return;
    }
    String substitute = Substitutes.of(codePoint);
    if (substitute != null) {
      putAscii(substitute);
    } else if (!isInvisible(codePoint)) {
      putDecomposed(codePoint);
    }
  }

  private void putDecomposed(int codePoint) {
    String parts = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < parts.length(); i++) {
      char part = parts.charAt(i);
      String substitute = Substitutes.of(part);
      if (part < 0x80) {
        shown.append(part);
      } else if (substitute != null) {
        shown.append(substitute);
      } else if (!isMark(part) || part == LONG_SOLIDUS) {
        // Something that cannot be shown, or a stroke that turns the meaning round.
        putAscii("?");
        return;
      }
    }
    putAscii(shown.isEmpty() ? "?" : shown.toString());
  }

  private boolean isPlain(int codePoint) {
    return switch (charset) {
      case ASCII -> codePoint < 0x80;
      // All of it but the no-break space and the soft hyphen, which fold like other odd spaces.
      case LATIN_1 -> codePoint < 0x80 || (isWithin(codePoint, 0xA1, 0xFF) && codePoint != 0xAD);
      case UTF_8 -> true;
    };
  }

  /** Accents, joiners, variation selectors, tags and skin tones add to what stands before them. */
  private static boolean isInvisible(int codePoint) {
    return isMark(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || isWithin(codePoint, 0x1F3FB, 0x1F3FF);
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }

  private void putAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      out.write(text.charAt(i));
    }
  }

  private void putUtf8(int codePoint) {
    out.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
  }
}
