package io.camrelay.picture;

/**
 * The colours that the relay has a word for; {@link Palette} gives every other one of their names.
 */
public enum NamedColour {
  BLACK("black", 0x0C0C0C),
  DARK_GREY("dark grey", 0x484848),
  GREY("grey", 0x808080),
  LIGHT_GREY("light grey", 0xBEBEBE),
  WHITE("white", 0xF8F8F8),
  DARK_RED("dark red", 0x7A1515),
  RED("red", 0xD22020),
  PINK("pink", 0xF0A0B4),
  MAGENTA("magenta", 0xC828A0),
  PURPLE("purple", 0x6A2E92),
  DARK_BLUE("dark blue", 0x142850),
  BLUE("blue", 0x2858C8),
  LIGHT_BLUE("light blue", 0x96C3EB),
  TURQUOISE("turquoise", 0x3CBEBE),
  TEAL("teal", 0x17524B),
  DARK_GREEN("dark green", 0x1E4623),
  GREEN("green", 0x329637),
  LIGHT_GREEN("light green", 0xA0DC82),
  OLIVE("olive", 0x6E6E28),
  YELLOW("yellow", 0xF0D732),
  ORANGE("orange", 0xF08C28),
  BEIGE("beige", 0xD7C39B),
  BROWN("brown", 0x734B28),
  REDDISH_BROWN("reddish brown", 0x864A3A);

  private final String word;
  private final int rgb;

  NamedColour(String word, int rgb) {
    this.word = word;
    this.rgb = rgb;
  }

  /** As it is said in English, in lower case. */
  public String word() {
    return word;
  }

  /** The colour itself, in sRGB as 0xRRGGBB. */
  public int rgb() {
    return rgb;
  }
}
