package io.camrelay.picture;

import io.camrelay.picture.PictureFacts.ColourShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The facts of a picture in a few plain English sentences, for a reader who wanted to know what is
 * to be seen: the first says that no model was asked, and none claims to know.
 */
final class PictureDescription {

  private static final double VERY_DARK = 40;
  private static final double DARK = 85;
  private static final double BRIGHT = 170;
  private static final double VERY_BRIGHT = 215;

  private static final double NO_CONTRAST = 6;
  private static final double LOW_CONTRAST = 25;
  private static final double HIGH_CONTRAST = 60;

  private static final double BLURRED = 40;
  private static final double SHARP = 200;

  /** Share of pixels without detail from which it is worth a sentence. */
  private static final double MUCH_CLIPPED = 0.02;

  private PictureDescription() {}

  static String of(PictureFacts facts) {
    List<String> sentences = new ArrayList<>();
    sentences.add("No model was asked; this is what arithmetic can tell about the picture.");
    sentences.add(form(facts));
    sentences.add(light(facts));
    if (facts.contrast() < NO_CONTRAST) {
      sentences.add("It is almost of one tone, as if the lens were covered.");
    } else {
      sentences.add(sharpness(facts));
    }
    clipped(facts, sentences);
    sentences.add(colours(facts));
    if (facts.damaged()) {
      sentences.add("Some of its data is damaged, so parts may not be what the camera saw.");
    }
    return String.join(" ", sentences);
  }

  private static String form(PictureFacts facts) {
    return "It is %d by %d pixels, in %s."
        .formatted(facts.width(), facts.height(), facts.grey() ? "shades of grey" : "colour");
  }

  private static String light(PictureFacts facts) {
    return String.format(
        Locale.ROOT,
        "It is %s (mean brightness %.0f of 255) with %s contrast (standard deviation %.0f).",
        brightness(facts.brightness()),
        facts.brightness(),
        contrast(facts.contrast()),
        facts.contrast());
  }

  private static String brightness(double mean) {
    if (mean < DARK) {
      return mean < VERY_DARK ? "very dark" : "rather dark";
    }
    if (mean < BRIGHT) {
      return "of medium brightness";
    }
    return mean < VERY_BRIGHT ? "bright" : "very bright";
  }

  private static String contrast(double deviation) {
    if (deviation < LOW_CONTRAST) {
      return deviation < NO_CONTRAST ? "hardly any" : "low";
    }
    return deviation < HIGH_CONTRAST ? "moderate" : "high";
  }

  private static String sharpness(PictureFacts facts) {
    double sharpness = facts.sharpness();
    String look;
    if (sharpness < BLURRED) {
      look = "blurred, or shows little detail";
    } else {
      look = sharpness < SHARP ? "a little soft" : "sharp";
    }
    return String.format(Locale.ROOT, "It looks %s (variance of Laplacian %.0f).", look, sharpness);
  }

  private static void clipped(PictureFacts facts, List<String> sentences) {
    if (facts.tooDark() >= MUCH_CLIPPED) {
      sentences.add(percent(facts.tooDark()) + " of it is too dark to show anything.");
    }
    if (facts.tooBright() >= MUCH_CLIPPED) {
      sentences.add(percent(facts.tooBright()) + " of it is too bright to show anything.");
    }
  }

  private static String colours(PictureFacts facts) {
    List<String> parts = new ArrayList<>();
    for (ColourShare share : facts.colours()) {
      parts.add(share.colour().word() + " (" + percent(share.share()) + ")");
    }
    int last = parts.size() - 1;
    String list =
        last == 0
            ? parts.get(0)
            : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    return "Its main colours are " + list + ".";
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
