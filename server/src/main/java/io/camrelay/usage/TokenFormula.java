package io.camrelay.usage;

import io.camrelay.picture.Detail;
import org.jspecify.annotations.Nullable;

/**
 * How a family of models counts a picture's tokens. The parameters are the catalogue's, dated,
 * because providers have changed them without a word; the bill corrects them.
 */
public sealed interface TokenFormula {

  /** All families, to switch on, in the catalogue's words. */
  enum Kind {
    TILES,
    PATCHES,
    SQUARES,
    GEMINI_TILES,
    FIXED
  }

  Kind kind();

  /**
   * The tokens of a picture.
   *
   * @param detail how closely it is looked at; null where the provider is not told, which is what
   *     it makes of AUTO
   * @return 1 or more
   */
  long tokens(Size picture, @Nullable Detail detail);

  /**
   * The size to which the model reduces the picture anyway: sending more costs time, and shows it
   * nothing. Never larger than the picture.
   */
  Size used(Size picture, @Nullable Detail detail);

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * OpenAI until gpt-5: fitted into 2048 by 2048, then the shorter side reduced to 768, then a base
   * and so many tokens for each tile of 512 by 512 begun; with low detail the base alone. Source:
   * developers.openai.com/api/docs/guides/images-vision.
   *
   * @param base tokens of any picture
   * @param tile tokens of a tile
   */
  record Tiles(long base, long tile) implements TokenFormula {

    static final int LARGEST = 2048;
    static final int SHORTER = 768;
    static final int TILE = 512;

    public Tiles {
      positive("base", base);
      positive("tile", tile);
    }

    @Override
    public Kind kind() {
      return Kind.TILES;
    }

    @Override
    public long tokens(Size picture, @Nullable Detail detail) {
      if (detail == Detail.LOW) {
        return base;
      }
      Size used = used(picture, detail);
      return base + tile * ceilDiv(used.width(), TILE) * ceilDiv(used.height(), TILE);
    }

    /** With low detail the model sees a copy of 512 by 512. */
    @Override
    public Size used(Size picture, @Nullable Detail detail) {
      return detail == Detail.LOW
          ? picture.fittedInto(TILE)
          : picture.fittedInto(LARGEST).withShorter(SHORTER);
    }
  }

  /**
   * OpenAI's small models since gpt-4.1 and all since gpt-5.2: patches of 32 by 32 pixels, at most
   * a budget of them, times a factor. Source: as of {@link Tiles}; factors as billed:
   * community.openai.com/t/1344040 and 1377015.
   *
   * @param factor hundredths of a token for a patch: 162 for gpt-4.1-mini
   * @param high the bounds of high detail, and of low where that makes no difference
   * @param auto the bounds of auto, and of a provider that is not told
   * @param low patches of any picture with low detail, 0 where low makes no difference
   */
  record Patches(int factor, Bound high, Bound auto, int low) implements TokenFormula {

    static final int PATCH = 32;

    /** Rounding must not turn a whole number of patches into one more. */
    private static final double HAIR = 1e-6;

    /**
     * How far a picture is reduced.
     *
     * @param patches the most of them, 0 for no bound
     * @param longest pixels of the longer side, 0 for no bound
     */
    public record Bound(int patches, int longest) {

      public Bound {
        if (patches < 0 || longest < 0) {
          throw new IllegalArgumentException("bounds must not be negative");
        }
      }
    }

    public Patches {
      positive("factor", factor);
      if (low < 0) {
        throw new IllegalArgumentException("low must not be negative, but is " + low);
      }
    }

    @Override
    public Kind kind() {
      return Kind.PATCHES;
    }

    @Override
    public long tokens(Size picture, @Nullable Detail detail) {
      long patches = low > 0 && detail == Detail.LOW ? low : patches(picture, bound(detail));
      return ceilDiv(patches * factor, 100);
    }

    @Override
    public Size used(Size picture, @Nullable Detail detail) {
      if (low > 0 && detail == Detail.LOW) {
        return picture.fittedInto((int) (Math.sqrt(low) * PATCH));
      }
      Bound bound = bound(detail);
      Size fitted = fitted(picture, bound);
      if (isWithin(fitted, bound)) {
        return fitted;
      }
      double scale = scale(fitted, bound.patches());
      return new Size(
          Math.max(1, (int) (fitted.width() * scale + HAIR)),
          Math.max(1, (int) (fitted.height() * scale + HAIR)));
    }

    private Bound bound(@Nullable Detail detail) {
      return detail == null || detail == Detail.AUTO ? auto : high;
    }

    /** Patches before the factor. */
    static long patches(Size picture, Bound bound) {
      Size fitted = fitted(picture, bound);
      if (isWithin(fitted, bound)) {
        return patches(fitted.width(), fitted.height());
      }
      double scale = scale(fitted, bound.patches());
      // Of a strip less than a patch wide, which no guide speaks of, more would be left.
      return Math.min(bound.patches(), patches(fitted.width() * scale, fitted.height() * scale));
    }

    private static Size fitted(Size picture, Bound bound) {
      return bound.longest() == 0 ? picture : picture.fittedInto(bound.longest());
    }

    private static boolean isWithin(Size fitted, Bound bound) {
      return bound.patches() == 0 || patches(fitted.width(), fitted.height()) <= bound.patches();
    }

    private static long patches(double width, double height) {
      return Math.max(1, (long) Math.ceil(width / PATCH - HAIR))
          * Math.max(1, (long) Math.ceil(height / PATCH - HAIR));
    }

    /**
     * {@code f * min(floor(w f / 32) / (w f / 32), floor(h f / 32) / (h f / 32))} with {@code f =
     * sqrt(32² budget / (w h))}, so that one side is a whole number of patches. A side of less than
     * one patch is left out of the minimum, and nothing is enlarged.
     */
    private static double scale(Size picture, int budget) {
      double f =
          Math.sqrt(
              (double) PATCH * PATCH * budget / ((double) picture.width() * picture.height()));
      return Math.min(1, f * Math.min(whole(picture.width() * f), whole(picture.height() * f)));
    }

    private static double whole(double side) {
      double patches = side / PATCH;
      return patches < 1 ? 1 : Math.floor(patches + HAIR) / patches;
    }
  }

  /**
   * Claude, and local models of the Qwen2-VL kind: squares of so many pixels a side, after the
   * picture was reduced to a longest side and to so many squares. Source:
   * platform.claude.com/docs/en/build-with-claude/vision; measured to the token up to full HD:
   * huggingface.co/datasets/JOHNISKING/image-token-cost.
   *
   * @param side pixels of a square: 28
   * @param longest pixels of the longer side, 0 for no bound
   * @param most squares, 0 for no bound
   */
  record Squares(int side, int longest, int most) implements TokenFormula {

    public Squares {
      positive("side", side);
      if (longest < 0 || most < 0) {
        throw new IllegalArgumentException("longest and most must not be negative");
      }
    }

    @Override
    public Kind kind() {
      return Kind.SQUARES;
    }

    @Override
    public long tokens(Size picture, @Nullable Detail detail) {
      return squares(used(picture, detail));
    }

    /** The largest with the same proportions that has no more squares than may be. */
    @Override
    public Size used(Size picture, @Nullable Detail detail) {
      Size fitted = longest == 0 ? picture : picture.fittedInto(longest);
      if (most == 0 || squares(fitted) <= most) {
        return fitted;
      }
      int fits = 1;
      int tooLarge = fitted.longest();
      while (tooLarge - fits > 1) {
        int middle = (fits + tooLarge) / 2;
        if (squares(picture.withLonger(middle)) <= most) {
          fits = middle;
        } else {
          tooLarge = middle;
        }
      }
      return picture.withLonger(fits);
    }

    private long squares(Size picture) {
      return ceilDiv(picture.width(), side) * ceilDiv(picture.height(), side);
    }
  }

  /**
   * Gemini 2: one unit for a small picture, else one for each tile begun. An estimate: the guides
   * also tell of tiles cut otherwise. Source: ai.google.dev/gemini-api/docs/tokens.
   *
   * @param unit tokens of a tile: 258
   * @param small pixels of the longer side of a small picture: 384
   * @param tile pixels of a tile's side: 768
   */
  record GeminiTiles(long unit, int small, int tile) implements TokenFormula {

    public GeminiTiles {
      positive("unit", unit);
      positive("small", small);
      positive("tile", tile);
    }

    @Override
    public Kind kind() {
      return Kind.GEMINI_TILES;
    }

    @Override
    public long tokens(Size picture, @Nullable Detail detail) {
      return picture.longest() <= small
          ? unit
          : unit * ceilDiv(picture.width(), tile) * ceilDiv(picture.height(), tile);
    }

    @Override
    public Size used(Size picture, @Nullable Detail detail) {
      return picture;
    }
  }

  /**
   * Gemini 3, and what costs the same whatever its size. Source:
   * ai.google.dev/gemini-api/docs/media-resolution.
   *
   * @param low tokens with low detail
   * @param high tokens with high detail
   * @param auto tokens with auto, and where the provider is not told
   */
  record Fixed(long low, long high, long auto) implements TokenFormula {

    public Fixed {
      positive("low", low);
      positive("high", high);
      positive("auto", auto);
    }

    @Override
    public Kind kind() {
      return Kind.FIXED;
    }

    @Override
    public long tokens(Size picture, @Nullable Detail detail) {
      if (detail == null) {
        return auto;
      }
      return switch (detail) {
        case LOW -> low;
        case HIGH -> high;
        case AUTO -> auto;
      };
    }

    @Override
    public Size used(Size picture, @Nullable Detail detail) {
      return picture;
    }
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, but is " + value);
    }
  }
}
